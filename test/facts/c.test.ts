import { describe, expect, test } from "vitest";
import { cFacts } from "../../src/facts/c.ts";
import { largestParsedText, loadTreeSitter } from "../../src/syntax/tree-sitter.ts";

const treeSitter = await loadTreeSitter();

function calls(text: string): readonly string[] {
  return cFacts("stub.c", text, treeSitter).calls.map((call) => call.name);
}

function definitions(text: string): readonly string[] {
  return cFacts("stub.c", text, treeSitter).definitions.map((definition) => definition.name);
}

describe("facts of a C file", () => {
  test("calls and definitions are told with their places", () => {
    const text =
      "CAMLprim value stub(value v) {\n  CAMLparam1(v);\n  memcpy(a, b, strlen(c));\n  return v;\n}\n";
    const facts = cFacts("stub.c", text, treeSitter);
    expect(facts.calls.map((call) => call.name)).toEqual(["CAMLparam1", "memcpy", "strlen"]);
    expect(facts.definitions.map((definition) => definition.name)).toEqual(["stub"]);
    for (const { name, span } of [...facts.calls, ...facts.definitions]) {
      expect(text.slice(span.start, span.end)).toBe(name);
    }
    expect(facts.unread).toBeUndefined();
  });

  test("what stands in comments and strings is no call", () => {
    expect(calls('/* a(); */ void f(void) { // b();\n g("c()"); }')).toEqual(["g"]);
  });

  test("a call through a pointer has no name", () => {
    expect(calls("void f(void) { s->run(1); (*p)(2); table[0](3); g(4); }")).toEqual(["g"]);
  });

  test("functions that return pointers are definitions, declarations are not", () => {
    expect(
      definitions("static char **f(int a) { return 0; }\nint g(void);\nint (*h(void))(int) { return 0; }"),
    ).toEqual(["f", "h"]);
  });

  test("the runtime's qualifiers and assembler statements are no obstacle", () => {
    const text =
      'CAMLexport value f(value v) {\n  __asm__ __volatile__ ("cpuid" : "=a" (a) : "a" (1) : ")(");\n  asm("nop");\n  g();\n}\nCAMLprim value h(value v) { return k(v); }';
    const facts = cFacts("stub.c", text, treeSitter);
    expect(facts.definitions.map((definition) => definition.name)).toEqual(["f", "h"]);
    expect(facts.calls.map((call) => call.name)).toEqual(["g", "k"]);
    expect(facts.unread).toBeUndefined();
  });

  test("a stretch that cannot be read is told, and the rest is read", () => {
    const facts = cFacts(
      "stub.c",
      "int f(void) { return g(); }\n%%% ;\nint h(void) { return k(); }\n",
      treeSitter,
    );
    expect(facts.calls.map((call) => call.name)).toEqual(["g", "k"]);
    expect(facts.unread?.start).toBeGreaterThanOrEqual(27);
    expect(facts.unread?.end).toBeLessThanOrEqual(34);
  });

  test("a text too large to parse is unread as a whole", () => {
    const text = " ".repeat(largestParsedText + 1);
    expect(cFacts("big.c", text, treeSitter)).toEqual({
      path: "big.c",
      calls: [],
      definitions: [],
      unread: { start: 0, end: text.length },
    });
  });

  test.each([
    ["deep parentheses", `int x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`],
    ["deep blocks", `void f(void) ${"{".repeat(20_000)}${"}".repeat(20_000)}`],
    ["deep pointers", `int ${"*".repeat(20_000)}f(void) { }`],
    ["open assembler", "asm(".repeat(50_000)],
  ])("%s are survived", (_, text) => {
    expect(cFacts("hostile.c", text, treeSitter).path).toBe("hostile.c");
  });
});
