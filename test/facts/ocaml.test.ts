import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type OcamlFacts, ocamlFacts } from "../../src/facts/ocaml.ts";
import { blanked, opaqueTextsOf } from "../../src/facts/ocaml-tokens.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

const modules = new Set(["Unix", "Thread"]);
let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const factsOf = (text: string, isInterface = false): OcamlFacts =>
  ocamlFacts(text, { interface: isInterface, modules }, treeSitter);

/** One line a reference: use, path and, in parentheses, the alias it came by. */
const usesIn = (facts: OcamlFacts): readonly string[] =>
  facts.references.map(
    ({ use, path, via }) => `${use} ${path.join(".")}${via === undefined ? "" : ` (${via})`}`,
  );

describe("uses of a module", () => {
  it.each([
    ["a value", "let x = Unix.time ()", ["value Unix.time"]],
    ["a value of a submodule", "let x = Unix.LargeFile.lseek", ["value Unix.LargeFile.lseek"]],
    ["an operator", "let x = Unix.( + )", ["value Unix.+"]],
    ["an indexing operator", "let x = a.Unix.%(1)", ["value Unix.%"]],
    ["a label", "let f x = x.Unix.st_size", ["value Unix.st_size"]],
    ["a label in a record pattern", "let f { Unix.st_size; _ } = st_size", ["value Unix.st_size"]],
    ["a constructor", "let x = Unix.ENOENT", ["constructor Unix.ENOENT"]],
    [
      "an exception pattern",
      "let f () = try g () with Unix.Unix_error (e, _, _) -> e",
      ["constructor Unix.Unix_error"],
    ],
    [
      "match with exception",
      "let x = match y with exception Unix.Unix_error _ -> 1",
      ["constructor Unix.Unix_error"],
    ],
    ["a type", "let f (x : Unix.file_descr) = x", ["type Unix.file_descr"]],
    ["an applied type", "type t = int Unix.t list", ["type Unix.t"]],
    ["a module type", "module F (X : Unix.S) = struct end", ["type Unix.S"]],
    ["a class", "let x = new Unix.c", ["value Unix.c"]],
    ["an inherited class", "class a = object inherit Unix.c end", ["value Unix.c"]],
    ["an object type's class", "type t = #Unix.c", ["type Unix.c"]],
    ["a type extension", "type Unix.t += A", ["type Unix.t"]],
    ["an exception alias", "exception E = Unix.Unix_error", ["constructor Unix.Unix_error"]],
    ["a path across lines and comments", "let x = Unix\n  (* c *) . time", ["value Unix.time"]],
    ["open", "open Unix", ["open Unix"]],
    ["open!", "open! Unix", ["open Unix"]],
    ["open of a submodule", "open Unix.LargeFile", ["open Unix.LargeFile"]],
    ["open of a constrained module", "open (Unix : S)", ["open Unix"]],
    ["let open", "let x = let open Unix in time ()", ["open Unix"]],
    ["a local open", "let x = Unix.(time ())", ["open Unix"]],
    ["a local open of a record", "let f x = Unix.{ x with st_size = 1 }", ["open Unix"]],
    ["a local open of a list", "let x = Unix.[ O_RDWR ]", ["open Unix"]],
    ["a local open of an array", "let x = Unix.[| O_RDWR |]", ["open Unix"]],
    ["a local open in a pattern", "let f = function Unix.{ st_size } -> st_size", ["open Unix"]],
    ["a class's local open", "class c = let open Unix in object end", ["open Unix"]],
    ["include", "include Unix", ["include Unix"]],
    ["include of a constrained module", "include (Unix : S)", ["include Unix"]],
    ["an alias", "module U = Unix", ["alias Unix"]],
    ["an alias with a signature", "module U : S = Unix", ["alias Unix"]],
    ["a functor's argument", "module M = Make (Unix)", ["module-argument Unix"]],
    ["a second argument", "module M = Make (A) (Unix)", ["module-argument Unix"]],
    ["a functor", "module M = Unix.Make (X)", ["module Unix.Make"]],
    ["an argument in a type", "type t = Make(Unix).t", ["module-argument Unix"]],
    ["a first-class module", "let x = (module Unix : S)", ["module Unix"]],
    ["module type of", "module type S = module type of Unix", ["module-type-of Unix"]],
    [
      "module type of an included module",
      "module type S = module type of struct include Unix end",
      ["include Unix"],
    ],
    ["with module", "module F (X : S with module U = Unix) = struct end", ["module Unix"]],
    ["with module :=", "module F (X : S with module U := Unix) = struct end", ["module Unix"]],
    ["with type", "module F (X : S with type t = Unix.t) = struct end", ["type Unix.t"]],
    ["an extension's payload", "let x = [%e Unix.time ()]", ["value Unix.time"]],
    ["an item extension's payload", "[%%e let x = Unix.time ()]", ["value Unix.time"]],
    ["an attribute's payload", "type t = int [@printer Unix.pp]", ["value Unix.pp"]],
    ["a toplevel phrase", "let x = 1;;\nUnix.time ();;", ["value Unix.time"]],
    ["effects", "let f () = match g () with x -> x | effect Unix.E, k -> k", ["constructor Unix.E"]],
  ])("%s", (_, text, expected) => {
    const facts = factsOf(text);
    expect(usesIn(facts)).toEqual(expected);
    expect(facts.unread).toBeUndefined();
  });

  it.each([
    ["a constructor of that name", "type backend = Unix | Xen let f = function Unix -> 1 | Xen -> 2"],
    ["a constructor of that name with an argument", "let f = function Unix x -> Some (Unix x) | _ -> None"],
    ["a polymorphic variant", "let f : [ `Unix ] -> int = function `Unix -> 1"],
    ["a module type of that name", "module type Unix = sig end module F (X : Unix) = struct end"],
    ["another library's submodule", "let x = Stdlib.Unix.time"],
    ["another library's submodule in a type", "type t = Foo.Unix.t"],
    ["a constructor in a submodule", "let x = Foo.Unix"],
    ["a comment", "(* Unix.time *) let x = 1"],
    ["a string", 'let x = "Unix.time"'],
    ["the constrained side of with module", "module F (X : S with module Unix = A) = struct end"],
    ["the constrained side of with type", "module F (X : S with type Unix.t = int) = struct end"],
    [
      "the constrained side of with module type",
      "module F (X : S with module type Unix.T = sig end) = struct end",
    ],
    ["a module that was not asked for", "let x = Mutex.create ()"],
  ])("not %s", (_, text) => {
    const facts = factsOf(text);
    expect(usesIn(facts)).toEqual([]);
    expect(facts.unread).toBeUndefined();
  });
});

describe("scopes", () => {
  it.each([
    [
      "a definition binds from there on",
      "let a = Unix.x module Unix = struct end let b = Unix.y",
      ["value Unix.x"],
    ],
    [
      "its own body sees the outer module",
      "module Unix = struct include Unix end let x = Unix.y",
      ["include Unix"],
    ],
    ["a recursive definition sees itself", "module rec Unix : S = struct let x = Unix.y end", []],
    [
      "later recursive definitions are seen",
      "module rec A : S = struct let x = Unix.y end and Unix : S = A",
      [],
    ],
    [
      "a definition ends with its structure",
      "module A = struct module Unix = X let a = Unix.x end let b = Unix.y",
      ["value Unix.y"],
    ],
    [
      "a definition ends with its signature",
      "module type S = sig module Unix : T val x : Unix.t end type t = Unix.t",
      ["type Unix.t"],
    ],
    [
      "a functor's parameter",
      "module F (Unix : S) = struct let x = Unix.y end let z = Unix.z",
      ["value Unix.z"],
    ],
    [
      "a parameter is seen by the ones after it",
      "module F (Unix : S) (X : T with type t = Unix.t) = struct end",
      [],
    ],
    [
      "a parameter's own signature sees the outer module",
      "module F (Unix : S with type t = Unix.t) = struct end",
      ["type Unix.t"],
    ],
    ["an anonymous functor's parameter", "module F = functor (Unix : S) -> struct let x = Unix.y end", []],
    [
      "a functor type's parameter",
      "module type F = functor (Unix : S) -> T with type t = Unix.t type u = Unix.u",
      ["type Unix.u"],
    ],
    ["let module", "let x = let module Unix = M in Unix.y let z = Unix.z", ["value Unix.z"]],
    [
      "let module sees the outer module",
      "let x = let module Unix = Unix in Unix.y",
      ["alias Unix", "value Unix.y (Unix)"],
    ],
    ["an unpacked parameter", "let f (module Unix : S) = Unix.x let y = Unix.y", ["value Unix.y"]],
    [
      "an unpacked parameter of fun",
      "let f = fun (module Unix : S) -> Unix.x let y = Unix.y",
      ["value Unix.y"],
    ],
    ["an unpacked labelled parameter", "let f ~m:(module Unix : S) = Unix.x", []],
    [
      "a let of an unpacked module",
      "let f m = let (module Unix : S) = m in Unix.x let y = Unix.y",
      ["value Unix.y"],
    ],
    [
      "a case of an unpacked module",
      "let f = function Some (module Unix : S) -> Unix.x | None -> Unix.y",
      ["value Unix.y"],
    ],
    [
      "a method's unpacked parameter",
      "class c = object method m (module Unix : S) = Unix.x end let y = Unix.y",
      ["value Unix.y"],
    ],
    ["an opened structure", "open struct module Unix = M end let x = Unix.y", []],
    [
      "an opened local module",
      "module L = struct module Unix = M end let a = Unix.x open L let b = Unix.y",
      ["value Unix.x"],
    ],
    [
      "a locally opened local module",
      "module L = struct module Unix = M end let a = L.(Unix.x) let b = Unix.y",
      ["value Unix.y"],
    ],
    [
      "an included local module",
      "module L = struct module Unix = M end module K = struct include L end open K let b = Unix.y",
      [],
    ],
    [
      "a signature hides what it leaves out",
      "module L : sig end = struct module Unix = M end open L let b = Unix.y",
      ["value Unix.y"],
    ],
    [
      "a structure has only its own modules",
      "module L = struct let x = 1 end open L let b = Unix.y",
      ["value Unix.y"],
    ],
    ["an extension's payload is a scope", "[%%e module Unix = M] let x = Unix.y", ["value Unix.y"]],
  ])("%s", (_, text, expected) => {
    const facts = factsOf(text);
    expect(usesIn(facts)).toEqual(expected);
    expect(facts.unread).toBeUndefined();
  });

  it("hold in an interface", () => {
    const text =
      "val a : Unix.t\nmodule Unix : sig type t end\nval b : Unix.t\nmodule U = Thread\nval c : U.t\n";
    expect(usesIn(factsOf(text, true))).toEqual(["type Unix.t", "alias Thread", "type Thread.t (U)"]);
  });
});

describe("aliases", () => {
  it.each([
    ["a value", "module U = Unix let x = U.time", ["alias Unix", "value Unix.time (U)"]],
    [
      "an alias of an alias",
      "module U = Unix module V = U let x = V.time",
      ["alias Unix", "alias Unix (U)", "value Unix.time (V)"],
    ],
    [
      "an alias of a submodule",
      "module L = Unix.LargeFile let x = L.lseek",
      ["alias Unix.LargeFile", "value Unix.LargeFile.lseek (L)"],
    ],
    [
      "an alias in a module",
      "module M = struct module U = Unix end let x = M.U.time",
      ["alias Unix", "value Unix.time (M.U)"],
    ],
    ["an opened alias", "module U = Unix open U", ["alias Unix", "open Unix (U)"]],
    [
      "an alias that replaces the name",
      "module Unix = Thread let x = Unix.create",
      ["alias Thread", "value Thread.create (Unix)"],
    ],
    ["an alias that is replaced", "module U = Unix module U = M let x = U.time", ["alias Unix"]],
    ["a functor that returns a module", "module F (X : S) = Unix let x = F.y", ["alias Unix"]],
    [
      "an application of such a functor",
      "module F (X : S) = Unix module M = F (A) let x = M.y",
      ["alias Unix", "value Unix.y (M)"],
    ],
    [
      "a structure that includes a module",
      "module M = struct include Unix end let x = M.LargeFile.lseek",
      ["include Unix", "value Unix.LargeFile.lseek (M)"],
    ],
    [
      "not what may be the structure's own",
      "module M = struct include Unix type t = int end let f (x : M.t) = M.A",
      ["include Unix"],
    ],
    [
      "not a structure that includes two",
      "module M = struct include Unix include A end let x = M.B.y",
      ["include Unix"],
    ],
  ])("%s", (_, text, expected) => expect(usesIn(factsOf(text))).toEqual(expected));
});

describe("opens", () => {
  it("reach to the end of the file, of the structure or of the expression", () => {
    const text = "open Lwt.Infix\nmodule M = struct include Foo let x = Bar.(y) end\n";
    const opens = factsOf(text).opens.map(({ path, use, span, scope }) => [
      use,
      path.join("."),
      text.slice(span.start, span.end),
      text.slice(scope.start, scope.end),
    ]);
    expect(opens).toEqual([
      ["open", "Lwt.Infix", "Lwt.Infix", "\nmodule M = struct include Foo let x = Bar.(y) end\n"],
      ["include", "Foo", "Foo", " let x = Bar.(y) end"],
      ["open", "Bar", "Bar", ".(y)"],
    ]);
  });

  it("are listed with the references that they could provide", () => {
    const facts = factsOf("let a = Unix.x open Core let b = Async.(Unix.y) open Core let c = Unix.z");
    expect(facts.references.map(({ openedBefore }) => openedBefore)).toEqual([
      [],
      [["Core"], ["Async"]],
      [["Core"]],
    ]);
  });

  it("leave out modules of this file", () => {
    expect(factsOf("module M = struct end open M include M").opens).toEqual([]);
  });

  it("are resolved through aliases", () => {
    expect(factsOf("module L = Lwt open L.Infix").opens.map(({ path }) => path)).toEqual([["Lwt", "Infix"]]);
  });
});

describe("externals", () => {
  it("give name and primitives", () => {
    const text =
      'external f : int -> int = "f_byte" "f_native" [@@noalloc]\nexternal ( + ) : t -> t = "%add"';
    const externals = factsOf(text).externals.map(({ name, primitives }) => [name, primitives]);
    expect(externals).toEqual([
      ["f", ["f_byte", "f_native"]],
      ["+", ["%add"]],
    ]);
  });

  it("are found in structures and interfaces", () => {
    expect(factsOf('module M : sig\n external f : int = "a" end', true).externals[0]?.primitives).toEqual([
      "a",
    ]);
    expect(
      factsOf('let x = let module M = struct external f : int = "b" end in M.f').externals[0]?.name,
    ).toBe("f");
  });
});

describe("sources that cannot be read whole", () => {
  it("give what was read and the first place that was not", () => {
    const text = "let a = Unix.x\nlet = let )\nmodule M = struct let b = Unix.y end\n";
    const facts = factsOf(text);
    expect(usesIn(facts)).toContain("value Unix.x");
    expect(usesIn(facts)).toContain("value Unix.y");
    expect(facts.unread?.start).toBeGreaterThanOrEqual(14);
  });

  it("say where an unterminated comment begins", () => {
    expect(factsOf("let a = Unix.x (* b").unread).toEqual({ start: 15, end: 19 });
  });

  it("are not parsed beyond the size limit", () => {
    const text = " ".repeat(4_000_001);
    expect(factsOf(text)).toMatchObject({ references: [], unread: { start: 0, end: 4_000_001 } });
  });

  it.each([
    ["comments", "(*", "*)"],
    ["parentheses", "(", ")"],
    ["structures", "struct module M = struct ", " end"],
    ["applications", "F(", ")"],
    ["local opens", "M.(", ")"],
    ["quoted string delimiters", "{", ""],
  ])("may nest deeply: %s", (_, opening, closing) => {
    const depth = 10_000;
    const text = `let a = Unix.x module M = ${opening.repeat(depth)} Unix ${closing.repeat(depth)}`;
    expect(() => factsOf(text)).not.toThrow();
    expect(() => factsOf(text, true)).not.toThrow();
  });

  it("are given up when recovery would take the square of their length, and the next file is read", () => {
    const text = `${"let x = function | ".repeat(4000)}${"end ".repeat(4000)}`;
    expect(factsOf(text).unread).toEqual({ start: 0, end: text.length });
    expect(usesIn(factsOf("let x = Unix.y"))).toEqual(["value Unix.y"]);
  });

  it("may have a quoted string with a very long delimiter", () => {
    const delimiter = "a".repeat(5000);
    const facts = factsOf(`let a = Unix.x let b = {${delimiter}|Unix.y|${delimiter}} let c = Unix.z`);
    expect(usesIn(facts)).toContain("value Unix.x");
    expect(usesIn(facts)).not.toContain("value Unix.y");
  });
});

const snippets = [
  "open Unix",
  "open Core",
  "module U = Unix",
  "let x = U.time ()",
  "let f (x : Unix . t) = Unix.( + )",
  "module F (Unix : S) = struct let x = Unix.y end",
  "let x = Unix (* c *) . LargeFile\n.lseek",
  "type t = F(Unix).t",
  "let x = match y with Unix -> Unix.(z) | exception Unix.E -> (module Unix : S)",
  "#if A\nlet a = Unix.b\n#else\nlet a = Unix.c\n#endif\n",
  '(* " *) " *)',
  'external f : int = "g"',
  "let é = Unix.x {|Unix.y|} '\"'",
  "end",
  "(",
  "[@@if x]",
];

/** The components of a path as written: names, and operators without their parentheses. */
function componentsOf(written: string): readonly string[] {
  const code = blanked(
    written,
    [...opaqueTextsOf(written)].map(({ span }) => span),
  );
  return code.split(/\.(?=\s*[\p{L}_(%])/u).map((part) => part.replace(/[\s()]/g, ""));
}

describe("any source", () => {
  const source = fc.array(fc.constantFrom(...snippets), { maxLength: 12 }).map((parts) => parts.join("\n"));

  it("has spans that slice to the path as written", () => {
    fc.assert(
      fc.property(source, fc.boolean(), (text, isInterface) => {
        for (const { path, span, via } of factsOf(text, isInterface).references) {
          const written = componentsOf(text.slice(span.start, span.end));
          const prefix = via?.split(".") ?? [];
          expect(written.slice(0, prefix.length)).toEqual(prefix);
          const rest = written.slice(prefix.length);
          expect(path.slice(path.length - rest.length)).toEqual(rest);
          if (via === undefined) expect(path).toEqual(written);
        }
      }),
    );
  });

  it("is read without an exception, in source order, however it is cut and changed", () => {
    const change = fc.record({
      at: fc.nat(400),
      remove: fc.nat(30),
      insert: fc.constantFrom("", "(", "end", '"', "(*", "\u0000", "\ud800", "#if X\n"),
    });
    fc.assert(
      fc.property(source, fc.array(change, { maxLength: 4 }), (text, changes) => {
        let changed = text;
        for (const { at, remove, insert } of changes) {
          changed = changed.slice(0, at) + insert + changed.slice(at + remove);
        }
        const { references } = factsOf(changed);
        const starts = references.map(({ span }) => span.start);
        expect(starts).toEqual([...starts].sort((left, right) => left - right));
        for (const { span } of references) expect(span.end).toBeLessThanOrEqual(changed.length);
      }),
    );
  });
});
