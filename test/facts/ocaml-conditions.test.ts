import { beforeAll, describe, expect, it } from "vitest";
import { type OcamlFacts, ocamlFacts } from "../../src/facts/ocaml.ts";
import { isWithin, unionOf } from "../../src/facts/ocaml-conditions.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const factsOf = (text: string): OcamlFacts =>
  ocamlFacts(text, { interface: false, modules: new Set(["Unix"]) }, treeSitter);

/** Names used of Unix, those that may not be there with a question mark. */
const namesIn = (text: string): readonly string[] =>
  factsOf(text).references.map(
    ({ path, conditional }) => `${path.slice(1).join(".")}${conditional ? "?" : ""}`,
  );

describe("code under a condition", () => {
  it.each([
    [
      "#if",
      "let a = Unix.a\n#if OCAML_VERSION >= (5, 0, 0)\nlet b = Unix.b\n#endif\nlet c = Unix.c\n",
      ["a", "b?", "c"],
    ],
    ["#else", "#ifdef X\nlet b = Unix.b\n#else\nlet b = Unix.c\n#endif\nlet d = Unix.d\n", ["b?", "c?", "d"]],
    [
      "nested",
      "#if A\n#if B\nlet b = Unix.b\n#endif\nlet c = Unix.c\n#endif\nlet d = Unix.d",
      ["b?", "c?", "d"],
    ],
    ["an #if without end", "let a = Unix.a\n#if A\nlet b = Unix.b\n", ["a", "b?"]],
    ["an indented directive", "module M = struct\n  # if A\n  let b = Unix.b\n  # endif\nend", ["b?"]],
    ["#define over several lines", "#define F(x) \\\n  let let\nlet a = Unix.a\n", ["a"]],
    ["a directive in a comment", "(*\n#if A\n*)\nlet a = Unix.a\n", ["a"]],
    ["a directive in a quoted string", "let s = {|\n#if A\n|}\nlet a = Unix.a\n", ["a"]],
    ["[@@if]", "let a = Unix.a [@@if defined X]\nlet b = Unix.b", ["a?", "b"]],
    ["[@if] on an expression", "let x = f (Unix.a [@if x]) Unix.b", ["a?", "b"]],
    [
      "[@if] on a case",
      "let f = function A [@if x] -> Unix.a | (B [@if y]) -> Unix.b | C -> Unix.c",
      ["a?", "b?", "c"],
    ],
    ["[%if]", "let f = [%if x] && Unix.a", ["a"]],
    [
      "[%%if]",
      "[%%if x]\nlet a = Unix.a\n[%%else]\nlet a = Unix.b\n[%%endif]\nlet c = Unix.c",
      ["a?", "b?", "c"],
    ],
    ["[%%ifdef]", "[%%ifdef x]\nlet a = Unix.a\n[%%endif]\nlet c = Unix.c", ["a?", "c"]],
  ])("%s", (_, text, expected) => {
    expect(namesIn(text)).toEqual(expected);
    expect(factsOf(text).unread).toBeUndefined();
  });

  it("is read branch by branch where the branches do not make sense together", () => {
    const text =
      "let f x =\n#if A\n  match Unix.a x with\n#else\n  match Unix.b x with\n#endif\n  | _ -> Unix.c\n";
    const facts = factsOf(text);
    expect(namesIn(text)).toEqual(["a?", "b?", "c"]);
    expect(facts.unread).toBeUndefined();
  });

  it("is read without its branch where there is no #else", () => {
    const text = "let f x =\n#if A\n  if Unix.a x then\n#endif\n  Unix.b\n";
    expect(namesIn(text)).toEqual(["a?", "b"]);
  });

  it("makes externals conditional", () => {
    const externals = factsOf('#if A\nexternal f : int = "f"\n#endif\nexternal g : int = "g"\n').externals;
    expect(externals.map(({ name, conditional }) => [name, conditional])).toEqual([
      ["f", true],
      ["g", false],
    ]);
  });
});

describe("spans", () => {
  it("are joined where they touch", () => {
    const union = unionOf([
      { start: 5, end: 7 },
      { start: 0, end: 2 },
      { start: 6, end: 9 },
      { start: 2, end: 3 },
    ]);
    expect(union).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 9 },
    ]);
    expect([0, 2, 3, 5, 8, 9].map((offset) => isWithin(union, offset))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});
