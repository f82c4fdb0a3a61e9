import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/config/read-config.ts";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const opam = 'opam-version: "2.0"\ndepends: ["ocaml" "dune"]\nbuild: [["dune" "build"]]\n';

/** A package with a library that nobody says anything of, and an example that somebody may not want judged. */
const project = {
  "dune-project": "(lang dune 3.0)\n",
  "kettle.opam": opam,
  "lib/dune": "(library\n (public_name kettle)\n (libraries unix))\n",
  "examples/dune":
    "(library\n (name shown)\n (package kettle)\n (foreign_stubs (language c) (names shown)))\n",
  "examples/shown.c": "#include <sys/socket.h>\n",
};

const unikernel = {
  "config.ml": 'open Mirage\nlet () = register "hello" [ main "Unikernel" job ]\n',
  "unikernel.ml": "let start () = Lwt.return_unit\n",
};

const repository = {
  repo: 'opam-version: "2.0"\n',
  "packages/kettle/kettle.1.0/opam": opam,
};

const workflow = ".github/workflows/mirage-lint.yml";
const hooks = ".pre-commit-config.yaml";
const textIn = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

const problemsIn = (toml: string) => {
  const result = readConfig("mirage-lint.toml", toml);
  return result.kind === "unfit" ? result.problems.map(({ message }) => message) : [];
};

describe("mirage-lint init", () => {
  it("writes a configuration, the workflow and the hook of a package, and says so", () => {
    const cwd = temporaryTree(project);
    git(cwd, "init", "-q", "-b", "trunk");
    const { code, out, err } = mirageLint(["init"], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`this is package kettle; found today: 2 warnings
wrote mirage-lint.toml
wrote .github/workflows/mirage-lint.yml
wrote .pre-commit-config.yaml
mirage-lint --write-baseline keeps what is found today, so that only what is new fails
OWNER stands for whoever publishes mirage-lint: put the name in its place
`);
    expect(textIn(cwd, "mirage-lint.toml")).toBe(
      `#:schema https://raw.githubusercontent.com/OWNER/mirage-lint/v1/data/schema/config-1.json
# mirage-lint config shows what is in force, and where each value comes from.

# what holds without any configuration; there is also strict, unikernel, publish.
preset = "recommended"

# Whose code this is not can be left out of what is reported.
# ignore = ["examples/"]

# What is found today. A rule can be an error, a warning, a note or off; it goes before its family, such as "libc/*".
[rules]
# "libc/missing-header" = "off" # 1 warning
# "unix/linked-library" = "off" # 1 warning

# Nobody says whether these are to be portable. Those that are not, and why:
# [[unix-only]]
# libraries = ["shown", "kettle"]
# reason = ""
`,
    );
    expect(textIn(cwd, workflow)).toBe(
      readFileSync("docs/workflows/package.yml", "utf8").replace("[main]", "[trunk]"),
    );
    expect(parse(textIn(cwd, hooks)).repos[0].hooks).toEqual([{ id: "mirage-lint" }]);
  });

  it("writes a configuration that changes nothing, and whose comments are right once they are taken away", () => {
    const cwd = temporaryTree(project);
    const before = mirageLint(["check", "-f", "ocaml"], { cwd });
    mirageLint(["init", "--no-workflow", "--no-hook"], { cwd });
    expect(mirageLint(["check", "-f", "ocaml"], { cwd })).toEqual(before);
    const settled = textIn(cwd, "mirage-lint.toml")
      .replace(/^# (?=ignore|"|\[\[|libraries|reason)/gm, "")
      .replace('reason = ""', 'reason = "sockets"');
    expect(problemsIn(settled)).toEqual([]);
    addFiles(cwd, { "mirage-lint.toml": settled });
    expect(mirageLint(["check", "--fail-on", "warning"], { cwd }).code).toBe(0);
  });

  it("knows a unikernel, whose workflow goes by the preset", () => {
    const cwd = temporaryTree(unikernel);
    expect(mirageLint(["init"], { cwd }).out).toContain("this is a unikernel (hello)");
    expect(textIn(cwd, "mirage-lint.toml")).toContain('preset = "unikernel"');
    expect(textIn(cwd, workflow)).not.toContain("fail-on");
    expect(parse(textIn(cwd, workflow)).jobs["mirage-lint"].steps[1]).toEqual({
      uses: "OWNER/mirage-lint@v1",
      id: "mirage-lint",
    });
    expect(mirageLint(["config"], { cwd }).out).toMatch(/fail-on +warning +preset unikernel/);
  });

  it("knows an opam repository, whose pull requests it judges", () => {
    const cwd = temporaryTree(repository);
    const { out } = mirageLint(["init"], { cwd });
    expect(out).toContain("this is an opam repository\n");
    expect(out).toContain(`left ${hooks}: `);
    expect(textIn(cwd, "mirage-lint.toml")).toContain('preset = "publish"');
    expect(textIn(cwd, workflow)).toBe(readFileSync("docs/workflows/opam-repository.yml", "utf8"));
  });

  it("puts the workflow and the hook of a part of a repository at its root", () => {
    const root = temporaryTree({ "README.md": "" });
    addFiles(join(root, "ocaml/net"), project);
    git(root, "init", "-q");
    expect(mirageLint(["init", join(root, "ocaml/net")]).out).toContain("wrote ocaml/net/mirage-lint.toml\n");
    expect(parse(textIn(root, workflow)).jobs["mirage-lint"].steps[1].with).toEqual({ path: "ocaml/net" });
    expect(parse(textIn(root, hooks)).repos[0].hooks).toEqual([{ id: "mirage-lint", args: ["ocaml/net"] }]);
  });

  it("overwrites nothing, unless it is told to", () => {
    const cwd = temporaryTree({
      ...project,
      "mirage-lint.toml": "all = false\n",
      [workflow]: "name: Ours\n",
    });
    const { code, out } = mirageLint(["init", "--no-hook"], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("left mirage-lint.toml: it is there already; --force writes it anew\n");
    expect(textIn(cwd, "mirage-lint.toml")).toBe("all = false\n");
    expect(textIn(cwd, workflow)).toBe("name: Ours\n");
    mirageLint(["init", "--no-hook", "--force"], { cwd });
    expect(textIn(cwd, "mirage-lint.toml")).toContain("preset");
    expect(textIn(cwd, workflow)).toContain("OWNER/mirage-lint@v1");
  });

  it.each([
    ["  - repo: https://example.org/a\n    rev: v1\n    hooks:\n      - id: a\n", 2],
    ["- repo: https://example.org/a\n  rev: v1\n  hooks: [{ id: a }]\n\n", 2],
    ["", 1],
  ])("adds the hook behind those that there are: %j", (list, count) => {
    const existing = `# ours\ndefault_stages: [pre-push]\nrepos:\n${list}`;
    const cwd = temporaryTree({ ...project, [hooks]: existing });
    expect(mirageLint(["init"], { cwd }).out).toContain(`added mirage-lint to ${hooks}\n`);
    expect(textIn(cwd, hooks).startsWith(existing.trimEnd())).toBe(true);
    const { repos } = parse(textIn(cwd, hooks));
    expect(repos).toHaveLength(count);
    expect(repos.at(-1)).toMatchObject({
      repo: "https://github.com/OWNER/mirage-lint",
      hooks: [{ id: "mirage-lint" }],
    });
    expect(mirageLint(["init"], { cwd }).out).toContain(`left ${hooks}: it has mirage-lint already\n`);
  });

  it("shows the hook where it cannot tell where to put it", () => {
    const existing = "repos: [{ repo: local, hooks: [] }]\n";
    const cwd = temporaryTree({ ...project, [hooks]: existing });
    const { out } = mirageLint(["init"], { cwd });
    expect(out).toContain(`left ${hooks}: this is to be put into its repos:\n  - repo: https://`);
    expect(textIn(cwd, hooks)).toBe(existing);
  });

  it("leaves GitHub's workflow out where the repository is elsewhere", () => {
    const cwd = temporaryTree({ ...project, ".gitlab-ci.yml": "" });
    expect(mirageLint(["init"], { cwd }).out).toContain(`left ${workflow}: this is not on GitHub`);
  });

  it("only prints with --dry-run", () => {
    const cwd = temporaryTree(project);
    commitAll(cwd);
    const { code, out } = mirageLint(["init", "--dry-run"], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("would write mirage-lint.toml:\n  #:schema");
    expect(out).toContain('  preset = "recommended"\n');
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("writes nothing through a link that leads out", () => {
    const outside = temporaryTree({});
    const cwd = temporaryTree(project);
    symlinkSync(outside, join(cwd, ".github"));
    const { code, err } = mirageLint(["init", "--force"], { cwd });
    expect(code).toBe(2);
    expect(err).toContain("reached by a symbolic link");
    expect(readdirSync(outside)).toEqual([]);
  });

  it("has nothing to set up where there is nothing to check", () => {
    const cwd = temporaryTree({ "README.md": "" });
    expect(mirageLint(["init"], { cwd })).toMatchObject({ code: 3, out: "" });
    expect(mirageLint(["init", join(cwd, "none")]).code).toBe(2);
  });
});
