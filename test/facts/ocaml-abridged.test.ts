import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { OcamlFacts } from "../../src/facts/ocaml.ts";
import { abridged, type Interest, itemsByWords } from "../../src/facts/ocaml-abridged.ts";
import { isAllWritten } from "../../src/facts/ocaml-exports.ts";
import { plainExports } from "../../src/facts/ocaml-plain-exports.ts";
import { plainExternals } from "../../src/facts/ocaml-plain-externals.ts";
import { answerTo } from "../../src/facts/ocaml-question.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";
import { openedAt } from "../../src/workspace/ocaml-members.ts";

const words = new Set(["Sys", "open_in", ".getcwd"]);
const uses: Interest = { kind: "uses", words: [words], modules: new Set(["Unix"]) };
const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

describe("a source read for what it uses", () => {
  it.each([
    ["keeps what has a word", "let a = Sys.x let b = 12345", "let a = Sys.x"],
    ["does not follow values", "let a = Sys.x let b () = a let d = d1 + d2", "let a = Sys.x"],
    [
      "follows names that are given to modules",
      "module S = Sys module T = S let a = T.x let b = U.x",
      "module S = Sys module T = S let a = T.x",
    ],
    [
      "knows the end of a definition by words and brackets",
      "let f x = let y = 1 in match x with A -> let z = 2 in z | _ -> y\nlet g = Sys.x",
      "let g = Sys.x",
    ],
    [
      "tells the ands of a definition from those in it",
      "let rec f x = let a = 1 and b = 2 in a + b and g = h h and i = Sys.x and j = 1",
      "let rec f = 0 and i = Sys.x",
    ],
    ["leaves types out", "type t = A of int | B type u = Sys.t let x = 12345", "type u = Sys.t"],
    ["knows the end of an object's type", "type t = < m : int > let x = Sys.x", "let x = Sys.x"],
    [
      "goes into modules and functors",
      "module F (X : S) = struct let a = 12345 let b = Sys.x end",
      "module F (X : S) = struct let b = Sys.x end",
    ],
    [
      "goes into signatures",
      "module type S = sig val a : < m : int > val b : Sys.t type t end val c : t",
      "module type S = sig val b : Sys.t end",
    ],
    ["has no use for words in comments and strings", 'let a = "Sys" (* Sys *)', ""],
    [
      "keeps modules, opens and what is for the compiler",
      "open A module B = C [@@@x y]",
      "open A module B = C [@@@x y]",
    ],
    ["keeps what an open may bring", "open Sys let a = getcwd () let b = file", "open Sys let a = getcwd ()"],
    ["stays whole where it may bring anything", "open Sys let a = 12345 open Unix", undefined],
    ["stays whole where brackets do not match", "let a = (12345 let b = Sys.x", undefined],
    ["stays whole under a preprocessor", "#if X\nlet a = 12345\n#endif", undefined],
  ])("%s", (_, text, expected) => {
    const words = new Set(["Sys", "Unix", "open_in", ".getcwd"]);
    const found = abridged(text, { kind: "uses", words: [words], modules: new Set(["Unix"]) });
    expect(squeezed(found.text)).toBe(expected ?? squeezed(text));
  });

  it.each([
    ["an operator", ">>!", "let x = a >>! b let y = 12345", "let x = a >>! b"],
    ["a binding operator", "let*", "let x = let* a = b in c let y = 12345", "let x = let* a = b in c"],
    ["a name with a prime", "run'", "let x = run' () let y = run (12345)", "let x = run' ()"],
  ])("keeps %s", (_, word, text, expected) => {
    const found = abridged(text, { kind: "uses", words: [new Set([word])], modules: new Set() });
    expect(squeezed(found.text)).toBe(expected);
  });
});

describe("a source read for what it exports", () => {
  it.each([
    [
      "knows where a definition that ends with a semicolon ends",
      "let a = (b; c); module M = N let d = 1234",
      "let a = 0 module M = N let d = 0",
    ],
    ["keeps names", "let f x = Sys.x let b = 12345", "let f = 0 let b = 0"],
    ["keeps all names of a pattern", "let (a, b) = c let { d } = eeee", "let (a, b) = 0 let { d } = 0"],
    ["knows of what is derived", "type t = A [@@deriving show] let x = 0", "[%%t] let x = 0"],
    ["knows what is derived in place", "type t = A [@@deriving_inline show] let x = 0", "let x = 0"],
    ["leaves types out", "type t = A of int exception E let x : t = A 1", "let x = 0"],
    [
      "keeps names of operators and what looks like parameters",
      "let ( + ) x = y let x :: y = zzzz let lazy x = zzzz let x as y = zzzz",
      "let ( + ) x = 0 let x :: y = 0 let lazy x = 0 let x as y = 0",
    ],
    [
      "goes into modules",
      "module A : S = struct let rec a x = b and b = 123 end",
      "module A : S = struct let rec a = 0 and b = 0 end",
    ],
    [
      "keeps the names of interfaces",
      'val f : int -> int [@@x] val ( + ) : int -> int module A : sig val g : < m : int > type t end external e : t = "e"',
      'val f : t val ( + ) : t module A : sig val g : t end external e : t = "e"',
    ],
  ])("%s", (_, text, expected) => expect(squeezed(abridged(text, { kind: "exports" }).text)).toBe(expected));
});

it("knows where everything that is left stands", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("let a = 1", "let b = Sys.x", "(* c *)", "type t = A", "open C")),
      (items) => {
        const text = items.join("\n");
        const short = abridged(text, uses);
        for (const { index } of short.text.matchAll(/[A-Z]\w*/g))
          expect(text.charAt(short.placeOf(index))).toBe(short.text.charAt(index));
        expect(short.placeOf(short.text.length)).toBe(text.length);
      },
    ),
  );
});

describe("a source", () => {
  it.each([
    ["has all that it defines", "let x = 1 type t = A", true],
    [
      "tells of extensions in comments and strings",
      '(* [%%id] {%%x|a|} *) let x = "[@@deriving show]"',
      true,
    ],
    ["has what is derived in place", "type t = A [@@deriving_inline show] [@@@deriving.end]", true],
    ["may have more where something is derived", "type t = A [@@deriving show]", false],
    ["may have more in an extension", "(* [%%a] *) [%%b]", false],
    ["may have more in a quoted extension", "(* c *) {%%id|text|}", false],
  ])("%s", (_, text, expected) => expect(isAllWritten(text)).toBe(expected));
});

describe("what the parser finds in it", () => {
  let treeSitter: TreeSitter;
  beforeAll(async () => {
    treeSitter = await loadTreeSitter();
  });

  const factsIn = (text: string, part?: Interest): OcamlFacts => {
    const values = { names: new Set(["getcwd", "open_in"]), modules: new Set<string>() };
    const modules = new Set(["Sys"]);
    const asked = part === undefined ? {} : { part };
    return answerTo({ text, interface: false, modules, values, ...asked }, treeSitter);
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
        ...[
          "let ( + ) n m = E",
          "class n = object method m = E end",
          "class virtual ['a] n ?(m = E) m = let m = E in object (n) inherit m E val n = E method! m : 'a . <m : n> = fun m -> E method virtual n : m method n = let n = E in object method m = E end initializer E end",
          "class n = object method n = E method m = E end and m = object val mutable n = E constraint 'a = n method private n = E; E end",
          "[@@@attribute n]",
          "let%test _ = E",
        ],
      ),
      name,
      name,
      expression,
      expression,
    )
    .map(([form, n, m, first, second]) =>
      form
        .replace(/\bE\b/g, (_, at: number) => (at % 2 === 0 ? first : second))
        .replace(/\bn\b/g, n)
        .replace(/\bm\b/g, m),
    );

  it("is every use of the words, as in the whole, where it stands", () => {
    let found = 0;
    let shorter = 0;
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const text = items.join("\n(* Sys.getcwd *)\n");
        const whole = factsIn(text);
        if (whole.unread !== undefined) return;
        const part = factsIn(text, uses);
        expect(part.values).toEqual(whole.values);
        expect(part.references).toEqual(whole.references);
        found += whole.values.length;
        shorter += abridged(text, uses).text.length < text.length / 2 ? 1 : 0;
      }),
      { numRuns: 1500 },
    );
    expect(found).toBeGreaterThan(300);
    expect(shorter).toBeGreaterThan(300);
  });

  it("is all that it defines for others, in the order in which it stands", () => {
    let exported = 0;
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const text = items.join("\n(* Sys.getcwd *)\n");
        const whole = factsIn(text);
        if (whole.unread !== undefined) return;
        const part = factsIn(text, { kind: "exports" });
        expect(part.unread).toBeUndefined();
        expect(part.exports).toEqual(whole.exports);
        for (const { start } of [...whole.exports.values, ...whole.exports.includes])
          expect(openedAt(part, start)).toEqual(openedAt(whole, start));
        exported += whole.exports.values.length;
      }),
      { numRuns: 1500 },
    );
    expect(exported).toBeGreaterThan(300);
  });

  const moduleItem = fc.constantFrom(
    ...[
      "open A",
      "open! A.B",
      "include A",
      "include A.B",
      "open struct let a = 1 end",
      "include struct let b = 1 end",
    ],
    ...[
      "module A = struct let a = 1 let b = 2 end",
      "module B = A",
      "module B = C.D",
      "module A : S = struct let a = 1 end",
    ],
    ...["module A : sig val a : t end = struct let a = 1 end", "module F (X : S) = struct let a = X.a end"],
    ...[
      "module A = F (B)",
      "module A = B.F (C) (D)",
      "module rec A : S = B and B : S = A",
      "module type S = sig val a : t end",
    ],
    ...["module A = struct open B let a = 1 module C = struct include D end end", "module A = (val a : S)"],
    ...[
      "let a = 1",
      "let rec a x = b and b y = a",
      "let () = a",
      "let _ = a",
      "let (a, b) = c",
      "let ( + ) a b = c",
      "let (let*) a b = c",
      "let rec (>>=) = a",
      "let ( * ) = a",
      'let%test "a" = b',
      "let%test _ = b",
      "module B = B.C",
      "module A = A",
    ],
    ...[
      'external a : t -> t = "a"',
      "exception A",
      "type a = b",
      "class a = object end",
      ";;",
      "let a = 1;;",
    ],
    ...[
      "[@@@a b]",
      "[%%a b]",
      "let a = (b; c); module A = B",
      "let%a b = c",
      "let[@a] b = c",
      "let a : t = b",
    ],
    ...[
      "module%a A = B",
      "module A = struct end [@@a]",
      "let a = let open A in b",
      "let a = let module A = B in c",
    ],
    ...[
      "class virtual a = let open B in object (self) method m = let b = 1 in b end",
      "class type a = object val b : t end",
      "let ( mod ) a b = c",
      "let[@inline] rec b = c and[@a] d = e",
      'let [@a] [@b "c"] ( + )(a) = b',
      "let a(b) = c",
      "let a = function A -> b | _ -> .",
      "let[@a] () = b",
      'external ( land ) : t = "%and"',
      "include A [@@a]",
      'module C = A [@@a "b"]',
    ],
  );
  const signatureItem = fc.constantFrom(
    ...[
      "val a : t",
      "val b : t -> < m : t >",
      "val ( + ) : t",
      "module A : sig val a : t end",
      "module A : S",
      "module A = B.C",
    ],
    ...[
      "open A",
      "include S",
      "include module type of A",
      "type t = A",
      "exception E",
      'external e : t = "e"',
    ],
    ...[
      "module F (X : S) : T",
      "module F : functor (X : S) -> T",
      "module type S = sig val a : t end",
      "class a : b",
    ],
    ...[
      "module A : sig open B val a : t include C end",
      "[@@@a]",
      "module A : S with type t = u",
      "val[@a] c : t",
      "val%a b : t",
      "val ( let* ) : t",
      "class a : t -> object method m : t end",
      "module rec A : S and B : S",
    ],
  );

  const moduleName = fc.constantFrom("A", "B", "C");
  const modulePath = fc.oneof(
    moduleName,
    fc.tuple(moduleName, moduleName).map((path) => path.join(".")),
  );
  const line = (...pieces: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
    fc
      .tuple(...pieces.map((piece) => (typeof piece === "string" ? fc.constant(piece) : piece)))
      .map((all) => all.join(" "));
  const { ofStructure, ofSignature } = fc.letrec<Record<"ofStructure" | "ofSignature", string>>((tie) => {
    const structure = line(
      "struct",
      fc.array(tie("ofStructure"), { maxLength: 3 }).map((all) => all.join(" ")),
      "end",
    );
    const signature = line(
      "sig",
      fc.array(tie("ofSignature"), { maxLength: 3 }).map((all) => all.join(" ")),
      "end",
    );
    return {
      ofStructure: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        moduleItem,
        line("module", moduleName, "=", modulePath),
        line("module", moduleName, ": S =", modulePath),
        line("module", moduleName, "=", modulePath, "(", modulePath, ")"),
        line("include", modulePath),
        line("include", modulePath, "(", modulePath, ")"),
        line("open", modulePath),
        line("module", moduleName, "=", structure),
        line("module", moduleName, ": S.t =", structure),
        line("module", moduleName, "(X : S) =", structure),
        line("module", moduleName, "= functor (X : S) ->", structure),
        line("module", moduleName, "= F (", structure, ")"),
        line("module", moduleName, ":", signature, "=", structure),
        line("include", structure),
        line("include F (", structure, ")"),
        line("open", structure),
      ),
      ofSignature: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        signatureItem,
        line("module", moduleName, fc.constantFrom("=", ":="), modulePath),
        line("open", modulePath),
        line("include", modulePath),
        line("include module type of", modulePath),
        line("include module type of", structure),
        line("module", moduleName, ": module type of", modulePath),
        line("module", moduleName, ":", signature),
        line("module", moduleName, ":", signature, "with type t = u"),
        line("module", moduleName, "(X : S) :", signature),
        line("include", signature),
      ),
    };
  });

  it.each([
    [false, ofStructure],
    [true, ofSignature],
  ])(
    "is what it defines for others, told by words or by the parser: interface %s",
    (isInterface, generated) => {
      let plain = 0;
      fc.assert(
        fc.property(fc.array(generated, { maxLength: 5 }), (items) => {
          const text = items.join("\n(* c *) ");
          const values = { names: new Set<string>(), modules: new Set<string>() };
          const asked = { text, interface: isInterface, modules: new Set<string>(), values };
          const whole = answerTo(asked, treeSitter);
          if (whole.unread !== undefined) return;
          const part = answerTo({ ...asked, part: { kind: "exports" } }, treeSitter);
          expect(part.exports).toEqual(whole.exports);
          for (const { start } of [
            ...whole.exports.modules,
            ...whole.exports.includes,
            ...whole.exports.values,
          ])
            expect(openedAt(part, start)).toEqual(openedAt(whole, start));
          const source = itemsByWords(text);
          if (source !== undefined && plainExports(text, source.code, source.items, isInterface)) plain++;
        }),
        { numRuns: 1500 },
      );
      expect(plain).toBeGreaterThan(300);
    },
  );

  const external = fc
    .tuple(
      fc.constantFrom("a", "b'", "( + )", "(land)", "[@a] c"),
      fc.constantFrom("t", "t -> (u [@unboxed])", "'a . < m : t > -> ?x:t -> u", 't (* = "a" *)'),
      fc.constantFrom('"a"', '"a" "b"', '"%a"\n"b"', '"\\"a\\065"', '"a" (* c *) "b"', "{|a|}"),
      fc.constantFrom("", " [@@noalloc]", " [@@a] [@@b (* c *)]", " (* c *)", ";;", " [@@if a]"),
    )
    .map(([name, type, primitives, rest]) => `external ${name} : ${type} = ${primitives}${rest}`);

  it.each([
    [false, ofStructure],
    [true, ofSignature],
  ])("is its externals, told by words or by the parser: interface %s", (isInterface, generated) => {
    let plain = 0;
    const items = fc.array(fc.oneof(external, generated), { maxLength: 4 });
    fc.assert(
      fc.property(
        items,
        fc.constantFrom("", "module A = struct", "let a = (module struct"),
        (all, before) => {
          const text = [before, ...all, before === "" ? "" : "end", before.includes("(") ? ": S)" : ""].join(
            "\n",
          );
          const asked = { text, interface: isInterface, modules: new Set<string>() };
          const whole = answerTo(asked, treeSitter);
          if (whole.unread !== undefined) return;
          const part = answerTo({ ...asked, part: { kind: "externals" } }, treeSitter);
          expect(part.externals).toEqual(whole.externals);
          const source = itemsByWords(text);
          if (whole.externals.length > 0 && source !== undefined && plainExternals(text, source.code))
            plain++;
        },
      ),
      { numRuns: 1000 },
    );
    expect(plain).toBeGreaterThan(50);
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
      expect(() => abridged(piece.repeat(40_000), uses)).not.toThrow();
  });
});
