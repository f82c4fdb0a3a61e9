import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import { abridged } from "../../src/facts/ocaml-abridged.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

const words = new Set(["Sys", "open_in"]);
const shortened = (text: string): string => abridged(text, words).replace(/\s+/g, " ").trim();

describe("an abridged source", () => {
  it.each([
    ["keeps what has a word", "let a = Sys.x let b = 12345", "let a = Sys.x let b = 0"],
    [
      "keeps what comes to it by name",
      "let a = Sys.x let b () = a let c = b () let d = d1 + d2",
      "let a = Sys.x let b () = a let c = b () let d = 0",
    ],
    [
      "knows the end of a definition by words and brackets",
      "let f x = let y = 1 in match x with A -> let z = 2 in z | _ -> y\nlet g = Sys.x",
      "let f x = 0 let g = Sys.x",
    ],
    [
      "tells the ands of a definition from those in it",
      "let rec f = let a = 1 and b = 2 in a + b and g = h h\nlet k = Sys.x",
      "let rec f = 0 and g = 0 let k = Sys.x",
    ],
    ["leaves types out", "type t = A of int | B type u = Sys.t let x = 12345", "type u = Sys.t let x = 0"],
    [
      "goes into modules and functors",
      "module F (X : S) = struct let a = 12345 let b = Sys.x end",
      "module F (X : S) = struct let a = 0 let b = Sys.x end",
    ],
    ["has no use for words in comments and strings", 'let a = "Sys" (* Sys *)', "let a = 0"],
    ["keeps parameters", "let f ?(a = b) (x, y) ~z : t = g x y z", "let f ?(a = b) (x, y) ~z : t = 0"],
    [
      "keeps modules, opens and what is for the compiler",
      "open A module B = C [@@@x y]",
      "open A module B = C [@@@x y]",
    ],
    ["stays whole where an open may bring anything", "open Sys let a = 12345", "open Sys let a = 12345"],
    [
      "stays whole where brackets do not match",
      "let a = (12345 let b = Sys.x",
      "let a = (12345 let b = Sys.x",
    ],
    ["stays whole under a preprocessor", "#if X\nlet a = 12345\n#endif", "#if X let a = 12345 #endif"],
  ])("%s", (_, text, expected) => expect(shortened(text)).toBe(expected));
});

describe("what the parser finds in it", () => {
  let treeSitter: TreeSitter;
  beforeAll(async () => {
    treeSitter = await loadTreeSitter();
  });

  const usesIn = (text: string) => {
    const values = { names: new Set(["getcwd", "open_in"]), modules: new Set<string>() };
    const modules = new Set(["Sys"]);
    return ocamlFacts(text, { interface: false, modules, values }, treeSitter);
  };

  const name = fc.constantFrom("a", "b", "c", "run");
  const expression = fc
    .tuple(
      fc.constantFrom(
        ...["Sys.getcwd ()", "open_in n", "n ()", "let n = 1 in n + 2", "fun n -> m n", "(n; m ())", "12345"],
        ...["match n with A -> m | _ -> let open Sys in getcwd ()", "try n () with Not_found -> m", "M.n ()"],
        ...[
          "let module L = struct let n = 1 let m = n end in L.n",
          "begin let n = m in n end",
          '"Sys" (* n *)',
        ],
      ),
      name,
      name,
    )
    .map(([form, n, m]) => form.replace(/\bn\b/g, n).replace(/\bm\b/g, m));
  const item = fc
    .tuple(
      fc.constantFrom(
        ...[
          "let n = E",
          "let n () = E",
          "let rec n x = E and m = E",
          "let () = E",
          "let n, m = E, E",
          "let n : t = E;;",
        ],
        ...[
          "module M = struct let n = E type t = A let m () = E end",
          "module M = Sys",
          "type t = { n : int }",
        ],
        ...[
          "module F (X : S) = struct let n = E end",
          "open M",
          "include M",
          "exception E1",
          "let { n; m } = E",
        ],
        ...["let ( + ) n m = E", "class n = object method m = E end", "[@@@attribute n]", "let%test _ = E"],
      ),
      name,
      name,
      expression,
      expression,
    )
    .map(([form, n, m, first, second]) =>
      form
        .replace("E", () => first)
        .replace("E", () => second)
        .replace(/\bn\b/g, n)
        .replace(/\bm\b/g, m),
    );

  it("is every use of the words, as in the whole, where it stands", () => {
    let uses = 0;
    let shorter = 0;
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const text = items.join("\n");
        const whole = usesIn(text);
        if (whole.unread !== undefined) return;
        const short = abridged(text, words);
        expect(short).toHaveLength(text.length);
        const part = usesIn(short);
        expect(part.values).toEqual(whole.values);
        expect(part.references).toEqual(whole.references);
        const names = (list: typeof whole.exports.values) => list.map((value) => value.name);
        expect(names(part.exports.values)).toEqual(names(whole.exports.values));
        uses += whole.values.length;
        shorter += short === text ? 0 : 1;
      }),
      { numRuns: 1500 },
    );
    expect(uses).toBeGreaterThan(300);
    expect(shorter).toBeGreaterThan(300);
  });

  it("is found in linear time", () => {
    for (const piece of [
      "let a = ",
      "(",
      "module A = struct ",
      "let a = Sys.x\n",
      "let a = b and ",
      "let a0 = a1\n",
    ])
      expect(() => abridged(piece.repeat(40_000), words)).not.toThrow();
  });
});
