import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { addFiles, commitAll, git, temporaryTree } from "./temporary-tree.ts";

const filesOf = (root: string): readonly string[] => directoryVfs(root).files;

describe("a git work tree", () => {
  it("lists what git tracks and what it would track, sorted", () => {
    const root = temporaryTree({ "lib/dune": "", "dune-project": "" });
    commitAll(root);
    addFiles(root, { "lib/new.ml": "", "a-new-one.ml": "" });
    expect(filesOf(root)).toEqual(["a-new-one.ml", "dune-project", "lib/dune", "lib/new.ml"]);
  });

  it("leaves out what is ignored, also by a .gitignore further down", () => {
    const root = temporaryTree({ ".gitignore": "*.log\n", "lib/.gitignore": "gen.ml\n", "lib/dune": "" });
    commitAll(root);
    addFiles(root, { "trace.log": "", "lib/gen.ml": "", "lib/kept.ml": "" });
    expect(filesOf(root)).toEqual([".gitignore", "lib/.gitignore", "lib/dune", "lib/kept.ml"]);
  });

  it("keeps an ignored file that was committed all the same", () => {
    const root = temporaryTree({ "lib/gen.ml": "" });
    commitAll(root);
    addFiles(root, { ".gitignore": "gen.ml\n" });
    expect(filesOf(root)).toContain("lib/gen.ml");
  });

  it("leaves out a tracked file that was deleted, and a tracked directory with it", () => {
    const root = temporaryTree({ "old.ml": "", "gone/a.ml": "", "kept.ml": "" });
    commitAll(root);
    rmSync(join(root, "old.ml"));
    rmSync(join(root, "gone"), { recursive: true });
    expect(filesOf(root)).toEqual(["kept.ml"]);
  });

  it("goes into repositories inside the repository, committed as a link or not at all", () => {
    const root = temporaryTree({ "outer.ml": "", "linked/a.ml": "" });
    commitAll(join(root, "linked"));
    commitAll(root);
    addFiles(root, { "loose/b.ml": "", "loose/.gitignore": "*.o\n", "loose/b.o": "" });
    git(join(root, "loose"), "init", "-q");
    expect(filesOf(root)).toEqual(["linked/a.ml", "loose/.gitignore", "loose/b.ml", "outer.ml"]);
  });

  it("lists what stands where a submodule was not fetched", () => {
    const root = temporaryTree({ "a.ml": "", "linked/b.ml": "" });
    commitAll(join(root, "linked"));
    commitAll(root);
    rmSync(join(root, "linked/.git"), { recursive: true });
    expect(filesOf(root)).toEqual(["a.ml", "linked/b.ml"]);
    rmSync(join(root, "linked/b.ml"));
    expect(filesOf(root)).toEqual(["a.ml"]);
  });

  it("lists duniverse/ where git ignores it, since dune builds it", () => {
    const root = temporaryTree({ ".gitignore": "duniverse/\n", "dune-project": "" });
    commitAll(root);
    addFiles(root, {
      "duniverse/lwt/src/dune": "",
      "duniverse/lwt/.gitignore": "junk\n",
      "duniverse/lwt/junk": "",
    });
    expect(filesOf(root)).toEqual([
      ".gitignore",
      "dune-project",
      "duniverse/lwt/.gitignore",
      "duniverse/lwt/src/dune",
    ]);
  });

  it("never lists _build, _opam and node_modules, committed or not", () => {
    const root = temporaryTree({
      "_build/a.ml": "",
      "_opam/b.ml": "",
      "x/node_modules/c.ml": "",
      "d.ml": "",
    });
    commitAll(root);
    expect(filesOf(root)).toEqual(["d.ml"]);
  });

  it("is judged from any of its directories", () => {
    const root = temporaryTree({ "lib/dune": "", "lib/a/b.ml": "", "other.ml": "" });
    commitAll(root);
    expect(filesOf(join(root, "lib"))).toEqual(["a/b.ml", "dune"]);
  });

  it("is walked where an outer repository ignores the whole directory", () => {
    const root = temporaryTree({ ".gitignore": "vendor/\n", "vendor/p/dune": "" });
    commitAll(root);
    expect(filesOf(join(root, "vendor/p"))).toEqual(["dune"]);
  });

  it("keeps names that git would quote", () => {
    const root = temporaryTree({ "ünï cödé.ml": "", 'q"uote\n.ml': "", "-dash": "" });
    commitAll(root);
    expect(filesOf(root)).toEqual(["-dash", 'q"uote\n.ml', "ünï cödé.ml"]);
  });

  it("is listed with its own git directory, whatever GIT_DIR says", () => {
    const root = temporaryTree({ ".gitignore": "x.ml\n", "x.ml": "", "y.ml": "" });
    commitAll(root);
    const other = temporaryTree({ "z.ml": "" });
    commitAll(other);
    vi.stubEnv("GIT_DIR", join(other, ".git"));
    vi.stubEnv("GIT_INDEX_FILE", join(other, ".git/index"));
    expect(filesOf(root)).toEqual([".gitignore", "y.ml"]);
    vi.unstubAllEnvs();
  });
});

describe("a hostile git directory", () => {
  it("gets no program run that its configuration names as file monitor, at the root or further down", () => {
    const root = temporaryTree({ "a.ml": "", "inner/b.ml": "" });
    const witness = join(temporaryTree({}), "ran");
    for (const directory of [join(root, "inner"), root]) {
      commitAll(directory);
      const program = join(directory, ".git/monitor");
      addFiles(directory, { ".git/monitor": `#!/bin/sh\ntouch '${witness}'\n` });
      chmodSync(program, 0o755);
      git(directory, "config", "core.fsmonitor", program);
    }
    git(root, "status");
    expect(existsSync(witness)).toBe(true);
    rmSync(witness);
    expect(filesOf(root)).toEqual(["a.ml", "inner/b.ml"]);
    expect(existsSync(witness)).toBe(false);
  });

  it("that is broken is no reason to see nothing", () => {
    const root = temporaryTree({ ".git/HEAD": "nonsense", ".gitignore": "b.ml\n", "a.ml": "", "b.ml": "" });
    expect(filesOf(root)).toEqual([".gitignore", "a.ml"]);
  });

  it("that keeps its work tree elsewhere does not lead there", () => {
    const elsewhere = temporaryTree({ "secret.ml": "" });
    const root = temporaryTree({ "a.ml": "" });
    commitAll(root);
    git(root, "config", "core.worktree", elsewhere);
    expect(filesOf(root)).toEqual(["a.ml"]);
  });

  it("that is a file may lead to any directory without harm", () => {
    const root = temporaryTree({ ".git": "gitdir: /nonexistent\n", "a.ml": "" });
    mkdirSync(join(root, "empty"));
    expect(filesOf(root)).toContain("a.ml");
  });
});
