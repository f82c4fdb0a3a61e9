import { describe, expect, it } from "vitest";
import { memoryVfs } from "../../src/files/vfs.ts";
import { type DuneTree, readDuneTree } from "../../src/workspace/dune-tree.ts";
import { sourcesOf } from "../../src/workspace/sources.ts";

const treeOf = (files: Readonly<Record<string, string>>): DuneTree =>
  readDuneTree(sourcesOf(memoryVfs(files)));

/** Every library with the directory that it is built in: `lib: foo`. */
function librariesOf(tree: DuneTree): readonly string[] {
  return [...tree.directories.values()].flatMap(({ path, stanzas }) =>
    stanzas.flatMap(({ stanza }) =>
      stanza.kind === "library" ? [`${path || "."}: ${stanza.name?.text}`] : [],
    ),
  );
}

const library = (name: string): string => `(library (name ${name}))`;
const statusOf = (tree: DuneTree, path: string): string | undefined => tree.directories.get(path)?.status;

describe("the directories that dune looks into", () => {
  it("are all but hidden and private ones", () => {
    const tree = treeOf({ "a/dune": library("a"), ".b/dune": library("b"), "_c/dune": library("c") });
    expect(librariesOf(tree)).toEqual(["a: a"]);
  });

  it("are chosen by (dirs …), with exceptions, globs and hidden ones", () => {
    const files = {
      "a/dune": library("a"),
      "ab/dune": library("ab"),
      "b/dune": library("b"),
      ".h/dune": library("h"),
    };
    const chosen = (set: string): readonly string[] =>
      librariesOf(treeOf({ ...files, dune: `(dirs ${set})` }));
    expect(chosen(String.raw`:standard \ a`)).toEqual(["ab: ab", "b: b"]);
    expect(chosen(String.raw`:standard \ a*`)).toEqual(["b: b"]);
    expect(chosen(String.raw`(:standard .h) \ (a b)`)).toEqual([".h: h", "ab: ab"]);
    expect(chosen("b .h")).toEqual([".h: h", "b: b"]);
    expect(chosen("{a,b}")).toEqual(["a: a", "b: b"]);
    expect(chosen("")).toEqual([]);
  });

  it("have no stanzas where they are data only, and their files can be copied from", () => {
    const files = { "data/dune": library("a"), "data/x/dune": library("b"), "old/dune": library("c") };
    for (const dune of [
      "(data_only_dirs data old)",
      "(ignored_subdirs (data old))",
      "(data_only_dirs {data,old})",
    ]) {
      const tree = treeOf({ ...files, dune });
      expect(librariesOf(tree)).toEqual([]);
      expect(statusOf(tree, "data")).toBe("data-only");
      expect(statusOf(tree, "data/x")).toBe("data-only");
      expect(tree.directories.get("data")?.files).toEqual(["dune"]);
    }
  });

  it("are vendored with all below them", () => {
    const tree = treeOf({ dune: "(vendored_dirs v)", "v/dune": library("a"), "v/x/dune": library("b") });
    expect(librariesOf(tree)).toEqual(["v: a", "v/x: b"]);
    expect(statusOf(tree, "v/x")).toBe("vendored");
  });

  it("are data only where they are cram tests", () => {
    const tree = treeOf({
      "run.t/dune": library("a"),
      "run.t/x/dune": library("b"),
      "tt/dune": library("c"),
    });
    expect(librariesOf(tree)).toEqual(["tt: c"]);
  });

  it("can be chosen from above, by (subdir …)", () => {
    const tree = treeOf({
      dune: "(subdir a (data_only_dirs b))",
      "a/b/dune": library("x"),
      "a/c/dune": library("y"),
    });
    expect(librariesOf(tree)).toEqual(["a/c: y"]);
  });
});

describe("(subdir …)", () => {
  it("puts stanzas into directories below, however they nest", () => {
    const tree = treeOf({
      dune: `(subdir a ${library("x")} (subdir b/c ${library("y")})) (subdir ./a/b/ ${library("z")})`,
      "a/b/c/m.ml": "",
      "a/dune": library("w"),
    });
    expect(librariesOf(tree)).toEqual(["a: x", "a: w", "a/b: z", "a/b/c: y"]);
  });

  it("does not lead out of the tree", () => {
    expect(
      librariesOf(treeOf({ dune: `(subdir .. ${library("x")}) (subdir ../y ${library("y")})` })),
    ).toEqual([]);
  });

  it("does not bring stanzas into a data-only directory", () => {
    const tree = treeOf({ dune: `(data_only_dirs d) (subdir d ${library("x")})`, "d/m.ml": "" });
    expect(librariesOf(tree)).toEqual([]);
  });
});

describe("(include …)", () => {
  it("takes the stanzas of another file, also from a directory below", () => {
    const tree = treeOf({
      dune: `(include a.inc) (include x/b.inc)`,
      "a.inc": library("a"),
      "x/b.inc": library("b"),
    });
    expect(librariesOf(tree)).toEqual([".: a", ".: b"]);
    expect(tree.duneFiles.toSorted()).toEqual(["a.inc", "dune", "x/b.inc"]);
    expect(tree.unseen).toEqual([]);
  });

  it("inside (subdir …) is looked for in that directory", () => {
    const tree = treeOf({ dune: "(subdir x (include b.inc))", "x/b.inc": library("b") });
    expect(librariesOf(tree)).toEqual(["x: b"]);
  });

  it("may bring a subdirectory's stanzas", () => {
    const tree = treeOf({ dune: "(include a.inc)", "a.inc": `(subdir x ${library("b")})`, "x/m.ml": "" });
    expect(librariesOf(tree)).toEqual(["x: b"]);
  });

  it("of a file that a rule makes, or that leads out, is named as unseen", () => {
    expect(treeOf({ "a/dune": "(include gen.inc) (include ../../x.inc)" }).unseen).toEqual([
      { file: "a/dune", what: "(include gen.inc): made by a rule, or not there" },
      { file: "a/dune", what: "(include ../../x.inc): leads out of the checked tree" },
    ]);
  });

  it("in a circle ends, and is named as unseen", () => {
    const tree = treeOf({ dune: "(include a.inc)", "a.inc": "(include b.inc)", "b.inc": "(include a.inc)" });
    expect(tree.unseen).toHaveLength(1);
    expect(tree.unseen[0]?.what).toContain("a.inc");
  });
});

describe("what cannot be seen of dune files", () => {
  it("is named", () => {
    const tree = treeOf({
      dune: "(dynamic_include x)",
      "a/dune": "(* -*- tuareg -*- *)",
      "b/dune": library("b"),
    });
    expect(tree.unseen).toEqual([
      { file: "dune", what: "dynamic_include" },
      { file: "a/dune", what: "dune file in OCaml syntax" },
    ]);
    expect(librariesOf(tree)).toEqual(["b: b"]);
  });

  it("for being malformed is an error with its place, also in an included file", () => {
    const tree = treeOf({ dune: "(include a.inc)", "a.inc": "(library (name x)", "b/dune": ")" });
    expect(tree.errors.map(({ at }) => at.file)).toEqual(["a.inc", "b/dune"]);
  });
});
