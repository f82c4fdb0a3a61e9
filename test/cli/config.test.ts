import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const opam = 'opam-version: "2.0"\ndepends: ["ocaml" "dune" "mirage-flow"]\nbuild: [["dune" "build"]]\n';

const slip = {
  "dune-project": "(lang dune 3.0)\n",
  "p.opam": opam,
  "lib/dune": "(library\n (public_name p)\n (libraries unix))\n",
};

const undecided = {
  ...slip,
  "p.opam": 'opam-version: "2.0"\ndepends: ["ocaml" "dune"]\nbuild: [["dune" "build"]]\n',
};

const configured = (toml: string, files: Readonly<Record<string, string>> = slip) =>
  temporaryTree({ ...files, "mirage-lint.toml": toml });

/** Findings as `severity rule file:line` and the exit code. */
function checked(directory: string, ...words: readonly string[]) {
  const { code, out, err } = mirageLint(["check", directory, "-f", "json", ...words]);
  const { diagnostics = [], suppressed = [], libraries = [], summary } = out === "" ? {} : JSON.parse(out);
  const told = (found: Readonly<Record<string, unknown>>) =>
    `${found.severity} ${found.rule} ${found.file}:${found.line}`;
  return { code, err, found: diagnostics.map(told), suppressed, verdicts: libraries, summary };
}

const error = "error unix/linked-library lib/dune:3";

describe("mirage-lint.toml", () => {
  it("is found in the checked directory and above it", () => {
    const root = configured('rules = { "unix/*" = "warning" }');
    git(root, "init", "-q");
    expect(checked(root)).toMatchObject({ code: 0, found: ["warning unix/linked-library lib/dune:3"] });
    expect(checked(join(root, "lib"), "--strict")).toMatchObject({
      code: 0,
      found: ["warning unix/linked-library dune:3"],
    });
  });

  it("is not looked for above the root of the git repository", () => {
    const root = configured('rules = { "unix/*" = "off" }', {});
    addFiles(join(root, "repository"), slip);
    expect(checked(join(root, "repository")).found).toEqual([]);
    git(join(root, "repository"), "init", "-q");
    expect(checked(join(root, "repository"))).toMatchObject({ code: 1, found: [error] });
  });

  it("is the nearest one alone", () => {
    const root = configured('fail-on = "never"', {});
    addFiles(join(root, "inner"), { ...slip, "mirage-lint.toml": "" });
    expect(checked(join(root, "inner")).code).toBe(1);
  });

  it("can be another file, or none", () => {
    const root = configured('fail-on = "never"', {
      ...slip,
      "ci/lint.toml": 'rules = { "unix/*" = "note" }',
    });
    expect(checked(root).code).toBe(0);
    expect(checked(root, "--no-config").code).toBe(1);
    const other = checked(root, "--config", join(root, "ci/lint.toml"));
    expect(other).toMatchObject({ code: 0, found: ["note unix/linked-library lib/dune:3"] });
  });

  it("is refused with the line of each problem, and exit code 2", () => {
    const root = configured('preset = "strct"\n\n[rules]\n"unix/linked" = "off"\n');
    const { code, out, err } = mirageLint(["check"], { cwd: root });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(`error[config] preset is strct, and may be recommended, strict, unikernel or publish
  --> mirage-lint.toml:1:10
   |
 1 | preset = "strct"
   |          ^^^^^^^
   instead: do you mean strict?

error[config] there is no rule unix/linked
  --> mirage-lint.toml:4:1
   |
 4 | "unix/linked" = "off"
   | ^^^^^^^^^^^^^
   instead: do you mean unix/linked-library?

mirage-lint: mirage-lint.toml has 2 problems
`);
  });

  it("is told of with its first problems and their number, where there are many", () => {
    const rules = Array.from({ length: 60 }, (_, index) => `"x${index}" = "off"\n`).join("");
    const { code, err } = mirageLint(["check"], { cwd: configured(`[rules]\n${rules}`) });
    expect(code).toBe(2);
    expect(err.match(/there is no rule x\d+/g)).toEqual(
      Array.from({ length: 50 }, (_, index) => `there is no rule x${index}`),
    );
    expect(err).toContain("mirage-lint: mirage-lint.toml has 60 problems, and these are the first 50\n");
  });

  it("is refused by every command that goes by it", () => {
    const root = configured("strct = true");
    for (const words of [["check"], ["prepublish"], ["why", "unix"], ["boot"], ["blockers"]])
      expect(mirageLint(words, { cwd: root })).toMatchObject({ code: 2, out: "" });
  });

  it("shows nothing of what a link of a stranger's tree leads to", () => {
    const secret = join(temporaryTree({ secret: "token = 'abc'\n" }), "secret");
    const root = temporaryTree(slip);
    symlinkSync(secret, join(root, "mirage-lint.toml"));
    git(root, "init", "-q");
    const { code, err } = mirageLint(["check", root]);
    expect(code).toBe(2);
    expect(err).toContain("a symbolic link leads out of the repository");
    expect(err).not.toContain("abc");
    expect(mirageLint(["check", root, "--config", secret]).err).toContain("there is no key token");
  });

  it("that cannot be read is wrong use", () => {
    const root = temporaryTree(slip);
    mkdirSync(join(root, "mirage-lint.toml"));
    expect(mirageLint(["check", root])).toMatchObject({ code: 2 });
    expect(mirageLint(["check", root, "--config", join(root, "none.toml")]).err).toContain("no such file");
    writeFileSync(join(root, "latin.toml"), Buffer.from([0x23, 0xe9]));
    expect(mirageLint(["check", root, "--config", join(root, "latin.toml")]).err).toContain("not UTF-8");
  });
});

describe("severities", () => {
  it("that are off suppress what is found, and leave the verdict alone", () => {
    const { code, found, suppressed, verdicts, summary } = checked(
      configured('[rules]\n"unix/linked-library" = "off"\n'),
    );
    expect({ code, found }).toEqual({ code: 0, found: [] });
    expect(suppressed).toMatchObject([
      {
        rule: "unix/linked-library",
        exception: { reason: "unix/linked-library is off", file: "mirage-lint.toml", line: 2 },
      },
    ]);
    expect(verdicts).toMatchObject([{ name: "p", verdict: "not-portable", reasons: [suppressed[0].id] }]);
    expect(summary).toMatchObject({ errors: 0, suppressed: 1 });
  });

  it("that are lower are the most that a finding weighs", () => {
    expect(checked(configured('[rules]\n"unix/*" = "note"')).found).toEqual([
      "note unix/linked-library lib/dune:3",
    ]);
    expect(checked(configured('[rules]\n"unix/*" = "warning"', undecided)).found).toEqual([
      "warning unix/linked-library lib/dune:3",
    ]);
  });

  it("that are as grave as the rule's own hold for code that nobody speaks of too", () => {
    expect(checked(temporaryTree(undecided)).found).toEqual(["warning unix/linked-library lib/dune:3"]);
    expect(checked(configured('[rules]\n"unix/*" = "error"', undecided))).toMatchObject({
      code: 1,
      found: [error],
    });
  });

  it("hold in the files of an override alone", () => {
    const off = (path: string): string =>
      configured(`[[overrides]]\npaths = ["${path}"]\nrules = { "unix/*" = "off" }\n`);
    expect(checked(off("/lib/")).found).toEqual([]);
    expect(checked(off("/lib2/")).found).toEqual([error]);
  });

  it("decide the exit code with fail-on", () => {
    const warned = '[rules]\n"unix/*" = "warning"\n';
    expect(checked(configured(warned)).code).toBe(0);
    expect(checked(configured(`fail-on = "warning"\n${warned}`)).code).toBe(1);
    expect(checked(configured(`fail-on = "warning"\n${warned}`), "--fail-on", "error").code).toBe(0);
  });

  it("of the preset strict make code that nobody speaks of fail", () => {
    expect(checked(configured('preset = "strict"', undecided))).toMatchObject({ code: 1, found: [error] });
  });
});

describe("unix-only", () => {
  it("declares a library, whose findings then blame nobody", () => {
    const root = configured('[[unix-only]]\nlibraries = ["p"]\nreason = "opens sockets"\n');
    const { code, found, verdicts } = checked(root);
    expect({ code, found }).toEqual({ code: 0, found: ["note unix/linked-library lib/dune:3"] });
    expect(verdicts).toMatchObject([{ intent: "unix-only", verdict: "not-portable" }]);
    expect(mirageLint(["check", root]).out).toContain("unix-only (opens sockets)");
  });

  it("declares a package with its libraries, and not with those of others who reach them", () => {
    const files = {
      ...slip,
      "q.opam": opam,
      "q/dune": "(library\n (public_name q)\n (libraries p))\n",
    };
    const { code, found } = checked(
      configured('[[unix-only]]\npackages = ["p"]\nreason = "opens sockets"\n', files),
    );
    expect(code).toBe(1);
    expect(found).toEqual(["note unix/linked-library lib/dune:3", "error unix/linked-library q/dune:3"]);
  });

  it("gives way to --package and --all, and goes before the file's own packages", () => {
    const toml = 'packages = ["p"]\n[[unix-only]]\nlibraries = ["p"]\nreason = "opens sockets"\n';
    expect(checked(configured(toml)).code).toBe(0);
    expect(checked(configured(toml), "-p", "p").code).toBe(1);
    expect(checked(configured(toml), "--all").code).toBe(1);
  });
});

describe("ignored files", () => {
  const vendored = {
    ...slip,
    "lib/dune": "(library\n (public_name p)\n (libraries q))\n",
    "vendor/q/dune": "(library\n (name q)\n (libraries r))\n",
    "vendor/r/dune": "(library\n (name r)\n (libraries unix))\n",
  };

  it("have no findings, and whoever reaches them answers for it", () => {
    expect(checked(temporaryTree(vendored)).found).toEqual([
      "error unix/linked-library vendor/q/dune:3",
      "note unix/linked-library vendor/r/dune:3",
    ]);
    const { code, found, suppressed, verdicts } = checked(configured('ignore = ["vendor/"]', vendored));
    expect({ code, found }).toEqual({ code: 1, found: [error] });
    expect(suppressed).toMatchObject([{ file: "vendor/r/dune", exception: { line: 1 } }]);
    expect(verdicts.map(({ verdict }: { readonly verdict: string }) => verdict)).toEqual([
      "not-portable",
      "not-portable",
      "not-portable",
    ]);
  });
});

describe("packages", () => {
  it("are judged alone, and have to be there", () => {
    const files = { ...slip, "q.opam": opam, "q/dune": "(library\n (public_name q)\n (libraries unix))\n" };
    expect(checked(configured('packages = ["p"]', files)).found).toEqual([error]);
    const root = configured('packages = ["r"]', files);
    const { code, err } = checked(root);
    expect(code).toBe(2);
    expect(err).toMatch(/no package r in .* \(mirage-lint\.toml:1\)\n$/);
    addFiles(join(root, "q"), { "r.opam": opam });
    git(root, "init", "-q");
    expect(checked(join(root, "q"))).toMatchObject({ code: 0, found: [] });
  });
});

describe("the configuration of what is published", () => {
  it("is that of the working tree", () => {
    const root = configured('[rules]\n"unix/*" = "off"\n"publish/*" = "off"\n"dune/*" = "off"\n');
    commitAll(root);
    expect(mirageLint(["prepublish", root]).code).toBe(0);
    expect(mirageLint(["prepublish", root, "--no-config"]).code).toBe(1);
  });

  it("is that at the root of a package repository, whichever part of it is judged", () => {
    const version = "packages/p/p.1.0";
    const root = temporaryTree({
      repo: 'opam-version: "2.0"\n',
      [`${version}/opam`]: `${opam}url { src: "https://example.org/p-1.0.tbz" }\n`,
      "mirage-lint.toml": '[[overrides]]\npaths = ["/packages/p/"]\nrules = { "publish/*" = "off" }\n',
    });
    for (const part of ["", version, `${version}/opam`]) {
      expect(mirageLint(["prepublish", join(root, part)]).code).toBe(0);
      expect(mirageLint(["prepublish", join(root, part), "--no-config"]).code).toBe(1);
    }
  });

  it("is the one in an archive, where that is what is judged", () => {
    const root = configured('[rules]\n"unix/*" = "off"\n"publish/*" = "off"\n"dune/*" = "off"\n');
    commitAll(root);
    const archive = join(temporaryTree({}), "p-1.0.tar.gz");
    git(root, "archive", "--prefix=p-1.0/", "-o", archive, "HEAD");
    for (const command of ["check", "prepublish"]) {
      expect(mirageLint([command, archive]).code).toBe(0);
      expect(mirageLint([command, archive, "--no-config"]).code).toBe(1);
    }
  });
});
