import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type OcamlFacts, ocamlFacts } from "../../src/facts/ocaml.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

function factsOf(text: string, names: ReadonlySet<string> | "all" = "all"): OcamlFacts {
  const options = {
    interface: false,
    modules: new Set(["Unix"]),
    values: { names, modules: new Set<string>() },
  };
  return ocamlFacts(text, options, treeSitter);
}

const snippets = [
  "open Sys",
  "module S = Sys",
  "let x = S.getcwd ()",
  "let f exit { time; _ } = exit time",
  "let rec g x = f x and h = function A -> g 1 | B y -> h y",
  "let () = try exit 1 with Not_found | Sys_error _ -> exit 2",
  "module F (X : S) = struct let () = exit 1 let f = X.exit end",
  "module M = F (A)",
  "include struct let exit = exit end",
  "let (a, { b; c = exit }) = M.(exit b) |> f ~time ?a @@ x",
  "class c exit = object (self) inherit d val time = exit method m = time end",
  "let z = let* a = b in let%lwt c = a in for exit = a to c do exit d done",
  "let y = lazy (if a && b then [%e exit 1] else { exit; M.time = 1 })",
  'external exit : int -> int = "e"',
  "type t = { exit : int } [@@deriving show { with_path = false }]",
  "#if A\nlet exit = 1\n#else\nlet time = exit 1\n#endif\n",
  'let ( >>= ) a b = (f (exit)) (* exit *) "exit"',
  "let ( let* ) a b = a >>= b let ( !! ) a = M.exit >>= !! a",
  "class e x = fun y -> let z = exit in object inherit [int] c x initializer z >>= new e x end",
  "let w = (fun () -> exit 1) () |> fun a -> new c (a, object val b = exit a end)",
  "end",
  "(",
  "let",
];
const source = fc.array(fc.constantFrom(...snippets), { maxLength: 12 }).map((parts) => parts.join("\n"));

const lastNames =
  /((?:let|and)[^\p{XID_Continue}\s().]+|[\p{XID_Continue}']+|(?<=^|[(\s])[^\p{XID_Continue}\s()]+|[^\p{XID_Continue}\s().]+)\s*\)?$/u;

function lastName(written: string): string | undefined {
  return lastNames.exec(written)?.[1];
}

/** What is wrong with the spans of the facts; nothing for any source. */
function misplaced(text: string, { values, localUses, definitions }: OcamlFacts): readonly string[] {
  const written = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const nameOf = new Map(definitions.map(({ span }) => [span.start, written(span)]));
  return [
    ...values
      .filter(({ span, path }) => lastName(written(span)) !== path.at(-1))
      .map(({ path }) => path.join(".")),
    ...localUses
      .filter(({ span, definition }) => lastName(written(span)) !== nameOf.get(definition))
      .map(({ span }) => `local ${written(span)}`),
    ...[...values, ...localUses]
      .filter(
        ({ span, application: applied }) =>
          applied !== undefined && applied.span.start > span.start && applied.span.end < span.end,
      )
      .map(({ span }) => `application of ${written(span)}`),
    ...[...values, ...localUses]
      .filter(({ circumstances: { definition } }) => definition !== undefined && !nameOf.has(definition))
      .map(({ span }) => `${written(span)} in no definition`),
  ];
}

describe("uses of values in any source", () => {
  it("have spans that slice to the name, and definitions that are there", () => {
    fc.assert(
      fc.property(source, (text) => {
        expect(misplaced(text, factsOf(text))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("are read without an exception, in source order, however it is cut and changed", () => {
    const change = fc.record({
      at: fc.nat(600),
      remove: fc.nat(30),
      insert: fc.constantFrom("", "(", "end", '"', "(*", "\u0000", "\ud800", "let ", " = ", "->", "{", "é"),
    });
    fc.assert(
      fc.property(source, fc.array(change, { maxLength: 4 }), (text, changes) => {
        let changed = text;
        for (const { at, remove, insert } of changes)
          changed = changed.slice(0, at) + insert + changed.slice(at + remove);
        const facts = factsOf(changed);
        for (const list of [facts.values, facts.localUses]) {
          const starts = list.map(({ span }) => span.start);
          expect(starts).toEqual([...starts].sort((left, right) => left - right));
        }
        expect(misplaced(changed, facts)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("may be cut anywhere", () => {
    const text = snippets.slice(0, -3).join("\n");
    for (let length = 0; length < text.length; length++) {
      const cut = text.slice(0, length);
      expect(misplaced(cut, factsOf(cut))).toEqual([]);
    }
  });
});

/** Code around a use of `exit`, which it binds or not. */
interface Form {
  readonly write: (use: string) => string;
  readonly binds: boolean;
}

const binding = [
  (use: string) => `let exit = f in ${use}`,
  (use: string) => `let exit a = b in ${use}`,
  (use: string) => `let rec exit a = ${use} in g`,
  (use: string) => `let rec h b = ${use} and exit c = d in g`,
  (use: string) => `let (a, { M.exit; _ }) = f in ${use}`,
  (use: string) => `let* exit = f in ${use}`,
  (use: string) => `let%lwt exit = f in ${use}`,
  (use: string) => `let f exit = ${use} in g`,
  (use: string) => `let f ~exit ?(a = 1) () = ${use} in g`,
  (use: string) => `let f ?(exit = a) ~b:(c : t) = ${use} in g`,
  (use: string) => `(fun { exit; a } -> ${use})`,
  (use: string) => `(function A exit when b -> ${use} | B -> c)`,
  (use: string) => `match a with Some (b, (C as exit)) -> ${use} | d -> e`,
  (use: string) => `try a with E exit -> ${use}`,
  (use: string) => `for exit = a to b do ${use} done`,
  (use: string) => `object (exit) method m = ${use} end`,
  (use: string) => `object val mutable exit = a method m = ${use} end`,
  (use: string) => `let module M = struct let exit = a let b = ${use} end in c`,
  (use: string) => `let module M = struct include struct let exit = a end let b = ${use} end in c`,
  (use: string) => `let open struct let exit = a end in ${use}`,
  (use: string) => `let module M = struct let exit = a end in M.(${use})`,
];
const free = [
  (use: string) => `let exit = ${use} in a`,
  (use: string) => `let a = (let exit = b in c) in ${use}`,
  (use: string) => `let exit' = a and b = ${use} in c`,
  (use: string) => `let f ?(exit = ${use}) () = a in b`,
  (use: string) => `f ~exit:a (${use}) { exit = b } c.exit d#exit`,
  (use: string) => `if a && ${use} then (fun exit -> b) else c`,
  (use: string) => `match ${use} with exit -> a`,
  (use: string) => `match a with exit -> b | _ -> ${use}`,
  (use: string) => `begin for exit = ${use} to a do b done; c end`,
  (use: string) => `let module M = struct let exit = a end in ${use}`,
  (use: string) => `let module F (X : S) = struct let exit = X.exit end in let b = ${use} in c`,
  (use: string) => `lazy [ (${use}); a ]`,
  (use: string) => `[%e ${use}]`,
  (use: string) => `object method exit = a method m = ${use} end`,
];
const form = fc.oneof(
  fc.constantFrom(...binding).map((write): Form => ({ write, binds: true })),
  fc.constantFrom(...free).map((write): Form => ({ write, binds: false })),
);

describe("a name that is bound around its use", () => {
  it("is never reported, and one that is not always is", () => {
    fc.assert(
      fc.property(fc.array(form, { maxLength: 8 }), (forms) => {
        const use = forms.reduceRight((inner, { write }) => `(${write(inner)})`, "exit 1");
        const facts = factsOf(`let top () = ${use}`, new Set(["exit"]));
        const isBound = forms.some(({ binds }) => binds);
        expect(facts.unread).toBeUndefined();
        expect(facts.values.map(({ path }) => path)).toEqual(isBound ? [] : [["exit"]]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the reading of values", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each<[string, (size: number) => string]>([
    ["many definitions", (size) => "let f x = g (exit x)\n".repeat(size)],
    ["nested lets", (size) => `let f () = ${"let x = exit y in ".repeat(size)} x`],
    ["nested functions", (size) => `let f = ${"fun x -> ".repeat(size)} exit x`],
    ["nested parentheses", (size) => `let f = ${"(exit ".repeat(size)}${")".repeat(size)}`],
    ["nested modules", (size) => `${"module M = struct let x = exit 1 ".repeat(size)}${"end ".repeat(size)}`],
    ["nested handlers", (size) => `let f = ${"try exit (".repeat(size)}x${") with E -> exit".repeat(size)}`],
    ["nested record patterns", (size) => `let f ${"{ exit; a = ".repeat(size)}b${" }".repeat(size)} = exit`],
    ["one long application", (size) => `let x = exit ${"exit ".repeat(size)}`],
    ["a long chain of operators", (size) => `let x = exit ${"|> exit 1 ".repeat(size)}`],
    [
      "a long chain of its own operators",
      (size) => `let (+!) a b = a let x = exit ${"+! exit ".repeat(size)}`,
    ],
    ["prefixes in prefixes", (size) => `let (!!) a = a let x = ${"!! ".repeat(size)}exit`],
    [
      "many classes",
      (size) => `class c = object val v = exit end ${"and d = object inherit c end ".repeat(size)}`,
    ],
    ["nested lets of a class", (size) => `class c = ${"let a = exit in ".repeat(size)}object end`],
    ["nested functions of a class", (size) => `class c = ${"fun a -> ".repeat(size)}object val v = exit end`],
    [
      "nested functions called on the spot",
      (size) => `let x = ${"(fun a -> ".repeat(size)}exit${") 1".repeat(size)}`,
    ],
    ["many cases", (size) => `let f = function ${"| exit -> exit 1 ".repeat(size)}`],
    ["many exceptions", (size) => `let f = try exit with ${"E | ".repeat(size)} E -> 1`],
    ["many bindings of one let", (size) => `let rec f = exit ${"and g x = f x ".repeat(size)}`],
    ["many opens", (size) => "open M\nlet x = exit 1\n".repeat(size)],
    ["nested local opens", (size) => `let f exit = ${"M.(exit ".repeat(size)}${")".repeat(size)}`],
    [
      "applications of functors",
      (size) => `module F (X : S) = struct end ${"module M = F (A) ".repeat(size)}`,
    ],
  ])("takes steps linear in the size of %s", (_, write) => {
    const stepsFor = (size: number): number => {
      const matching = vi.spyOn(RegExp.prototype, "exec");
      const climbing = vi.spyOn(Array.prototype, "at");
      factsOf(write(size));
      const steps = matching.mock.calls.length + climbing.mock.calls.length;
      vi.restoreAllMocks();
      return steps;
    };
    expect(stepsFor(400)).toBeLessThan(2.2 * stepsFor(200));
  });
});
