import { beforeAll, describe, expect, it } from "vitest";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const unreadIn = (text: string) =>
  ocamlFacts(text, { interface: false, modules: new Set() }, treeSitter).unread;

describe("a source with a # in thousands of places", () => {
  const sends = 10_000;

  it("is left unread where they stand in one line, which the lexer reads anew for each", () => {
    const text = `let x = f${"#a".repeat(sends)}`;
    expect(unreadIn(text)).toEqual({ start: 0, end: text.length });
  });

  it("is read where they stand in many", () => {
    expect(unreadIn(`let x = f${"#a".repeat(20)}\n`.repeat(sends / 20))).toBeUndefined();
  });
});
