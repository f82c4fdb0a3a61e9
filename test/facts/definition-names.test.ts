import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommentLanguage } from "../../src/facts/comments.ts";
import { namedDefinitions } from "../../src/facts/definition-names.ts";

const namesIn = (text: string, language: CommentLanguage): readonly string[] =>
  namedDefinitions(text, language).map(({ name }) => name);

/** The innermost definition around each `HERE` of the text. */
function around(text: string, language: CommentLanguage): readonly (string | undefined)[] {
  const definitions = namedDefinitions(text, language);
  return [...text.matchAll(/HERE/g)].map(
    ({ index }) => definitions.findLast(({ span }) => span.start <= index && index < span.end)?.name,
  );
}

describe("the definitions of an OCaml source", () => {
  it("are bindings by name, those of modules behind the module's", () => {
    const text = `open HERE
let rec first x = let y = HERE in y
and second = function _ -> HERE
let ( >>= ) a b = HERE
module Store = struct
  let get () = HERE
  module Deep (M : S) = struct let put = HERE end
end
external now : unit -> int = "HERE"
let () = HERE
let%expect_test _ = HERE
(* let comment = HERE *)`;
    expect(around(text, "ocaml")).toEqual([
      undefined,
      ...["first", "second", ">>=", "Store.get", "Store.Deep.put", "now", "()", "_", "_"],
    ]);
  });

  it("are none where brackets do not add up", () => {
    expect(namesIn("let f x = (1", "ocaml")).toEqual([]);
    expect(namesIn('let f = "', "ocaml")).toEqual([]);
  });
});

describe("the functions of a C file", () => {
  it("are told by names with parentheses and a body", () => {
    const text = `#include <HERE>
#define MACRO(x) { HERE }
static const int table[] = { HERE };
CAMLprim value beacon_add(value a,
                          value b)
{
  if (a) { while (b) { HERE; } }
  return HERE; // }
}
int declared(int x);
struct s { int HERE; };
int attributed(void) __attribute__((noinline)) { HERE }
extern "C" {
int inside(void) { HERE }
}
value last(void) { char c = '}'; HERE }`;
    expect(around(text, "c")).toEqual([
      ...[undefined, undefined, undefined, "beacon_add", "beacon_add"],
      ...[undefined, "attributed", "inside", "last"],
    ]);
  });

  it("end with a brace in the first column where conditionals do not add up", () => {
    const text = `#ifdef A
int one(int x) {
#else
int one(void) {
#endif
  HERE;
}
int two(void) {
  HERE;
}
`;
    expect(around(text, "c")).toEqual(["one", "two"]);
  });
});

describe("definitions of anything", () => {
  it("stand within the text, whatever it is", () => {
    const word = fc.constantFrom(
      ...[
        "let ",
        "and ",
        "module M = ",
        "struct ",
        "end ",
        "f",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\n",
        ";",
        "=",
        '"',
        "'",
        "(*",
        "*)",
      ],
      ..."#define x \\\n|extern |/*|*/|//|external |class ".split("|"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 60 }).map((words) => words.join("")),
        ),
        fc.constantFrom<CommentLanguage>("c", "ocaml", "dune", "opam"),
        (text, language) => {
          for (const { name, span } of namedDefinitions(text, language)) {
            expect(name).not.toBe("");
            expect(span.start).toBeLessThanOrEqual(span.end);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
