import { describe, expect, it } from "vitest";
import { memoryVfs } from "../../src/files/vfs.ts";
import { examine } from "../../src/lint/check.ts";
import { indexLibraries } from "../../src/lint/library-index.ts";
import { indexedLibraries, knownLibraries } from "../../src/target/known-libraries.ts";
import { libraryIndex } from "../../src/target/library-index.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { judge, libraryIn, type Tree, verdictsIn } from "./judge.ts";

async function indexOf(...trees: readonly Tree[]) {
  const examined = trees.map(async (files, at) => ({
    name: `owner/tree${at}`,
    examination: await examine(memoryVfs({ "dune-project": "(lang dune 3.0)", ...files }), {
      target: loadTarget(defaultTarget),
      scope: { all: true, strict: false, packages: new Set() },
      withoutIndex: true,
    }),
  }));
  return indexLibraries(await Promise.all(examined), new Set());
}

const described = (entry: Awaited<ReturnType<typeof indexOf>>[number]): string =>
  [entry.name, entry.verdict, entry.because, ...(entry.assumes ?? [])]
    .filter((part) => part !== undefined)
    .join(": ");

describe("an index of libraries", () => {
  it("says of each public library whether it is portable, and why not", async () => {
    const index = await indexOf({
      dune: `(library (public_name a))
        (library (public_name a.b) (libraries unix))
        (library (public_name a.c) (libraries a.b))
        (library (public_name a.d) (optional) (libraries unix))
        (library (public_name a.e) (libraries elsewhere))
        (library (name private))`,
    });
    expect(index.map(described)).toEqual([
      "a: portable",
      "a.b: not-portable: links unix",
      "a.c: not-portable: reaches unix by way of a.b",
      "a.d: not-portable: is optional and unix is not there",
      "a.e: portable: elsewhere",
    ]);
    expect(index[1]).toMatchObject({ package: "a", kind: "normal", evidence: "owner/tree0 dune" });
  });

  it("replaces what one tree assumes by what another one says", async () => {
    const index = await indexOf(
      { dune: "(library (public_name top) (libraries mid))" },
      { dune: "(library (public_name mid) (libraries low far))" },
      { dune: "(library (public_name low))" },
      { dune: "(library (public_name bad) (libraries worse))" },
      { dune: "(library (public_name worse) (libraries threads.posix))" },
    );
    expect(index.map(described)).toEqual([
      "bad: not-portable: links worse",
      "low: portable",
      "mid: portable: far",
      "top: portable: far",
      "worse: not-portable: links threads.posix",
    ]);
  });

  it("takes of two stanzas for one library the one that exists on the target, and of two trees the first", async () => {
    const index = await indexOf(
      {
        dune: `(library (name x) (public_name x) (enabled_if (<> %{context_name} solo5)) (libraries unix))
          (library (name x) (public_name x) (enabled_if (= %{context_name} solo5)))`,
      },
      { dune: "(library (public_name x) (libraries unix))" },
    );
    expect(index.map(described)).toEqual(["x: portable"]);
  });

  it("leaves out what is built and can't be linked, rewriters that need Unix, and what can't be told", async () => {
    const index = await indexOf({
      dune: `(library (public_name stubs) (foreign_stubs (language c) (names s)))
        (library (public_name user) (libraries stubs))
        (library (public_name ppx) (kind ppx_rewriter) (libraries unix))
        (library (public_name open) (enabled_if (= %{env:NOBODY=1} %{read:x})))`,
      "s.c": "#include <sys/socket.h>\n",
    });
    expect(index.map(described)).toEqual([
      "stubs: not-portable: has C stubs that do not build (sys/socket.h)",
    ]);
  });
});

describe("the index that ships with the tool", () => {
  it("says nothing twice, and nothing that the list kept by hand denies", () => {
    const names = libraryIndex.libraries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...indexedLibraries.keys()].filter((name) => knownLibraries.has(name))).toEqual([]);
  });

  it("knows what a package that is checked alone drags in", async () => {
    const run = await judge({
      dune: "(library (public_name p) (libraries lwt nobody-knows)) (library (public_name p.q) (libraries owl-base))",
    });
    expect(libraryIn(run, "p").assumes).toEqual(["nobody-knows"]);
    expect(verdictsIn(run)).toEqual({ p: "portable", "p.q": "not-portable" });
  });

  it("does not stand for what a unikernel's tree has to hold", async () => {
    const run = await judge({
      "config.ml":
        'open Mirage\nlet main = main "Unikernel.Hello" ~packages:[ package "lwt" ] job\nlet () = register "hello" [ main ]\n',
    });
    expect(run.unikernels.map(({ verdict, assumes }) => [verdict, assumes])).toEqual([["unknown", ["lwt"]]]);
  });
});
