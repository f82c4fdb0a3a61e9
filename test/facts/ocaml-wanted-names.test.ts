import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import type { ValueUse } from "../../src/facts/ocaml-value-use.ts";
import { wantedNames, wantedNamesIn } from "../../src/facts/ocaml-wanted-names.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

const wanted = wantedNames({
  modules: ["Unix"],
  values: [
    { module: "Sys", name: "getcwd" },
    { module: "Random.State", name: "make_self_init" },
    { module: "", name: "open_in" },
    { module: "", name: "close_in", alongside: ["stdin"] },
  ],
  isWantedPrimitive: (primitive) => primitive.startsWith("unix_"),
});

const found = (text: string, isInterface = false): readonly string[] =>
  [...wantedNamesIn(text, wanted, { interface: isInterface, comments: "ocaml" })].sort();

describe("a source is let through to the parser", () => {
  it.each([
    ["a wanted value", "let d = Sys.getcwd ()", ["Sys"]],
    ["over lines", "let d = Sys\n  .\n  getcwd ()", ["Sys"]],
    ["with a comment in the path", "let d = Sys (* here *) . (* there *) getcwd ()", ["Sys"]],
    ["through Stdlib", "let d = Stdlib.Sys.getcwd ()", ["Stdlib", "Sys"]],
    ["of a module in another", "let s = Random.State.make_self_init ()", ["Random"]],
    ["a local open", "let d = Sys.(getcwd ())", ["Sys"]],
    ["let open", "let d = let open Sys in getcwd ()", ["Sys"]],
    ["open", "open Sys let d = getcwd ()", ["Sys"]],
    ["open of a module around it", "open Random let s = State.make_self_init ()", ["Random"]],
    ["open of Stdlib", "open! Stdlib let d = Mine.getcwd", ["Stdlib"]],
    ["open with an attribute", 'open [@warning "-33"] Sys let d = getcwd ()', ["Sys"]],
    ["include", "include Sys", ["Sys"]],
    ["an alias", "module S = Sys", ["Sys"]],
    ["an alias of a module in another", "module S = Random.State", ["Random"]],
    ["an alias of the module around it", "module R = Random", ["Random"]],
    ["an alias of Stdlib", "module S = Stdlib", ["Stdlib"]],
    ["a functor's argument", "module M = F (Sys)", ["Sys"]],
    ["a functor's body", "module F (X : S) = functor (Y : S) -> Sys", ["Sys"]],
    ["a packed module", "let m = (module Sys : S)", ["Sys"]],
    ["module type of", "module type S = module type of Sys", ["Sys"]],
    ["a plain value", 'let i = open_in "x"', ["open_in"]],
    ["a value passed on", "let i = List.map open_in names", ["open_in"]],
    ["a punned label", "let i = f ~open_in", ["open_in"]],
    ["a value after a float", "let i = f 1. open_in", ["open_in"]],
    ["a value after an operator with a dot", "let i = x +. open_in", ["open_in"]],
    ["a punned field", "let i = { open_in; x }", ["open_in"]],
    ["what matters beside another word", "let () = close_in stdin", ["close_in"]],
    ["any use of a module", "let f : Unix.file_descr -> int = g", ["Unix"]],
    ["an external of interest", 'external f : int -> int = "unix_fork"', ["external"]],
    ["the native one of two", 'external f : int -> int = "x" "unix_fork" [@@noalloc]', ["external"]],
    ["an external that words don't tell", 'external f : (int[@x "y"]) = "x"', ["external"]],
  ])("with %s", (_, text, names) => expect(found(text)).toEqual(names));

  it.each([
    ["another value of the module", "let b = Sys.word_size"],
    ["another value of a module in another", "let s = Random.State.make seed"],
    ["another module of the module", "let x = Sys.Immediate64.x"],
    ["an open that brings nothing wanted", "open Sys let b = word_size let c = Sys.(big_endian)"],
    ["a longer name", "let d = Sys'.getcwd Systems.getcwd () open_in' my_open_in"],
    ["a constructor", "type t = A | Sys\nlet f = function Sys -> 1 | A -> 2"],
    ["a polymorphic variant", "let x = [ `Sys; `Unix ]"],
    ["the definition of a module", "module Sys : S = struct end"],
    ["the definition of a local module", "let x = let module Unix = M in 1"],
    ["a definition of the name", "let rec open_in x = 1"],
    ["a parameter", "let f = fun open_in -> 1"],
    ["a label", "let f ~open_in:x ?open_in:y = g ~open_in:1"],
    ["a field", "let x = t.open_in + { open_in = 1 }.x"],
    ["a method", "let x = t#open_in"],
    ["another module's value", "let x = Mine.open_in y"],
    ["what matters beside a word that is not there", "let f c = close_in c"],
    ["comments and strings", '(* Sys.getcwd open_in *) let x = "Unix.time" ^ {|open_in|}'],
    ["the compiler's own external", 'external f : int -> int = "%identity"'],
    ["an operator's external", 'external ( = ) : int -> int -> bool = "%equal"'],
  ])("not with %s", (_, text) => expect(found(text)).toEqual([]));

  it("with no value where it is an interface", () => {
    expect(found("val f : open_in:int -> int\nval open_in : t", true)).toEqual([]);
    expect(found("val f : Unix.file_descr", true)).toEqual(["Unix"]);
  });

  it("whatever a comment is, where it need not be OCaml's", () => {
    const text = "/* don't */ open_in";
    expect([...wantedNamesIn(`"${text}`, wanted, { interface: false, comments: "unknown" })]).toEqual([
      "open_in",
    ]);
  });
});

describe("what the parser finds", () => {
  let treeSitter: TreeSitter;
  beforeAll(async () => {
    treeSitter = await loadTreeSitter();
  });

  const modules = new Set(["Sys", "Random", "Stdlib", "Unix"]);
  const isWanted = (path: readonly string[], use: string): boolean => {
    if (use === "open" && path[0] !== "Unix") return false;
    const [head, ...rest] = path[0] === "Stdlib" ? path.slice(1) : path;
    if (head === undefined || head === "Unix") return true;
    const name = rest.at(-1) ?? "";
    if (use === "value") return wanted.values.get([head, ...rest.slice(0, -1)].join("."))?.has(name) === true;
    return use !== "type" && use !== "constructor" && wanted.valueModules.has([head, ...rest].join("."));
  };

  const values = {
    names: new Set([...wanted.values.values()].flatMap((ofModule) => [...ofModule.keys()])),
    modules: new Set<string>(),
  };
  const isBroughtByOpen = ({ path: [name = "", ...rest], openedBefore }: ValueUse): boolean =>
    rest.length === 0 &&
    openedBefore.some((opened) => {
      const module = opened[0] === "Stdlib" ? opened.slice(1) : opened;
      return wanted.values.get(module.join("."))?.has(name) === true;
    });

  const gap = fc.constantFrom(" ", " ", "\n", " (* Sys.getcwd *) ", "  ");
  const module = fc.constantFrom(
    "Sys",
    "Random",
    "Random.State",
    "Stdlib",
    "Stdlib.Sys",
    "Unix",
    "Mine",
    "S",
  );
  const value = fc.constantFrom("getcwd", "make_self_init", "word_size", "x", "t");
  const item = fc
    .tuple(
      fc.constantFrom(
        "let f = M.v",
        "let f = M . v ()",
        "let f = M.( v )",
        "let f = let open M in v",
        "open M let f = v ()",
        "let f x = match x with M -> M.v | _ -> fun ~v -> x",
        "let f : M.t = { M.v ; M.x = 1 }",
        "open M",
        "open! M",
        "include M",
        "module S = M",
        "module rec R : T = M",
        "module N = F ( M )",
        "module N = F(Mine)( M )",
        "module F = functor ( X : T ) -> M",
        "module N = struct include M let v = M.v end",
        "module T = T with module X = M",
        "module type T = module type of M",
        "let f = ( module M : T )",
        "let f = let module S = M in S.v",
        "let f = ( module M )",
        "let f = [ M.v; M; x ]",
        "let f = if M.v then M else M",
        "let f = M.v :: [ M ] [@attribute M]",
        "type t = M.t = M | N of M.t",
        "exception E = M.E",
        '(* " *) let f = "M.v" ^ M.v',
      ),
      module,
      value,
      gap,
    )
    .map(([form, path, name, space]) =>
      form.replace(/\bM\b/g, path).replace(/\bv\b/g, name).replace(/ /g, space),
    );

  it("is let through", () => {
    let uses = 0;
    fc.assert(
      fc.property(fc.array(item, { maxLength: 3 }), (items) => {
        const text = items.join("\n");
        const facts = ocamlFacts(text, { interface: false, modules, values }, treeSitter);
        const used = [
          ...facts.references.filter(({ path, use }) => isWanted(path, use)),
          ...facts.values.filter(isBroughtByOpen),
        ];
        uses += used.length;
        if (used.length > 0) expect(found(text)).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(uses).toBeGreaterThan(100);
  });
});
