import { beforeAll, describe, expect, it } from "vitest";
import { type OcamlFacts, type OcamlFactsOptions, ocamlFacts } from "../../src/facts/ocaml.ts";
import { runsBody } from "../../src/facts/ocaml-definition.ts";
import type { Circumstances, LocalUse, ValueUse } from "../../src/facts/ocaml-value-use.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

const values = { names: new Set(["getcwd", "exit", "open_in", "time"]), modules: new Set(["Unix"]) };
let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const factsOf = (text: string, options: Partial<OcamlFactsOptions> = {}): OcamlFacts =>
  ocamlFacts(text, { interface: false, modules: new Set(), values, ...options }, treeSitter);

/** `Sys.getcwd (S) [Lwt, Core]`: the path, the alias it came by, and the modules opened. */
function written({ path, via, openedBefore, boundBeforeOpens }: ValueUse): string {
  const alias = via === undefined ? "" : ` (${via})`;
  const opens = openedBefore.map((opened) => opened.join(".") || "?").join(", ");
  const bound = boundBeforeOpens === undefined ? "" : "or own ";
  return `${bound}${path.join(".")}${alias}${opens === "" ? "" : ` [${opens}]`}`;
}

const usesIn = (text: string): readonly string[] => factsOf(text).values.map(written);

describe("uses of a value", () => {
  it.each([
    ["with its module", "let x = Sys.getcwd ()", ["Sys.getcwd"]],
    ["with Stdlib", "let x = Stdlib.open_in f", ["Stdlib.open_in"]],
    ["alone", "let x = open_in f", ["open_in"]],
    ["passed on", "let x = List.map open_in files", ["open_in"]],
    ["under open", "open Sys let x = getcwd ()", ["getcwd [Sys]"]],
    ["under two opens", "open Sys open Core let x = getcwd ()", ["getcwd [Sys, Core]"]],
    ["under let open", "let x = let open Sys in getcwd () let y = exit 1", ["getcwd [Sys]", "exit"]],
    ["under a local open", "let x = Sys.(getcwd ()) let y = exit 1", ["getcwd [Sys]", "exit"]],
    ["under include", "include Sys let x = getcwd ()", ["getcwd [Sys]"]],
    ["through an alias", "module S = Sys let x = S.getcwd ()", ["Sys.getcwd (S)"]],
    ["through an opened alias", "module S = Sys open S let x = getcwd ()", ["getcwd [Sys]"]],
    ["through let module", "let x = let module S = Sys in S.getcwd ()", ["Sys.getcwd (S)"]],
    [
      "through a structure that includes it",
      "module S = struct include Sys end let x = S.getcwd ()",
      ["Sys.getcwd (S)"],
    ],
    [
      "through an opened structure that includes it",
      "module S = struct include Sys end open S let x = getcwd ()",
      ["getcwd [Sys]"],
    ],
    [
      "through a structure with a signature",
      "module S : sig val getcwd : unit -> string end = struct include Sys end let x = S.getcwd ()",
      ["Sys.getcwd (S)"],
    ],
    [
      "through an alias with a signature",
      "module S : sig val getcwd : unit -> string end = Sys let x = S.getcwd ()",
      ["Sys.getcwd (S)"],
    ],
    [
      "of one of two included modules",
      "module S = struct include Sys include Core end let x = S.getcwd ()",
      ["or own getcwd (S) [Sys, Core]"],
    ],
    ["every value of a module", "let x = Unix.fork ()", ["Unix.fork"]],
    ["a punned label", "let x = f ~exit", ["exit"]],
    ["a punned optional label", "let x = f ?time", ["time"]],
    ["a punned label with a type", "let x = f ~(exit : t)", ["exit"]],
    ["a punned field", "let x = { exit; a = 1 }", ["exit"]],
    ["a punned field with its module", "let x = { M.exit }", ["exit"]],
    ["before it is bound", "let x = exit 1 let exit = f", ["exit"]],
    ["in its own definition", "let exit n = exit n", ["exit"]],
    ["in another binding of the same let", "let exit = f and x = exit 1", ["exit"]],
    ["after a local let", "let x = (let exit = f in exit 1) let y = exit 2", ["exit"]],
    ["after a case that binds it", "let f = function exit -> exit 1 let x = exit 2", ["exit"]],
    ["in the bounds of its loop", "let x = for exit = exit to 2 do exit done", ["exit"]],
    ["in a default of the parameter", "let f ?(exit = exit) () = exit 1", ["exit"]],
    ["after a structure that binds it", "module M = struct let exit = f end let x = exit 1", ["exit"]],
    ["in an extension", "let x = [%e exit 1]", ["exit"]],
    ["in an attribute", "type t = int [@default exit 1]", ["exit"]],
    ["in a toplevel phrase", "let a = 1;; exit 2;;", ["exit"]],
    ["in a class", "class c = object method m = exit 1 end", ["exit"]],
    ["under %lwt", "let f () = let%lwt a = b in exit a", ["exit"]],
    [
      "beyond a signature that does not show it",
      "module M : sig end = struct let exit = f end open M let x = exit 1",
      ["exit"],
    ],
    [
      "under an open that comes after a binding",
      "let exit = f open Core let x = exit 1",
      ["or own exit [Core]"],
    ],
    ["under a local open of another module", "let f exit = M.(exit 1)", ["or own exit [M]"]],
  ])("%s", (_, text, expected) => {
    expect(usesIn(text)).toEqual(expected);
    expect(factsOf(text).unread).toBeUndefined();
  });

  it.each([
    ["a binding", "let exit = f let x = exit 1"],
    ["a function", "let exit n = n let x = exit 1"],
    ["let rec", "let rec exit n = exit n"],
    ["let rec … and", "let rec f n = exit n and exit n = f n"],
    ["a parameter", "let f exit = exit 1"],
    ["a parameter of fun", "let f = fun exit -> exit 1"],
    ["a label", "let f ~exit = exit 1"],
    ["a label with a pattern", "let f ~code:exit = exit 1"],
    ["a label with a type", "let f ~(exit : int -> unit) = exit 1"],
    ["an optional label", "let f ?exit ?(time = 1) () = exit time"],
    ["a parameter with a function as its default", "let f ?(exit = fun x -> x) () = exit 1"],
    ["a parameter within parentheses", "let f ((a, exit), (b : t)) = exit a"],
    ["a case", "let f = function exit -> exit 1"],
    ["a case of match", "let x = match y with Some exit -> exit 1 | None -> 2"],
    ["a case of try", "let x = try y with Exit exit -> exit 1"],
    ["a guard", "let x = match y with exit when exit > 1 -> 2 | _ -> 3"],
    ["an alias in a pattern", "let f (Some _ as exit) = exit"],
    ["a field in a pattern", "let f { exit; _ } = exit 1"],
    ["a field with its module in a pattern", "let f { M.exit; _ } = exit 1"],
    ["a field of a let", "let { exit; _ } = y let x = exit 1"],
    ["a part of a let's pattern", "let (a, Some exit) = y let x = exit 1"],
    ["a part of a tuple", "let a, exit = y let x = exit 1"],
    ["an alias of a let", "let a as exit = y let x = exit 1"],
    ["an array", "let [| exit |] = y let x = exit 1"],
    ["a local let", "let f () = let exit = y in exit 1"],
    ["let*", "let f () = let* exit = y in exit 1"],
    ["let* … and*", "let f () = let* a = y and* exit = z in exit a"],
    ["let%lwt", "let f () = let%lwt exit = y in exit 1"],
    ["a loop", "let x = for exit = 1 to 2 do f exit done"],
    ["external", 'external exit : int -> int = "e" let x = exit 1'],
    ["a method's parameter", "class c = object method m exit = exit 1 end"],
    ["a class's parameter", "class c exit = object method m = exit 1 end"],
    ["a class's let", "class c = let exit = y in object method m = exit 1 end"],
    ["an object's name", "let x = object (exit) method m = exit#m end"],
    ["an instance variable", "class c = object val mutable exit = y method m = exit 1 end"],
    ["an opened structure", "module M = struct let exit = f end open M let x = exit 1"],
    ["an included structure", "include struct let exit = f end let x = exit 1"],
    ["a locally opened structure", "module M = struct let exit = f end let x = M.(exit 1)"],
    ["an opened structure without a name", "open struct let exit = f end let x = exit 1"],
    ["a structure's value", "module M = struct let exit = f end let x = M.exit 1"],
    ["a functor's value", "module F (X : S) = struct let exit = f end module M = F (A) let x = M.exit 1"],
    ["a functor's parameter", "module F (X : S) = struct let x = X.exit 1 end"],
    ["an unpacked module", "let f (module M : S) = M.exit 1"],
    ["an opened module of this file that can't be seen into", "let f exit (module M : S) = M.(exit 1)"],
    ["a field", "let f t = t.exit"],
    ["a field with its module", "let f t = t.M.exit"],
    ["a field that is given", "let x = { exit = 1 }"],
    ["a field that is set", "let f t = t.exit <- 1"],
    ["a method", "let f t = t#exit"],
    ["a method's definition", "class c = object method exit = 1 end"],
    ["a label that is given", "let x = f ~exit:1"],
    ["a type", "type exit = int let f (x : exit) = x"],
    ["a comment", "(* exit *) let x = 1"],
    ["a string", 'let x = "exit"'],
    ["another name", "let x = exit' 1"],
  ])("not %s", (_, text) => {
    expect(usesIn(text)).toEqual([]);
    expect(factsOf(text).unread).toBeUndefined();
  });

  it("may be all of them", () => {
    const all = { names: "all", modules: new Set<string>() } as const;
    const text = "let f x = print (List.map g x)";
    expect(factsOf(text, { values: all }).values.map(written)).toEqual(["print", "List.map", "g"]);
  });

  it("are not looked for where none are wanted", () => {
    const { values: _, ...options } = { interface: false, modules: new Set<string>(), values };
    expect(ocamlFacts("let f () = exit 1", options, treeSitter)).toMatchObject({
      values: [],
      definitions: [],
    });
  });
});

describe("what a value is applied to", () => {
  it.each([
    ["exit 1", "exit 1", [{ text: "1" }]],
    [
      "exit ~code:(f 1) ?at 'x' \"s\"",
      "exit ~code:(f 1) ?at 'x' \"s\"",
      [{ label: "code" }, { label: "at", optional: true, text: "at" }, { text: "'x'" }, { text: '"s"' }],
    ],
    ["exit stdin []", "exit stdin []", [{ text: "stdin" }, { text: "[]" }]],
    ["(exit) M.x (g y)", "(exit) M.x (g y)", [{ text: "M.x" }, {}]],
    ["a |> exit", "a |> exit", [{ text: "a" }]],
    ["a |> exit b", "a |> exit b", [{ text: "b" }, { text: "a" }]],
    ["exit @@ f x", "exit @@ f x", [{}]],
    ["exit a @@ b", "exit a @@ b", [{ text: "a" }, { text: "b" }]],
    ["M.(exit) a", "M.(exit) a", [{ text: "a" }]],
  ])("%s", (expression, span, given) => {
    const text = `let x = ${expression}`;
    const application = factsOf(text).values[0]?.application;
    expect(application?.arguments).toEqual(given);
    expect(text.slice(application?.span.start, application?.span.end)).toBe(span);
  });

  it.each(["exit", "f exit", "exit |> f", "f @@ exit", "exit + 1", "(f; exit) 1", "[exit]"])(
    "nothing: %s",
    (expression) => {
      expect(factsOf(`let x = ${expression}`).values[0]?.application).toBeUndefined();
    },
  );
});

/** `deferred in f, uncertain, under Not_found`. */
function told(text: string, { evaluation, definition, certain, handled }: Circumstances): string {
  const name = definition === undefined ? "" : ` in ${/[\w']+/.exec(text.slice(definition))?.[0]}`;
  const under = handled.length === 0 ? "" : `, under ${handled === "all" ? "all" : handled.join(" ")}`;
  return `${evaluation}${name}${certain ? "" : ", uncertain"}${under}`;
}

const circumstancesIn = (text: string): readonly string[] =>
  factsOf(text).values.map(({ circumstances }) => told(text, circumstances));

describe("circumstances", () => {
  it.each([
    ["a value", "let x = exit 1", ["initialisation in x"]],
    ["let ()", "let () = exit 1", ["initialisation"]],
    ["a phrase", ";; exit 1", ["initialisation"]],
    [
      "let … in, sequence, tuple, begin",
      "let () = let a = exit 1 in begin f a; (exit 2, 3) end",
      ["initialisation", "initialisation"],
    ],
    ["a structure", "module M = struct let x = exit 1 end", ["initialisation in x"]],
    ["let module", "let () = let module M = struct let x = exit 1 end in ()", ["initialisation in x"]],
    ["include struct", "include struct let () = exit 1 end", ["initialisation"]],
    ["a first-class structure", "let m = (module struct let () = exit 1 end : S)", ["initialisation in m"]],
    ["a functor's argument", "module M = F (struct let () = exit 1 end)", ["initialisation"]],
    ["a function", "let f () = exit 1", ["deferred in f"]],
    ["fun", "let f = fun () -> exit 1", ["deferred in f"]],
    ["fun with a type", "let f : int -> int = fun x -> fun y -> exit 1", ["deferred in f"]],
    ["function", "let f = function A -> exit 1 | B -> 2", ["deferred in f, uncertain"]],
    ["a function within a function", "let f () = let g () = exit 1 in g ()", ["deferred in g"]],
    ["a function without a name", "let () = g (fun () -> exit 1)", ["deferred, uncertain"]],
    ["one that a function gives", "let f () = g (); fun () -> exit 1", ["deferred in f, uncertain"]],
    ["lazy", "let x = lazy (exit 1)", ["deferred in x, uncertain"]],
    ["a function called on the spot", "let x = (fun () -> exit 1) ()", ["initialisation in x"]],
    ["one called with what stands before it", "let x = a |> fun b -> exit b", ["initialisation in x"]],
    ["one called with what stands after it", "let x = (fun b -> exit b) @@ a", ["initialisation in x"]],
    ["one that is given less than it takes", "let x = (fun a b -> exit 1) 2", ["deferred in x, uncertain"]],
    ["one that another operator is given", "let x = a >>= fun b -> exit b", ["deferred in x, uncertain"]],
    [
      "one that is called in a function without a name",
      "let () = g (fun () -> (fun () -> exit 1) ())",
      ["deferred, uncertain"],
    ],
    ["cases called on the spot", "let x = (function A -> exit 1) a", ["initialisation in x, uncertain"]],
    ["an initialiser of a class", "class c = object initializer exit 1 end", ["deferred in c"]],
    ["an instance variable", "class c = object val v = exit 1 end", ["deferred in c"]],
    ["a let of a class with parameters", "class c a = let b = exit a in object end", ["deferred in c"]],
    [
      "a let that begins a class",
      "class c = let a = f () in let b = exit a in object end",
      ["deferred in c, uncertain"],
    ],
    ["a method", "class c = object method m = exit 1 end", ["deferred in c, uncertain"]],
    [
      "an object that is made there",
      "let o = object val v = exit 1 initializer exit 2 end",
      ["initialisation in o", "initialisation in o"],
    ],
    ["an object", "let o = object method m = exit 1 end", ["deferred in o, uncertain"]],
    ["a functor", "module F (X : S) = struct let () = exit 1 end", ["deferred in F"]],
    ["a value of a functor", "module F (X : S) = struct let x = exit 1 end", ["deferred in F"]],
    ["a function of a functor", "module F (X : S) = struct let f () = exit 1 end", ["deferred in f"]],
    ["functor", "module F = functor (X : S) -> struct let () = exit 1 end", ["deferred in F"]],
    [
      "module type of",
      "module type S = module type of struct let x = exit 1 end",
      ["deferred in x, uncertain"],
    ],
    [
      "if",
      "let () = if exit 1 then exit 2 else exit 3",
      ["initialisation", "initialisation, uncertain", "initialisation, uncertain"],
    ],
    [
      "match",
      "let () = match exit 1 with a when exit 2 -> exit 3",
      ["initialisation", "initialisation, uncertain", "initialisation, uncertain"],
    ],
    ["while", "let () = while exit 1 do exit 2 done", ["initialisation", "initialisation, uncertain"]],
    [
      "for",
      "let () = for i = exit 1 to exit 2 do exit 3 done",
      ["initialisation", "initialisation", "initialisation, uncertain"],
    ],
    ["&&", "let () = exit 1 && exit 2", ["initialisation", "initialisation, uncertain"]],
    ["||", "let () = a || !exit", ["initialisation, uncertain"]],
    ["assert", "let () = assert (exit 1)", ["initialisation, uncertain"]],
    ["a default", "let f ?(x = exit 1) () = x", ["deferred in f, uncertain"]],
    ["an extension", "let () = [%e exit 1]", ["initialisation, uncertain"]],
    ["an item extension", "[%%e let () = exit 1]", ["initialisation, uncertain"]],
    ["let%test, which runs in no program", "let%test _ = exit 1", []],
    ["let%e", "let%e _ = exit 1", ["initialisation, uncertain"]],
    [
      "let%lwt",
      "let () = let%lwt x = exit 1 in exit 2",
      ["initialisation, uncertain", "initialisation, uncertain"],
    ],
    ["match%lwt", "let () = match%lwt exit 1 with _ -> ()", ["initialisation, uncertain"]],
    ["begin%e", "let () = begin%e exit 1 end", ["initialisation, uncertain"]],
    ["let*", "let () = let* x = exit 1 in exit 2", ["initialisation", "deferred, uncertain"]],
    ["an attribute", "let x = 1 [@@e exit 1]", ["deferred in x, uncertain"]],
    ["after a branch", "let () = (if a then b); exit 1", ["initialisation"]],
    ["after a function", "let f () = 1 let () = exit 1", ["initialisation"]],
  ])("of %s", (_, text, expected) => expect(circumstancesIn(text)).toEqual(expected));

  it.each([
    [
      "try",
      "let x = try exit 1 with Sys_error _ | M.Fail -> exit 2",
      ["under Fail Sys_error", ", uncertain"],
    ],
    ["a wildcard", "let x = try exit 1 with _ -> 2", ["under all"]],
    ["a variable", "let x = try exit 1 with Not_found -> 1 | e -> 2", ["under all"]],
    ["an alias", "let x = try exit 1 with (Not_found as e) -> f e", ["under Not_found"]],
    [
      "arguments of an exception",
      "let x = try exit 1 with Unix_error (ENOENT, _, _) -> 2",
      ["under Unix_error"],
    ],
    [
      "match",
      "let x = match exit 1 with exception (Not_found | Exit) -> exit 2 | Some y -> exit y",
      ["under Exit Not_found", ", uncertain", ", uncertain"],
    ],
    ["match without exceptions", "let x = match exit 1 with Not_found -> 2", [""]],
    ["two handlers", "let x = try (try exit 1 with Exit -> 1) with Not_found -> 2", ["under Not_found Exit"]],
    ["a handler that raises again", "let x = try exit 1 with e -> close (); raise e", [""]],
    ["one that raises another exception", "let x = try exit 1 with Sys_error m -> failwith m", [""]],
    ["one that raises in a branch", "let x = try exit 1 with e -> if f e then raise e else 2", ["under all"]],
    ["try%lwt", "let x = try%lwt exit 1 with _ -> y", [", uncertain, under all"]],
    ["Lwt.catch", "let x () = Lwt.catch (fun () -> exit 1) f", [", uncertain, under all"]],
    ["what comes after", "let x = (try f () with _ -> 1) + exit 2", [""]],
    [
      "a function in it",
      "let x = try List.iter (fun () -> exit 1) l with Exit -> ()",
      [", uncertain, under Exit"],
    ],
  ])("take handlers into account: %s", (_, text, expected) => {
    const handled = circumstancesIn(text).map((line) => line.replace(/^\w+ in x(?:, (?=under))?/, ""));
    expect(handled).toEqual(expected);
  });

  it("say what a preprocessor may leave out", () => {
    const text = "#ifdef A\nlet x = exit 1\n#endif\nlet y = exit 2\n";
    expect(factsOf(text).values.map(({ circumstances }) => circumstances.conditional)).toEqual([true, false]);
  });
});

function edgesIn(text: string): readonly string[] {
  const nameAt = (start: number): string => /(?:let)?[^\w\s()']+|[\w']+/.exec(text.slice(start))?.[0] ?? "";
  return factsOf(text).localUses.map(({ definition, application, circumstances }: LocalUse) => {
    const given = application === undefined ? "" : ` with ${application.arguments.length}`;
    return `${nameAt(definition)}${given}: ${told(text, circumstances)}`;
  });
}

describe("the file's own definitions", () => {
  it.each([
    [
      "values and functions",
      "let x = 1 let f a ~b ?c () = a let g = fun a -> function b -> 1",
      ["x 0", "f 3", "g 2"],
    ],
    ["only optional arguments", "let f ?a = 1", ["f 1"]],
    ["patterns", "let (a, { b }) = 1 let () = 2 let _ = 3", ["a 0", "b 0"]],
    ["operators", "let ( >>= ) a b = a let (let*) = f", [">>= 2", "let* 0"]],
    ["modules", "module A = struct let x = 1 module B = struct let y () = 2 end end", ["A.x 0", "A.B.y 1"]],
    ["included structures", "module A = struct include struct let x = 1 end end", ["A.x 0"]],
    ["functors", "module F (X : S) (Y : S) = struct let x = 1 end", ["F 2", "- 0"]],
    ["local functions", "let f () = let g a b = 1 in let x = 2 in g", ["f 1", "- 2"]],
    ["externals", 'external f : int -> ?a:int -> b:(int -> int) -> int = "f"', ["f 2"]],
    ["classes", "class ['a] c ?x y = fun z -> object end and d = object end", ["- 2", "- 0"]],
    ["not class types", "class type c = object end", []],
  ])("%s", (_, text, expected) => {
    const definitions = factsOf(text).definitions.map(
      ({ path, arity }) => `${path?.join(".") ?? "-"} ${arity}`,
    );
    expect(definitions).toEqual(expected);
  });

  it.each([
    ["a call", "let f () = 1 let () = f ()", ["f with 1: initialisation"]],
    ["a mention", "let f () = 1 let x = List.map f", ["f: initialisation in x"]],
    ["a recursive call", "let rec f () = f ()", ["f with 1: deferred in f"]],
    [
      "mutual calls",
      "let rec f () = g () and g () = f ()",
      ["g with 1: deferred in f", "f with 1: deferred in g"],
    ],
    ["a local function", "let () = let f () = 1 in f ()", ["f with 1: initialisation"]],
    [
      "a module's function",
      "module M = struct let f () = 1 end let () = M.f ()",
      ["f with 1: initialisation"],
    ],
    [
      "an opened module's function",
      "module M = struct let f () = 1 end open M let () = f ()",
      ["f with 1: initialisation"],
    ],
    [
      "a function behind a signature",
      "module M : sig val f : t end = struct let f () = 1 end let () = M.f ()",
      ["f with 1: initialisation"],
    ],
    [
      "a function behind a named signature",
      "module M : S = struct let f () = 1 end let () = M.f ()",
      ["f with 1: initialisation"],
    ],
    [
      "an alias's function",
      "module M = struct let f () = 1 end module N = M let () = N.f ()",
      ["f with 1: initialisation"],
    ],
    ["an operator", "let ( >>! ) a b = 1 let x = y >>! z", [">>! with 2: initialisation in x"]],
    ["a prefix", "let ( !! ) a = 1 let x = !!y", ["!! with 1: initialisation in x"]],
    [
      "operators in operators",
      "let ( +! ) a b = 1 let x = (a +! b) +! c",
      ["+! with 2: initialisation in x", "+! with 2: initialisation in x"],
    ],
    [
      "a binding operator",
      "let ( let* ) a f = f a let x = let* y = z in y",
      ["let* with 2: initialisation in x"],
    ],
    ["an operator that is a parameter", "let f ( +! ) = a +! b let x = a +! b", []],
    [
      "an operator on the right of another",
      "let ( +! ) a b = 1 let x = y && z +! 1",
      ["+! with 2: initialisation in x, uncertain"],
    ],
    ["a class", "class c x = object end let o = new c 1", ["c with 1: initialisation in o"]],
    ["a class that is not applied", "class c x = object end let f = new c", ["c: initialisation in f"]],
    [
      "an inherited class",
      "class c x = object end class d = object inherit c 1 end let o = new d",
      ["c with 1: deferred in d", "d: initialisation in o"],
    ],
    ["a class that another module may have", "class c = object end open M let o = new c", []],
    ["a functor", "module F (X : S) = struct end module M = F (A)", ["F with 1: initialisation"]],
    [
      "a functor of two parameters",
      "module F (X : S) (Y : S) = struct end module M = F (A) (B)",
      ["F with 2: initialisation"],
    ],
    ["an included functor", "module F (X : S) = struct end include F (A)", ["F with 1: initialisation"]],
    [
      "a functor's function",
      "module F (X : S) = struct let f () = 1 end module M = F (A) let () = M.f ()",
      ["F with 1: initialisation", "f with 1: initialisation"],
    ],
    [
      "a functor without sugar",
      "module F = functor (X : S) -> struct end module M = F (A)",
      ["F with 1: initialisation"],
    ],
    ["a branch", "let f () = 1 let () = if a then f ()", ["f with 1: initialisation, uncertain"]],
    ["the later of two", "let f () = 1 let f () = 2 let g () = f ()", ["f with 1: deferred in g"]],
    ["not a parameter", "let f () = 1 let g f = f ()", []],
  ])("are used: %s", (_, text, expected) => expect(edgesIn(text)).toEqual(expected));

  it.each([
    ["f 1 2", true],
    ["f 1", false],
    ["f ~a:1 2", false],
    ["f ?c 1 2", true],
    ["f ~b:1 2", true],
    ["1 |> f ~b:2", true],
    ["List.map f l", false],
  ])("run where they are given all that they take: %s", (expression, expected) => {
    const facts = factsOf(`let f ?(a = 1) ?c x ~b = x let y = ${expression}`);
    const definition = facts.definitions.find(({ span }) => span.start === facts.localUses[0]?.definition);
    expect(definition && runsBody(definition, facts.localUses[0]?.application)).toBe(expected);
  });

  it("are told apart where two have one name", () => {
    const text = "let f () = 1 let () = f () let f () = 2 let () = f ()";
    expect(factsOf(text).localUses.map(({ definition }) => definition)).toEqual([4, 31]);
  });
});
