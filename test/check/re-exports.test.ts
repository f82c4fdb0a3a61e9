import { describe, expect, it } from "vitest";
import { judge, opamFile, type Tree } from "./judge.ts";

const skiff: Tree = {
  "skiff.opam": opamFile("mirage-flow"),
  dune: "(library\n (public_name skiff))\n",
  "import.ml": "include Unix\nlet sleep = ignore\n",
};

async function relatedIn(files: Tree): Promise<readonly string[]> {
  const { diagnostics } = await judge({ ...skiff, ...files });
  return diagnostics
    .filter(({ rule }) => rule === "unix/module-used")
    .flatMap(({ related }) => related)
    .map(({ message, at }) => `${at.file}:${at.line}:${at.column} ${message}`);
}

describe("a module that includes Unix", () => {
  it("is told with where other modules use what it passes on", async () => {
    const found = await relatedIn({
      "a.ml": "let now = Import.gettimeofday\nlet later = Import.time\n",
      "b.ml": "let f x =\n  Import.(read x)\n",
      "c.ml": "open Import\n",
      "d.ml": "open Skiff.Import\nlet now = Import . time ()\n",
    });
    expect(found).toEqual([
      "a.ml:1:11 uses Import.gettimeofday",
      "b.ml:2:3 opens Import",
      "c.ml:1:1 opens Import",
      "d.ml:2:11 uses Import.time",
    ]);
  });

  it("may be in a file with others", async () => {
    const found = await relatedIn({
      "import.ml": "module Sub = struct include Unix end\n",
      "a.ml": "let now = Import.Sub.time ()\n",
    });
    expect(found).toEqual(["a.ml:1:18 uses Sub.time"]);
  });

  it("is not told with what is its own, is not Unix's, or stands in a comment", async () => {
    const found = await relatedIn({
      "a.ml": 'let a = Import.sleep 1 let b = Import.oars (* Import.time *) let c = "open Import"\n',
      "b.ml": "open Import.Oars\nmodule M = Import\n",
    });
    expect(found).toEqual([]);
  });

  it("is told with the uses of what links its library, and of no other", async () => {
    const library = (name: string, libraries: string): string =>
      `(library (name ${name}) (public_name skiff.${name}) (libraries ${libraries}))`;
    const use = "let now = Skiff.Import.time ()\n";
    const found = await relatedIn({
      "near/dune": library("near", "skiff"),
      "near/a.ml": use,
      "far/dune": library("far", "lwt"),
      "far/b.ml": use,
      "own/dune": library("own", "skiff"),
      "own/import.ml": "let time = ignore\n",
      "own/c.ml": "let now = Import.time ()\n",
    });
    expect(found).toEqual(["near/a.ml:1:17 uses Import.time"]);
  });
});
