import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blanked, opaqueTextsOf, wordsOutsideComments } from "../../src/facts/ocaml-tokens.ts";

const lexicalErrorOf = (text: string) => [...opaqueTextsOf(text)].at(-1)?.error;
const words = new Set(["Unix", "Thread", "external"]);
const found = (text: string): readonly string[] => [...wordsOutsideComments(text, words)].sort();

describe("words outside comments", () => {
  it.each([
    ["a use", "let x = Unix.time ()", ["Unix"]],
    ["a keyword", 'external f : int = "g"', ["external"]],
    ["several", "open Thread\nlet x = Unix.x", ["Thread", "Unix"]],
    ["a longer name", "let x = Unixx.y Lwt_Unix.z Unix'.t", []],
    ["a comment", "(* Unix *) let x = 1", []],
    ["a nested comment", "(* (* a *) Unix *) let x = 1", []],
    ["a string", 'let x = "Unix"', []],
    ["a string with an escaped quote", String.raw`let x = "\"Unix"`, []],
    ["a quoted string", "let x = {|Unix|}", []],
    ["a quoted string with a delimiter", "let x = {id|Unix |} Unix|id}", []],
    ["a quoted extension", "let x = {%sql id|Unix|} Unix|id}", []],
    ["after a string in a comment that ends it not", '(* "*)" *) let x = Unix.x', ["Unix"]],
    ["a string in a comment that would end it", '(* "*)" Unix *)', []],
    ["a quoted string in a comment", "(* {a|*)|a} Unix *)", []],
    ["after a quote character", `let q = '"' let x = Unix.x`, ["Unix"]],
    ["after a quote character in a comment", `(* '"' *) Unix.x`, ["Unix"]],
    ["after an escaped apostrophe", String.raw`let q = '\'' let x = Unix.x`, ["Unix"]],
    ["after a type variable", `type 'a t = 'a Unix.t let s = "Thread"`, ["Unix"]],
    ["after a primed name", `let x' = x'' "Thread" Unix.x`, ["Unix"]],
    ["after an apostrophe in a comment", `(* don't *) Unix.x`, ["Unix"]],
    ["a polymorphic variant", "let x = `Unix", []],
    ["after an unterminated comment", "(* Unix", []],
    ["after an unterminated string", '"Unix', []],
  ])("%s", (_, text, expected) => expect(found(text)).toEqual(expected));

  it("finds nothing when no words are asked for", () => {
    expect([...wordsOutsideComments("Unix", new Set())]).toEqual([]);
  });

  it("finds a word among any code, and none in a comment around it", () => {
    const code = fc.constantFrom(
      "let x = 1",
      `'"'`,
      '"a\\"b"',
      "{x|(*|x}",
      "(* '\"' *)",
      "'a list",
      "x'",
      '(* "(*" *)',
      "\n",
    );
    fc.assert(
      fc.property(fc.array(code), fc.array(code), (before, after) => {
        const text = `${before.join(" ")} Unix.x ${after.join(" ")}`;
        expect(found(text)).toEqual(["Unix"]);
        expect(found(`(* ${text} *)`)).toEqual([]);
      }),
    );
  });
});

describe("a file that ends inside a comment or string", () => {
  it.each([
    ["a comment is not terminated", "let x = 1 (* a", "(*"],
    ["a comment is not terminated", "(* (* b *) ", "(*"],
    ["a string is not terminated", 'let x = "a', '"'],
    ["a quoted string is not terminated", "let x = {id|a|i}", "{id|"],
    ["a string in a comment is not terminated", '(* " *)', '"'],
  ])("%s: %s", (message, text, opening) => {
    const error = lexicalErrorOf(text);
    expect(error?.message).toBe(message);
    expect(text.slice(error?.span.start, error?.span.end)).toBe(opening);
  });

  it("points at the innermost open comment", () => {
    expect(lexicalErrorOf("(* a (* b")?.span).toEqual({ start: 5, end: 7 });
  });

  it("says nothing about a whole file", () => {
    expect(lexicalErrorOf(`let x = "a" (* "b" *) {|c|} '"'`)).toBeUndefined();
  });
});

describe("opaque texts", () => {
  it("ascend without overlap, and blanking them keeps every offset and line", () => {
    const piece = fc.constantFrom("(*", "*)", '"', "'", "\\", "{a|", "|a}", "x", "\n", " ", "'\"'", "{%e a|");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const spans = [...opaqueTextsOf(text)].map(({ span }) => span);
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
        const blank = blanked(text, spans);
        expect(blank.length).toBe(text.length);
        expect(blank.replace(/[^\n]/g, "")).toBe(text.replace(/[^\n]/g, ""));
      }),
    );
  });

  it("takes linear time on many unclosed openings", () => {
    for (const opening of ["(*", '"', "{a|", "{%a", "'", "{%a "]) {
      expect(() => lexicalErrorOf(opening.repeat(200_000))).not.toThrow();
    }
  });
});
