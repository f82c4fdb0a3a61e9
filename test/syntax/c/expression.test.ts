import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtIn, evaluateCondition, type Truth } from "../../../src/syntax/c/expression.ts";
import { type MacroValue, readDefinition } from "../../../src/syntax/c/macros.ts";

const unknownNames = new Set(["U", "V"]);

function evaluate(text: string, definitions: readonly string[] = []): ReturnType<typeof evaluateCondition> {
  const macros = new Map<string, MacroValue>();
  for (const definition of definitions) {
    const read = readDefinition(definition);
    if (read !== undefined) macros.set(read.name, read.macro);
  }
  return evaluateCondition(text, {
    macro: (name) => macros.get(name) ?? builtIn(name) ?? (unknownNames.has(name) ? "unknown" : "undefined"),
    hasInclude: ({ style, name }) =>
      name === "made.h" ? "unknown" : style === "angle" && name === "sys/time.h" ? "yes" : "no",
    hasFeature: (_, name) => (name === "unused" ? "yes" : "unknown"),
    budget: { left: 100_000 },
  });
}

function truth(text: string, ...definitions: readonly string[]): Truth {
  const result = evaluate(text, definitions);
  expect(result.error).toBeUndefined();
  return result.truth;
}

describe("arithmetic", () => {
  test.each([
    "0x10 == 16 && 010 == 8 && 0b11 == 3",
    "1'000 == 1000",
    "-1 < 0",
    "-1 > 0u",
    "0xffffffffffffffff == -1",
    "18446744073709551615 > 0",
    "9223372036854775807 + 1 < 0",
    "(2 || 3) != 2",
    "1 - 1 - 1 == -1",
    "2 + 3 * 4 == 14",
    "(1 << 63) < 0",
    "1 << 64 == 0 && -1 >> 70 == -1",
    "1 << -1 == 0",
    "-8 / 3 == -2 && -8 % 3 == -2",
    "~0 == -1 && !0 && !!5",
    "(0 ? -1 : 0u) == 0 && (1 ? -1 : 0u) > 0",
    "(1 ? 2 ? 0 : 1 : 1) == 0",
    "(1, 2) == 2",
    "'a' == 97 && '\\n' == 10 && '\\0' == 0 && '\\x41' == 65 && '\\377' < 0",
    "'ab' == 24930",
    "L'\\xff' == 255",
    "0 && 1 / 0 || 1",
    "not_a_macro == 0",
  ])("%s holds", (text) => {
    expect(truth(text)).toBe("yes");
  });

  test.each([
    "1 / 0",
    "1 % 0",
    "",
    "1 +",
    "(1",
    "1 2",
    "1.0",
    "12abc",
    '"x"',
    "defined",
    "defined(1)",
    "f(1)",
    "1 ? 2",
    "''",
    "@",
  ])("%j is an error, and false", (text) => {
    const result = evaluate(text);
    expect(result.error).toBeDefined();
    expect(result.truth).toBe("no");
  });

  test("an error says where it is", () => {
    expect(evaluate("1 + )").error).toEqual({ message: "unexpected )", start: 4, end: 5 });
  });

  test("sums and products agree with 64-bit arithmetic", () => {
    const number = fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n });
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const result = BigInt.asIntN(64, a * b + c);
        expect(truth(`(${a}) * (${b}) + (${c}) == (${result})`)).toBe("yes");
      }),
    );
  });
});

describe("macros", () => {
  test("object-like and function-like ones are expanded", () => {
    expect(truth("A == 3", "A B", "B (1 + 2)")).toBe("yes");
    expect(truth("AT_LEAST(4, 9)", "AT_LEAST(a, b) (GCC >= ((a) << 8) + (b))", "GCC ((4 << 8) + 9)")).toBe(
      "yes",
    );
    expect(truth("F(1, (2, 3))", "F(a, b) ((b) == 3)")).toBe("yes");
  });

  test("a macro is not expanded in itself", () => {
    expect(truth("A", "A A + 1")).toBe("yes");
    expect(truth("A == 1", "A B + 1", "B A")).toBe("yes");
  });

  test("a function-like name without arguments is no call", () => {
    expect(truth("F == 0", "F(x) 1")).toBe("yes");
  });

  test("arguments may be pasted and may be empty", () => {
    expect(truth("CAT(1, 2) == 12", "CAT(a, b) a##b")).toBe("yes");
    expect(truth("1 + CAT(, 2) == 3", "CAT(a, b) a##b")).toBe("yes");
    expect(truth("V(1, 2, 3)", "V(a, ...) ((__VA_ARGS__) == 3)")).toBe("yes");
    expect(truth("N(1, 2)", "N(a, rest...) (rest == 2)")).toBe("yes");
  });

  test("defined takes its operand as written, in a macro too", () => {
    expect(truth("defined A && defined(A) && !defined(B)", "A B")).toBe("yes");
    expect(truth("HAS_A", "HAS_A defined(A)", "A 0")).toBe("yes");
  });

  test("what the compiler itself provides is defined", () => {
    expect(truth("defined(__has_include) && defined(__LINE__) && !defined(__has_feature)")).toBe("yes");
  });
});

describe("what is not known", () => {
  test.each<[string, Truth]>([
    ["U", "unknown"],
    ["defined(U)", "unknown"],
    ["!U", "unknown"],
    ["U && 0", "no"],
    ["0 && U", "no"],
    ["U || 1", "yes"],
    ["1 || U", "yes"],
    ["U || 0", "unknown"],
    ["U ? 1 : 1", "yes"],
    ["U ? 1 : 0", "unknown"],
    ["1 ? 0 : U", "no"],
    ["U + 1 > 0", "unknown"],
    ["U(1, 2) > 0 || 1", "yes"],
    ["__has_include(<sys/time.h>)", "yes"],
    ['__has_include("sys/time.h")', "no"],
    ["__has_include(HEADER)", "yes"],
    ["__has_include(<made.h>)", "unknown"],
    ["__has_attribute(unused)", "yes"],
    ["__has_builtin(__builtin_clz)", "unknown"],
  ])("%s is %s", (text, expected) => {
    expect(truth(text, "HEADER <sys/time.h>")).toBe(expected);
  });

  test("the names that decide are told, and only those", () => {
    expect(evaluate("defined(U) && (V || 1)").dependsOn).toEqual(["U"]);
    expect(evaluate("0 && V || U > 2").dependsOn).toEqual(["U"]);
    expect(evaluate("__has_include(<made.h>)").dependsOn).toEqual(["__has_include(<made.h>)"]);
  });
});

describe("hostile conditions", () => {
  test.each([
    ["parentheses", `${"(".repeat(5000)}1`, []],
    ["choices", `${"1?1:".repeat(2000)}1`, []],
    ["a macro that doubles", "A40", Array.from({ length: 40 }, (_, i) => `A${i + 1} A${i} + A${i}`)],
    ["a long chain", "A999", Array.from({ length: 999 }, (_, i) => `A${i + 1} A${i}`)],
    ["calls in calls", `${"F(".repeat(300)}1${")".repeat(300)}`, ["F(x) x x"]],
    ["a very long line", "1+".repeat(1_000_000), []],
  ])("%s hit a limit and no more", (_, text, definitions) => {
    expect(evaluate(text, definitions)).toMatchObject({ truth: "unknown", limited: true, error: undefined });
  });

  test("a row of prefix operators is no nesting", () => {
    expect(truth(`${"!".repeat(9000)}1`)).toBe("yes");
  });
});
