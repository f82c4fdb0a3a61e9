import { describe, expect, test } from "vitest";
import { expandedTokens, type PlacedToken } from "../../src/facts/c-expanded.ts";
import { outlineOf, undeclaredSuspects } from "../../src/facts/c-outline.ts";

function tokens(text: string): readonly PlacedToken[] {
  const plain = { skipped: [], uncertain: [], macros: new Map(), isLeft: () => false };
  return expandedTokens({ text, alive: text, ...plain }) ?? [];
}

const suspects = (...files: readonly string[]): readonly string[] =>
  [...undeclaredSuspects(files.map(tokens), () => false)].sort();

describe("names that nothing can have declared", () => {
  test.each([
    ["a call", "int f(void) { return time(0); }", ["time"]],
    ["a call behind a cast", "int f(void) { return (int)time(0); }", ["time"]],
    ["a call after a block", "int f(int a) { if (a) { } tick(); return a; }", ["tick"]],
    ["an argument between two others", "int f(int s) { return set(s, LEVEL, 1); }", ["LEVEL", "set"]],
    ["a constant of a table", "int flags[] = { RDONLY, WRONLY, RDWR };", ["RDONLY", "RDWR", "WRONLY"]],
    ["a type", "int f(void) { limb_t x; return x; }", ["limb_t"]],
  ])("%s", (_, text, names) => expect(suspects(text)).toEqual(names));

  test.each([
    ["a parameter and a local variable", "int f(int a, char *b) { int c = a, *d = &c; return *d + b[0]; }"],
    ["a type that another file declares", "typedef unsigned long limb_t; limb_t f(limb_t x) { return x; }"],
    ["a constant of an enumeration", "enum e { A, B = 2, C }; int f(void) { return A + B + C; }"],
    [
      "a member, a tag and a label",
      "struct s { int m; }; int f(struct s *p) { goto out; out: return p->m; }",
    ],
    ["a function pointer", "typedef int (*cb)(int); int f(cb g) { return g(1); }"],
    ["a name behind an attribute", "static __attribute__((unused)) int x; int f(void) { return x; }"],
  ])("not %s", (_, text) => expect(suspects(text)).toEqual([]));

  test("what one file of several declares is known to all", () => {
    expect(suspects("int f(void) { return g(); }", "int g(void);")).toEqual([]);
  });
});

describe("the outline of a header", () => {
  test("tells functions with and without a body", () => {
    const { declared } = outlineOf("a.h", tokens("int f(int);\nstatic inline int g(void) { return h(); }\n"));
    const functions = declared.filter(({ kind }) => kind === "function");
    expect(functions.map(({ defines, name }) => [name, defines])).toEqual([
      ["f", false],
      ["g", true],
    ]);
  });

  test("has the places of its functions", () => {
    const text = "int  f ( int ) ;\n";
    const [first] = outlineOf("a.h", tokens(text)).declared;
    expect(text.slice(first?.span.start, first?.span.end)).toBe("f");
  });
});
