import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { readAction, runStep } from "./runner.ts";

const quickstart = resolve("fixtures/quickstart");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(directory: string, program: string, words: readonly string[] = []): Ended {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: directory, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

/** The project as it is committed, and built. */
function builtProject(): string {
  const root = temporaryTree({});
  const files = [
    "LICENSE",
    "README.md",
    "action.yml",
    "package.json",
    ".gitignore",
    ".pre-commit-hooks.yaml",
  ];
  for (const path of [...files, ".ci", "data", "docs", "src", "dist"])
    cpSync(path, join(root, path), { recursive: true });
  commitAll(root);
  git(root, "config", "user.name", "test");
  git(root, "config", "user.email", "test@example.org");
  return root;
}

/** What a runner, npm or pre-commit gets of a release. */
function unpackedRelease(): string {
  const project = builtProject();
  const { code, out, err } = run(project, ".ci/release-commit");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(git(project, "rev-parse", `${out.trim()}^`)).toBe(git(project, "rev-parse", "HEAD"));
  expect(git(project, "status", "--porcelain")).toBe("");
  const unpacked = join(temporaryTree({}), "mirage-lint");
  git(project, "clone", "-q", "--no-checkout", project, unpacked);
  git(unpacked, "fetch", "-q", "origin", out.trim());
  git(unpacked, "checkout", "-q", out.trim());
  return unpacked;
}

describe("the commit of a release", () => {
  const unpacked = { directory: "" };
  const release = (): string => {
    if (!existsSync(unpacked.directory)) unpacked.directory = unpackedRelease();
    return unpacked.directory;
  };

  it("has the action with all that it runs, and nothing to install or build", () => {
    const directory = release();
    const { code, outputs } = runStep({ workspace: quickstart, action: directory });
    expect({ code, errors: outputs.errors }).toEqual({ code: 1, errors: "3" });
    expect(readAction(directory)).toEqual(readAction());
    const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    expect("scripts" in manifest || "devDependencies" in manifest).toBe(false);
    expect(existsSync(join(directory, "src"))).toBe(false);
  });

  it("is installed as pre-commit does it, and runs as its hooks say", () => {
    const directory = release();
    const prefix = temporaryTree({});
    // As install_environment of pre-commit's languages/node.py.
    expect(
      run(directory, "npm", [
        "install",
        "--include=dev",
        "--include=prod",
        "--ignore-prepublish",
        "--no-save",
      ]),
    ).toMatchObject({ code: 0 });
    const packed = run(directory, "npm", ["pack"]);
    expect(packed.out.trim()).toMatch(/^mirage-lint-\d+\.\d+\.\d+\.tgz$/);
    expect(
      run(directory, "npm", ["install", "-g", "--prefix", prefix, `./${packed.out.trim()}`]),
    ).toMatchObject({ code: 0 });
    const hooks: readonly { readonly id: string; readonly entry: string; readonly files?: string }[] = parse(
      readFileSync(join(directory, ".pre-commit-hooks.yaml"), "utf8"),
    );
    expect(hooks.map(({ id }) => id)).toEqual(["mirage-lint", "mirage-lint-prepublish"]);
    const project = temporaryTree({});
    cpSync(quickstart, project, { recursive: true });
    commitAll(project);
    for (const { entry } of hooks) {
      const [program = "", ...words] = entry.split(" ");
      const { code, out } = run(project, join(prefix, "bin", program), words);
      expect(code).toBe(1);
      expect(out).toContain("unix/linked-library");
    }
  });

  it("is installed from its repository as the recipes say", () => {
    const directory = release();
    git(directory, "tag", "v1");
    const prefix = temporaryTree({});
    const [, line = ""] = /^(npm install --global .*)$/m.exec(readFileSync("docs/recipes.md", "utf8")) ?? [];
    const words = line
      .replace("https://github.com/OWNER/mirage-lint.git", `file://${directory}`)
      .split(" ")
      .slice(1);
    expect(words.at(-1)).toBe(`git+file://${directory}#v1`);
    expect(run(directory, "npm", [...words, "--prefix", prefix])).toMatchObject({ code: 0 });
    expect(run(quickstart, join(prefix, "bin/mirage-lint"))).toMatchObject({ code: 1, err: "" });
  });

  it("is not made of what is not committed", () => {
    const project = builtProject();
    cpSync(join(project, "LICENSE"), join(project, "another"));
    const { code, out, err } = run(project, ".ci/release-commit");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("not committed");
  });
});

describe("the hook for every commit", () => {
  it("runs where a file has changed that is judged, and not for others", () => {
    const [{ files }]: readonly [{ readonly files: string }] = parse(
      readFileSync(".pre-commit-hooks.yaml", "utf8"),
    );
    const judged = new RegExp(files);
    for (const file of [
      "dune",
      "src/dune",
      "dune-project",
      "a.opam",
      "mirage/config.ml",
      "lib/x.c",
      "u.opam.locked",
      "mirage-lint.toml",
    ])
      expect(file).toMatch(judged);
    for (const file of ["README.md", "CHANGES.md", "dune.md", "src/undune"]) expect(file).not.toMatch(judged);
  });
});
