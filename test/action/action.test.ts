import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readInputs } from "../../src/action/inputs.ts";
import { commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { readAction, runStep } from "./runner.ts";

const quickstart = resolve("fixtures/quickstart");

const slip = {
  "dune-project": "(lang dune 3.0)\n",
  "p.opam": 'opam-version: "2.0"\ndepends: ["ocaml" "dune" "mirage-flow"]\nbuild: [["dune" "build"]]\n',
  "lib/dune": "(library\n (public_name p)\n (libraries unix))\n",
};

const clean = { ...slip, "lib/dune": "(library\n (public_name p))\n" };

const sarifOf = (file = ""): { readonly runs: readonly { readonly results: readonly unknown[] }[] } =>
  JSON.parse(readFileSync(file, "utf8"));

describe("action.yml", () => {
  const { inputs, outputs, runs } = readAction();

  it("names the inputs that are read, and no others", () => {
    const read = new Set<string>();
    const environment: Record<string, string | undefined> = {};
    readInputs(
      new Proxy(environment, {
        get: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      }),
    );
    expect([...read].sort()).toEqual(
      Object.keys(inputs)
        .map((name) => `INPUT_${name.toUpperCase()}`)
        .sort(),
    );
  });

  it("has the defaults that are taken where the runner gives none", () => {
    const given = Object.entries(inputs).map(([name, input]) => [
      `INPUT_${name.toUpperCase()}`,
      input.default,
    ]);
    expect(readInputs(Object.fromEntries(given))).toEqual(readInputs({}));
  });

  it("describes every input and output, and runs what the build makes with nothing in between", () => {
    for (const { description } of [...Object.values(inputs), ...Object.values(outputs)])
      expect(description.length).toBeGreaterThan(20);
    expect(runs).toEqual({ using: "node24", main: "dist/action.js" });
    expect(existsSync(runs.main)).toBe(true);
    expect(readFileSync("action.yml", "utf8")).not.toContain("${{");
  });
});

describe("a step that uses the action", () => {
  it("fails on errors, after it has annotated, summed up and written what later steps need", () => {
    const { code, log, commands, outputs, summary, forLaterSteps } = runStep({ workspace: quickstart });
    expect(code).toBe(1);
    expect(log).toContain("Verdicts for solo5-1.3");
    expect(commands.map(({ name, properties }) => [name, properties.title, properties.line])).toEqual([
      ["error", "dune/not-built-with-dune", "4"],
      ["error", "libc/missing-header", "3"],
      ["error", "unix/linked-library", "5"],
    ]);
    expect(outputs).toEqual({
      "sarif-file": expect.stringMatching(/mirage-lint\.sarif$/),
      errors: "3",
      warnings: "0",
      notes: "0",
      verdict: "not-portable",
    });
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(readAction().outputs).sort());
    expect(sarifOf(outputs["sarif-file"]).runs[0]?.results).toHaveLength(3);
    expect(summary).toContain("### 3 errors");
    expect(summary).toContain("```mermaid\nflowchart TD\n");
    expect(forLaterSteps).toBe("");
  });

  it("passes where nothing is found, with SARIF that closes alerts", () => {
    const { code, commands, outputs, summary } = runStep({ workspace: temporaryTree(clean) });
    expect(code).toBe(0);
    expect(commands).toEqual([]);
    expect(outputs).toMatchObject({ errors: "0", warnings: "0", verdict: "portable" });
    expect(sarifOf(outputs["sarif-file"]).runs[0]?.results).toEqual([]);
    expect(summary).toContain("Nothing found");
  });

  it("passes whatever is found where fail-on says never, and fails on warnings where it says so", () => {
    expect(runStep({ workspace: quickstart, with: { "fail-on": "never" } })).toMatchObject({
      code: 0,
      outputs: { errors: "3", verdict: "not-portable" },
    });
    const undecided = temporaryTree({ ...slip, "p.opam": slip["p.opam"].replace('"mirage-flow"', "") });
    expect(runStep({ workspace: undecided }).code).toBe(0);
    expect(runStep({ workspace: undecided, with: { "fail-on": "warning" } }).code).toBe(1);
    expect(runStep({ workspace: undecided, with: { strict: "true" } }).code).toBe(1);
    expect(runStep({ workspace: undecided, with: { packages: "p" } }).code).toBe(1);
  });

  it("goes by the tree's configuration, by the one that is named, or by none, and inputs go before it", () => {
    const workspace = temporaryTree({
      ...slip,
      "mirage-lint.toml": 'fail-on = "never"\n',
      "ci/lint.toml": '[rules]\n"unix/*" = "off"\n',
      "ci/wrong.toml": "strct = true\n",
    });
    expect(runStep({ workspace })).toMatchObject({ code: 0, outputs: { errors: "1" } });
    expect(runStep({ workspace, with: { config: "none" } }).code).toBe(1);
    expect(runStep({ workspace, with: { "fail-on": "error" } }).code).toBe(1);
    const named = runStep({ workspace, with: { config: "ci/lint.toml" } });
    expect(named).toMatchObject({ code: 0, outputs: { errors: "0" } });
    const wrong = runStep({ workspace, with: { config: "ci/wrong.toml" } });
    expect(wrong.code).toBe(2);
    expect(wrong.log).toContain("there is no key strct");
  });

  it("judges the packages that the configuration names where the input names none", () => {
    const workspace = temporaryTree({
      ...slip,
      "q.opam": `${slip["p.opam"]}dev-repo: "git+https://example.org/q.git"\n`,
      "q/dune": "(library\n (public_name q))\n",
      "mirage-lint.toml": 'packages = ["q"]\n',
    });
    for (const command of ["check", "prepublish"]) {
      expect(runStep({ workspace, with: { command } })).toMatchObject({ code: 0, outputs: { errors: "0" } });
      expect(runStep({ workspace, with: { command, packages: "p" } }).code).toBe(1);
    }
  });

  it("writes SARIF outside of the workspace, or where it is told", () => {
    const workspace = temporaryTree(slip);
    const { outputs, temporary } = runStep({ workspace });
    expect(outputs["sarif-file"]?.startsWith(temporary)).toBe(true);
    mkdirSync(join(workspace, "reports"));
    const told = runStep({ workspace, with: { "sarif-file": "reports/a=b.sarif" } });
    expect(told.outputs["sarif-file"]).toBe(join(workspace, "reports/a=b.sarif"));
    expect(sarifOf(told.outputs["sarif-file"]).runs[0]?.results).toHaveLength(1);
  });

  it("leaves out annotations or the summary where it is told to", () => {
    const { commands, summary, outputs, log } = runStep({
      workspace: quickstart,
      with: { annotations: "false", summary: "False" },
    });
    expect(commands).toEqual([]);
    expect(summary).toBe("");
    expect(outputs.errors).toBe("3");
    expect(log).toContain("src/dune:5:30");
  });

  it("names files from the root of the repository, when a part of it is judged", () => {
    const workspace = temporaryTree(
      Object.fromEntries(Object.entries(slip).map(([path, text]) => [`ocaml/net/${path}`, text])),
    );
    const told = (env: Readonly<Record<string, string>> = {}): ReturnType<typeof runStep> =>
      runStep({ workspace, with: { path: "ocaml/net" }, env });
    const withoutGit = told();
    commitAll(workspace);
    const sha = git(workspace, "rev-parse", "HEAD").trim();
    for (const { commands, outputs } of [withoutGit, told({ GITHUB_SHA: sha })]) {
      expect(commands[0]?.properties.file).toBe("ocaml/net/lib/dune");
      expect(readFileSync(outputs["sarif-file"] ?? "", "utf8")).toContain('"uri":"ocaml/net/lib/dune"');
    }
    expect(told({ GITHUB_SHA: sha }).summary).toContain(
      `(https://github.com/mirage/beacon/blob/${sha}/ocaml/net/lib/dune#L3)`,
    );
    expect(told().summary).toContain("](ocaml/net/lib/dune#L3)");
  });

  it("judges what would be published, where it is told to", () => {
    const workspace = temporaryTree({ ...slip, ".gitattributes": "lib export-ignore\n" });
    commitAll(workspace);
    expect(runStep({ workspace }).outputs).toMatchObject({ errors: "1", verdict: "not-portable" });
    const { outputs, summary } = runStep({ workspace, with: { command: "prepublish" } });
    expect(outputs.verdict).not.toBe("not-portable");
    expect(summary).toContain("| `p` |");
    expect(summary).toContain("no library");
  });
});

describe("a step that judges a release archive", () => {
  it("names files as they are in the tree", () => {
    const workspace = temporaryTree(slip);
    commitAll(workspace);
    mkdirSync(join(workspace, "_build"));
    git(workspace, "archive", "--prefix=p-1.0.0/", "-o", "_build/p-1.0.0.tar.gz", "HEAD");
    const given = { command: "prepublish", path: "_build/p-1.0.0.tar.gz" };
    const { commands, outputs } = runStep({ workspace, with: given });
    expect(commands.map(({ properties }) => properties.file)).toContain("lib/dune");
    expect(outputs.verdict).toBe("not-portable");
  });
});

describe("wrong use of the action", () => {
  it.each([
    ["an answer that is neither yes nor no", { strict: "yes" }, "strict is yes, and may be true or false"],
    ["a severity that there is not", { "fail-on": "often" }, "fail-on is often"],
    ["a command that there is not", { command: "explain" }, "command is explain"],
    ["a package that there is not", { packages: "p --all, -x" }, "no package --all, -x in"],
    ["a target that there is not", { target: "../../etc" }, "etc"],
    ["a path that there is not", { path: "-o" }, "-o"],
  ])("is told, with exit code 2 and without outputs: %s", (_, given, said) => {
    const { code, commands, outputs, log } = runStep({ workspace: temporaryTree(slip), with: given });
    expect(code).toBe(2);
    expect(log).toContain(said);
    expect(commands.map(({ name }) => name)).toEqual(["error"]);
    expect(outputs).toEqual({});
  });

  it("is a tree without anything to check, with exit code 3", () => {
    const { code, commands, outputs } = runStep({ workspace: temporaryTree({ "README.md": "hello" }) });
    expect(code).toBe(3);
    expect(commands.map(({ data }) => data)).toEqual(["nothing to check in ."]);
    expect(outputs).toMatchObject({ errors: "0", verdict: "" });
  });
});

const evilNames = [
  "::error::x",
  " ::add-mask::x",
  "a\n::set-env name=PATH::x",
  "a\r::stop-commands::x",
  "%0A::error::x%25",
  "##[add-path]x",
  "ghadelimiter",
  "errors<<end",
  "<img src=x onerror=alert(1)>|@octocat #1",
] as const;

describe("a tree that means harm", () => {
  const files = Object.fromEntries([
    ["dune-project", "(lang dune 3.0)\n(package (name mirage-evil))\n"],
    ...evilNames.flatMap((name, at) => [
      [
        `d/${name}/dune`,
        `(library\n (name l${at})\n (package mirage-evil)\n (libraries unix ${JSON.stringify(name)})\n (foreign_stubs (language c) (names s${at})))\n`,
      ],
      [
        `d/${name}/s${at}.c`,
        `#include "${name.replace("\n", "")}"\n#include <sys/${name.replace(/[\r\n]/g, "")}.h>\n`,
      ],
      [
        `${name.replaceAll("/", "")}.opam`,
        `opam-version: "2.0"\nbuild: [["make" ${JSON.stringify(name)}]]\n`,
      ],
      [`m/${name}/dune`, "(library\n::error::y\n"],
    ]),
  ]);
  const result = (): ReturnType<typeof runStep> =>
    runStep({ workspace: temporaryTree(files), with: { all: "true" }, env: { GITHUB_SHA: "0" } });

  it("gets no command obeyed but annotations of its own findings", () => {
    const { commands, forLaterSteps, outputs } = result();
    expect(commands.length).toBeGreaterThan(10);
    for (const { name, properties } of commands) {
      expect(["error", "warning", "notice"]).toContain(name);
      expect(properties.title).toMatch(/^([a-z0-9]+\/[a-z-]+|mirage-lint)$/);
    }
    for (const kind of ["error", "warning", "notice"])
      expect(commands.filter(({ name }) => name === kind).length).toBeLessThanOrEqual(10);
    expect(forLaterSteps).toBe("");
    expect(Object.keys(outputs).sort()).toEqual(["errors", "notes", "sarif-file", "verdict", "warnings"]);
  });

  it("is shown in the summary as text", () => {
    const { summary } = result();
    expect(summary).toContain("add-mask");
    const acting = summary.replace(/^```\w*\n.*?^```$/gms, "").replace(/`[^`\n]*`/g, "");
    expect(acting).not.toMatch(/<img|@octocat|(?<!&)#1/);
    expect(summary.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
  });

  it("does not lead the SARIF elsewhere by a link", () => {
    const outside = temporaryTree({ precious: "mine" });
    const workspace = temporaryTree(slip);
    symlinkSync(join(outside, "precious"), join(workspace, "out.sarif"));
    symlinkSync(outside, join(workspace, "reports"));
    for (const file of [
      "out.sarif",
      "reports/precious",
      join(dirname(workspace), "x", "..", workspace.slice(dirname(workspace).length + 1), "out.sarif"),
    ]) {
      const { code, commands } = runStep({ workspace, with: { "sarif-file": file } });
      expect(code).toBe(2);
      expect(commands[0]?.data).toContain("link");
    }
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("mine");
  });
});

describe("a step that goes by what is known", () => {
  const known = JSON.stringify({ "mirage-lint-baseline": 1, target: "solo5-1.3" });
  const line = JSON.stringify({
    ...{ file: "lib/dune", rule: "unix/linked-library", library: "p", symbol: "unix" },
    severity: "error",
  });

  it("leaves out what a baseline has, and never writes it", () => {
    const stale = line.replace("lib/dune", "net/dune").replace('"p"', '"q"');
    const text = `${known}\n${line}\n${stale}\n`;
    const workspace = temporaryTree({
      ...slip,
      "known.jsonl": text,
      "mirage-lint.toml": 'baseline = "known.jsonl"\n',
    });
    const { code, log, outputs } = runStep({ workspace });
    expect({ code, errors: outputs.errors }).toEqual({ code: 0, errors: "0" });
    expect(log).toContain("1 finding of known.jsonl no longer found: here it is not written");
    expect(readFileSync(join(workspace, "known.jsonl"), "utf8")).toBe(text);
    expect(runStep({ workspace, with: { baseline: "none" } }).code).toBe(1);
    expect(runStep({ workspace: temporaryTree(slip), with: { baseline: "no.jsonl" } }).code).toBe(2);
  });

  it("reports what a pull request introduces", () => {
    const workspace = temporaryTree(slip);
    commitAll(workspace);
    git(workspace, "checkout", "-q", "-b", "change");
    git(workspace, "commit", "-q", "--allow-empty", "-m", "change");
    expect(runStep({ workspace, with: { since: "HEAD^1" } })).toMatchObject({ code: 0, commands: [] });
    writeFileSync(join(workspace, "lib/p.c"), "#include <sys/socket.h>\n");
    writeFileSync(
      join(workspace, "lib/dune"),
      slip["lib/dune"].replace("unix)", "unix) (foreign_stubs (language c) (names p))"),
    );
    git(workspace, "add", "-A");
    git(workspace, "commit", "-q", "-m", "more");
    const { code, commands } = runStep({ workspace, with: { since: "HEAD^1" } });
    expect({ code, files: commands.map(({ properties }) => properties.file) }).toEqual({
      code: 1,
      files: ["lib/p.c"],
    });
  });
});
