import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const project = "(lang dune 3.11)\n(package (name orchard))\n";
const stale = (name: string): string =>
  `(rule ; how it is made\n (targets ${name}.ml)\n (action (copy \${path:in.txt} \${@})))\n`;

const fixable = {
  "dune-project": project,
  "src/dune": stale("a"),
  "lib/dune": `(library\n (public_name orchard)\n (enabled_if\n  (= \${os_type} "Unix")))\n`,
};

const textIn = (root: string, file: string): string => readFileSync(join(root, file), "utf8");

describe("check --fix", () => {
  it("fixes what is safe, says so on standard error, and reports what is left", () => {
    const root = temporaryTree(fixable);
    const { code, out, err } = mirageLint(["--fix", root]);
    expect(textIn(root, "src/dune")).toBe(
      "(rule ; how it is made\n (targets a.ml)\n (action (copy %{dep:in.txt} %{targets})))\n",
    );
    expect(textIn(root, "lib/dune")).toBe(fixable["lib/dune"]);
    expect(err.split("\n")).toEqual([
      "mirage-lint: fixed: src/dune:3: write %{dep:in.txt} [dune/stale-syntax]",
      "mirage-lint: fixed: src/dune:3: write %{targets} [dune/stale-syntax]",
      "mirage-lint: 2 findings fixed; --fix=all fixes 1 more",
      "",
    ]);
    expect(out).toContain("0 errors, 1 warning, 0 notes");
    expect(out).toContain("   fix: write %{os_type} (--fix=all)\n");
    expect(out).toContain("can be fixed: 1 with --fix=all\n");
    expect(code).toBe(0);
  });

  it("changes nothing the second time", () => {
    const root = temporaryTree(fixable);
    mirageLint(["--fix=all", root]);
    const before = [textIn(root, "src/dune"), textIn(root, "lib/dune")];
    expect(before.join("")).not.toContain("$");
    expect(mirageLint(["--fix=all", root]).err).toBe("");
    expect([textIn(root, "src/dune"), textIn(root, "lib/dune")]).toEqual(before);
  });

  it("leaves what is excepted", () => {
    const dune = stale("a").replace(
      "(action",
      "; mirage-lint: allow dune/stale-syntax -- a template\n (action",
    );
    const root = temporaryTree({ ...fixable, "src/dune": dune });
    mirageLint(["--fix", root]);
    expect(textIn(root, "src/dune")).toBe(dune);
  });

  it("keeps CRLF and permissions, and leaves no file of its own", () => {
    const root = temporaryTree({ ...fixable, "src/dune": stale("a").replaceAll("\n", "\r\n") });
    chmodSync(join(root, "src/dune"), 0o640);
    mirageLint(["--fix", root]);
    expect(textIn(root, "src/dune")).toBe(
      "(rule ; how it is made\r\n (targets a.ml)\r\n (action (copy %{dep:in.txt} %{targets})))\r\n",
    );
    expect(statSync(join(root, "src/dune")).mode & 0o777).toBe(0o640);
    git(root, "init", "-q");
    expect(git(root, "ls-files", "-o").trim().split("\n").sort()).toEqual([
      "dune-project",
      "lib/dune",
      "src/dune",
    ]);
  });

  it("writes to no link, and to nothing that is not UTF-8", () => {
    const outside = temporaryTree({ dune: stale("b") });
    const latin1 = Buffer.from(`; caf\xe9\n${stale("c")}`, "latin1");
    const root = temporaryTree({ ...fixable, "latin1/dune": latin1 });
    mkdirSync(join(root, "inside"));
    symlinkSync("../src/dune", join(root, "inside/dune"));
    mkdirSync(join(root, "linked"));
    symlinkSync(join(outside, "dune"), join(root, "linked/dune"));
    const { err } = mirageLint(["--fix", root]);
    expect(readFileSync(join(root, "latin1/dune"))).toEqual(latin1);
    expect(textIn(outside, "dune")).toBe(stale("b"));
    expect(textIn(root, "src/dune")).toContain("%{targets}");
    expect(err).toContain("not fixed: inside/dune:3: write %{targets} [dune/stale-syntax]: inside/dune is");
    expect(err).toContain("latin1/dune is not stored as UTF-8");
  });

  it("gives other programs' formats the standard output to themselves", () => {
    const root = temporaryTree(fixable);
    const { out } = mirageLint(["--fix=all", "-f", "json", root]);
    expect(JSON.parse(out).summary).toMatchObject({ errors: 0, warnings: 0 });
  });

  it("fixes neither archives, nor a file by itself, nor a package repository", () => {
    const root = temporaryTree({
      "x.opam": 'opam-version: "2.0"\n',
      "packages/x/x.1/opam": 'opam-version: "2.0"\n',
    });
    const repository = temporaryTree({ "packages/x/x.1/opam": 'opam-version: "2.0"\n' });
    expect(mirageLint(["--fix", join(root, "x.opam")])).toMatchObject({ code: 2, out: "" });
    expect(mirageLint(["--diff", repository])).toMatchObject({ code: 2, out: "" });
  });
});

describe("check --diff", () => {
  it("prints what --fix would change as git takes it, and changes nothing", () => {
    const root = temporaryTree(fixable);
    const { code, out, err } = mirageLint(["--diff", root]);
    expect(code).toBe(1);
    expect(textIn(root, "src/dune")).toBe(fixable["src/dune"]);
    expect(err).toContain("2 findings would be fixed; --fix=all fixes 1 more");
    git(root, "init", "-q");
    writeFileSync(join(root, "the.diff"), out);
    git(root, "apply", "--check", "the.diff");
    git(root, "apply", "the.diff");
    const fixed = temporaryTree(fixable);
    mirageLint(["--fix", fixed]);
    expect(textIn(root, "src/dune")).toBe(textIn(fixed, "src/dune"));
    expect(mirageLint(["--diff", root])).toMatchObject({ code: 0, out: "" });
  });

  it.skipIf(spawnSync("patch", ["--version"]).status !== 0)(
    "is taken by patch too, with --fix=all as well",
    () => {
      const root = temporaryTree(fixable);
      const { out } = mirageLint(["--diff", "--fix=all", root]);
      expect(spawnSync("patch", ["-p1", "-s", "-d", root], { input: out }).status).toBe(0);
      expect(textIn(root, "lib/dune")).toContain("%{os_type}");
    },
  );

  it("takes a path behind --fix for a path", () => {
    const root = temporaryTree({});
    addFiles(root, Object.fromEntries(Object.entries(fixable).map(([file, text]) => [`safe/${file}`, text])));
    expect(mirageLint(["check", "--diff", "--fix", "safe"], { cwd: root }).out).toContain("--- a/src/dune\n");
  });
});

describe("prepublish --fix", () => {
  const unasked =
    'opam-version: "2.0"\ndev-repo: "git+https://example.org/ferry.git"\nbuild: ["dune" "build" "-p" name]\n';

  it("fixes in the working tree what only matters to who gets it", () => {
    const root = temporaryTree({ "dune-project": "(lang dune 3.11)\n", "ferry-unix.opam": unasked });
    commitAll(root);
    expect(mirageLint(["--fix", root]).err).toBe("");
    expect(mirageLint(["prepublish", "--diff", root]).out).toContain('+  "dune" {>= "3.11"}\n');
    const { err } = mirageLint(["prepublish", "--fix", root]);
    expect(err).toContain("fixed: ferry-unix.opam:1: ask for dune in depends [publish/undeclared-dune]");
    expect(textIn(root, "ferry-unix.opam")).toBe(
      unasked.replace("build:", 'depends: [\n  "dune" {>= "3.11"}\n]\nbuild:'),
    );
  });

  it("fixes no release archive and no package repository", () => {
    const repository = temporaryTree({ "packages/x/x.1/opam": unasked });
    const refused = mirageLint(["prepublish", "--fix", repository]);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("only the files of a working tree are fixed");
    expect(textIn(repository, "packages/x/x.1/opam")).toBe(unasked);
  });
});
