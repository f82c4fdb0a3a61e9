import { describe, expect, test } from "vitest";
import { cFacts } from "../../src/facts/c.ts";

function calls(text: string): readonly string[] {
  return cFacts("stub.c", text).calls.map((call) => call.name);
}

function definitions(text: string): readonly string[] {
  return cFacts("stub.c", text).definitions.map((definition) => definition.name);
}

describe("facts of a C file", () => {
  test("calls and definitions are told with their places", () => {
    const text =
      "CAMLprim value stub(value v) {\n  CAMLparam1(v);\n  memcpy(a, b, strlen(c));\n  return v;\n}\n";
    const facts = cFacts("stub.c", text);
    expect(facts.calls.map((call) => call.name)).toEqual(["CAMLparam1", "memcpy", "strlen"]);
    expect(facts.definitions.map((definition) => definition.name)).toEqual(["stub"]);
    for (const { name, span } of [...facts.calls, ...facts.definitions]) {
      expect(text.slice(span.start, span.end)).toBe(name);
    }
  });

  test("what stands in comments and strings is no call", () => {
    expect(calls('/* a(); */ void f(void) { // b();\n g("c()"); }')).toEqual(["g"]);
  });

  test("a call through a pointer has no name", () => {
    expect(calls("void f(void) { s->run(1); (*p)(2); table[0](3); g(4); }")).toEqual(["g"]);
  });

  test("functions that return pointers are definitions, declarations are not", () => {
    expect(
      definitions(
        "static char **f(int a) { return 0; }\nint g(void);\nCAMLprim value h(value v)\n{ return 0; }",
      ),
    ).toEqual(["f", "h"]);
  });

  test("the runtime's qualifiers and assembler statements are no obstacle", () => {
    const text =
      'CAMLexport value f(value v) {\n  __asm__ __volatile__ ("cpuid" : "=a" (a) : "a" (1) : ")(");\n  asm("nop");\n  g();\n}\nCAMLprim value h(value v) { return k(v); }';
    const facts = cFacts("stub.c", text);
    expect(facts.definitions.map((definition) => definition.name)).toEqual(["f", "h"]);
    expect(facts.calls.map((call) => call.name)).toEqual(["g", "k"]);
  });

  test("a stretch that no compiler would read hides nothing else", () => {
    const facts = cFacts("stub.c", "int f(void) { return g(); }\n%%% ;\nint h(void) { return k(); }\n");
    expect(facts.calls.map((call) => call.name)).toEqual(["g", "k"]);
    expect(facts.definitions.map((definition) => definition.name)).toEqual(["f", "h"]);
  });

  test("a declaration in a block is no call, an expression is", () => {
    expect(
      calls("void f(void) { int g(int); return h(1); x = k (2); if (l(3)) m(); int y = n(4); }"),
    ).toEqual([...["h", "k", "l", "m", "n"]]);
  });

  test.each([
    ["deep parentheses", `int x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`],
    ["deep blocks", `void f(void) ${"{".repeat(20_000)}${"}".repeat(20_000)}`],
    ["deep pointers", `int ${"*".repeat(20_000)}f(void) { }`],
    ["open assembler", "asm(".repeat(50_000)],
  ])("%s are survived", (_, text) => {
    expect(cFacts("hostile.c", text).path).toBe("hostile.c");
  });
});
