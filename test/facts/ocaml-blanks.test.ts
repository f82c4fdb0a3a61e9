import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

/** What is referred to, where, in what is left of the text. */
function referencesIn(text: string): readonly (readonly [string, string])[] {
  const { references, unread } = ocamlFacts(
    text,
    { interface: false, modules: new Set(["Unix"]) },
    treeSitter,
  );
  expect(unread).toBeUndefined();
  return references.map(({ path, span }) => [path.join("."), text.slice(span.start, span.end)]);
}

const words = 'let f x = Unix . getpid ( ) , "a b" ;; module M = struct open Unix let g = time ( ) end'.split(
  " ",
);
const blank = fc.tuple(fc.constantFrom(" ", "\n", "\t", "\r\n"), fc.integer({ min: 1, max: 150 }));

describe("long runs of blanks", () => {
  it("move what stands after them, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(blank, { minLength: words.length, maxLength: words.length }), (blanks) => {
        const text = words
          .map((word, at) => word + (blanks[at]?.[0] ?? "").repeat(blanks[at]?.[1] ?? 0))
          .join("");
        const found = referencesIn(text);
        expect(found.map(([path]) => path)).toEqual(["Unix.getpid", "Unix"]);
        expect(found.map(([, written]) => written.replaceAll(/\s/g, ""))).toEqual(["Unix.getpid", "Unix"]);
      }),
      { numRuns: 200 },
    );
  });

  it("keep two words apart, and stay in a string", () => {
    const gap = " ".repeat(500);
    expect(referencesIn(`let${gap}a = "${gap}Unix.x${gap}"${gap}let b = Unix.time`)).toEqual([
      ["Unix.time", "Unix.time"],
    ]);
  });
});
