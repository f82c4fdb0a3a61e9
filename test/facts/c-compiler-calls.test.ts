import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandedTokens } from "../../src/facts/c-expanded.ts";
import type { CompilerCallUse } from "../../src/facts/c-expression-calls.ts";
import { cNames } from "../../src/facts/c-parsed-names.ts";
import { newTypeScope } from "../../src/facts/c-types.ts";
import { preprocess } from "../../src/syntax/c/preprocess.ts";
import { loadTreeSitter } from "../../src/syntax/tree-sitter.ts";

const treeSitter = await loadTreeSitter();

function callsIn(text: string, types = newTypeScope()) {
  const preprocessed = preprocess({
    path: "stub.c",
    text,
    predefined: new Map(),
    undefined: new Set(),
    resolve: () => ({ kind: "missing" }),
  });
  return cNames("stub.c", expandedTokens({ text, ...preprocessed, isLeft: () => false }), treeSitter, types)
    .compilerCalls;
}

const inWords = (call: CompilerCallUse): string => {
  switch (call.use) {
    case "operator":
      return `${call.operator} ${call.on}`;
    case "conversion":
      return `${call.from} -> ${call.to}`;
    case "builtin":
      return `${call.name} ${call.on ?? "?"}`;
    case "attribute":
      return call.name;
  }
};

const found = (text: string): readonly string[] => callsIn(text).map(({ call }) => inWords(call));

const wide = "typedef unsigned __int128 u; typedef __int128 s;";

describe("128-bit arithmetic", () => {
  test.each([
    [
      "unsigned on either side makes it unsigned",
      `${wide} u f(u a, s b) { return a % b; }`,
      "% unsigned __int128",
    ],
    ["a narrow operand is widened", `${wide} s f(int a, s b) { return a / b; }`, "/ __int128"],
    ["through a member", `${wide} struct t { s m; }; s f(struct t *p) { return p->m / p->m; }`, "/ __int128"],
    ["through a pointer", `${wide} s f(s *p) { return p[1] / *p; }`, "/ __int128"],
    ["by assignment", `${wide} void f(s *p, int n) { *p %= n; }`, "% __int128"],
    ["through a function", `${wide} s g(void); s f(void) { return g() / g(); }`, "/ __int128"],
    [
      "a mode instead of a name",
      "typedef unsigned t __attribute__((mode(TI))); t f(t a) { return a / (a + 1); }",
      "/ unsigned __int128",
    ],
    [
      "a type in parentheses before another",
      `${wide} long f(long a, long b) { return (u)(a) / (u)(b); }`,
      "/ unsigned __int128",
    ],
    [
      "a constant that gcc cannot divide by itself",
      `${wide} u f(u a) { return a / 1000; }`,
      "/ unsigned __int128",
    ],
  ])("%s", (_, text, expected) => {
    expect(found(text).filter((use) => /^[/%]/.test(use))).toEqual([expected]);
  });

  test.each([
    ["64 bits", "long f(long a, long b) { return a / b; }"],
    ["a constant that gcc divides by itself", `${wide} u f(u a) { return a / 10 + a % 3600 + a / 8; }`],
    ["a name that means something else in a block", `${wide} long f(long u) { return u / u; }`],
    ["the operand of sizeof", `${wide} long f(s a) { return sizeof(a / a); }`],
  ])("%s needs nothing", (_, text) => {
    expect(found(text).filter((use) => /^[/%]/.test(use))).toEqual([]);
  });
});

describe("conversions", () => {
  test.each([
    ["in a cast", `${wide} double f(u a) { return (double)a; }`, "unsigned __int128 -> double"],
    ["by return", `${wide} float f(s a) { return a; }`, "__int128 -> float"],
    ["by initialisation", `${wide} void f(double a) { s b = a; }`, "double -> __int128"],
    ["of an argument", `${wide} void g(double); void f(s a) { g(a); }`, "__int128 -> double"],
    ["beside a double", `${wide} int f(s a, double b) { return a < b; }`, "__int128 -> double"],
    [
      "of what the runtime's macro gives",
      `${wide} void f(long v) { s b = Double_val(v); }`,
      "double -> __int128",
    ],
  ])("%s", (_, text, expected) => {
    expect(found(text).filter((use) => use.includes("double") || use.includes("float"))).toEqual([expected]);
  });

  test("a constant is converted by the compiler", () => {
    expect(found(`${wide} void f(void) { s b = (s)1.5; }`)).toEqual([]);
  });
});

test("builtins, and what their argument points to", () => {
  expect(
    found(
      `${wide} int f(u *p, unsigned n) { __atomic_load_n(p, 5); return __builtin_popcount(n) + __builtin_popcount(7); }`,
    ),
  ).toEqual(
    ["__atomic_load_n unsigned __int128", "__builtin_popcount int"].map((use) =>
      use.replace("popcount int", "popcount ?"),
    ),
  );
  expect(found('__attribute__((target_clones("avx2", "default"))) int f(void) { return 1; }')).toEqual([
    "target_clones",
  ]);
  expect(found('__attribute__((target("popcnt"))) int f(int n) { return __builtin_popcount(n); }')).toEqual(
    [],
  );
});

test("types of a file that is read before count, and the place is that of the operator", () => {
  const types = newTypeScope();
  callsIn("typedef __int128_t wide; wide heavy(void);", types);
  const text = "long f(void) { return heavy() / heavy(); }";
  const [division] = callsIn(text, types).filter(({ call }) => call.use === "operator");
  expect(text.slice(division?.span.start, division?.span.end)).toBe("/");
  expect(division?.within).toBe("f");
});

test("whatever the text, there is an answer", () => {
  const words = [
    "__int128",
    "(",
    ")",
    "/",
    "a",
    "=",
    ";",
    "{",
    "}",
    "*",
    "double",
    "f",
    ",",
    "1000",
    "typedef",
    "[",
    "]",
    "return",
    "%=",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
      const text = `typedef __int128 w; ${parts.join(" ")}`;
      for (const { span } of callsIn(text)) expect(text.slice(span.start, span.end)).not.toBe("");
    }),
    { numRuns: 200 },
  );
  expect(callsIn(`__int128 f(__int128 a) { return ${"a / ".repeat(700)}a; }`).length).toBeGreaterThan(0);
});
