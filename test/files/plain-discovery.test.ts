import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { temporaryTree } from "./temporary-tree.ts";

const filesOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  directoryVfs(temporaryTree(files)).files.filter((file) => !file.endsWith(".gitignore"));

describe("a directory without git", () => {
  it("lists all files, sorted by code units", () => {
    expect(filesOf({ "b.ml": "", "B.ml": "", "a/z.ml": "", "a.ml": "", "é.ml": "" })).toEqual([
      "B.ml",
      "a.ml",
      "a/z.ml",
      "b.ml",
      "é.ml",
    ]);
  });

  it("honours .gitignore from the root on", () => {
    expect(
      filesOf({
        ".gitignore": "*.o\n/top.ml\ngen/\n",
        "x/a.o": "",
        "top.ml": "",
        "x/top.ml": "",
        "x/gen/a.ml": "",
      }),
    ).toEqual(["x/top.ml"]);
  });

  it("lets an inner .gitignore overrule an outer one, both ways", () => {
    expect(
      filesOf({
        ".gitignore": "*.gen\n!keep.gen\n",
        "a.gen": "",
        "keep.gen": "",
        "lib/.gitignore": "!b.gen\nkeep.gen\n",
        "lib/a.gen": "",
        "lib/b.gen": "",
        "lib/keep.gen": "",
        "lib/deep/b.gen": "",
      }),
    ).toEqual(["keep.gen", "lib/b.gen", "lib/deep/b.gen"]);
  });

  it("takes an inner pattern with a slash from the inner directory on", () => {
    expect(filesOf({ "lib/.gitignore": "/a.ml\n", "lib/a.ml": "", "lib/x/a.ml": "", "a.ml": "" })).toEqual([
      "a.ml",
      "lib/x/a.ml",
    ]);
  });

  it("does not bring back a file below a directory that is ignored", () => {
    expect(filesOf({ ".gitignore": "gen/\n!gen/a.ml\n", "gen/a.ml": "", "b.ml": "" })).toEqual(["b.ml"]);
  });

  it("never lists _build, _opam, node_modules and .git", () => {
    expect(
      filesOf({
        "_build/a": "",
        "x/_build/a": "",
        "_opam/a": "",
        "x/node_modules/a": "",
        ".git/HEAD": "",
        "x/a": "",
      }),
    ).toEqual(["x/a"]);
  });

  it("lists duniverse/ though .gitignore names it", () => {
    expect(filesOf({ ".gitignore": "duniverse\n", "duniverse/a/dune": "", "b.ml": "" })).toEqual([
      "b.ml",
      "duniverse/a/dune",
    ]);
  });

  it("says so where directories are nested too deep, and lists the rest", () => {
    const root = temporaryTree({ "a.ml": "" });
    const deep = "d/".repeat(70).slice(0, -1);
    mkdirSync(join(root, deep), { recursive: true });
    const { files, leftOut } = directoryVfs(root);
    expect(files).toEqual(["a.ml"]);
    expect(leftOut).toEqual([{ path: "d/".repeat(65).slice(0, -1), why: "deeper than 64 directories" }]);
  });

  it("may be empty", () => {
    expect(directoryVfs(temporaryTree({})).files).toEqual([]);
  });
});
