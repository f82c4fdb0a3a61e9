import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions } from "../../src/opam/version-order.ts";

const version = fc.string({ unit: fc.constantFrom(..."0019ab~+.-Z"), maxLength: 12 });

describe("opam's version order", () => {
  test("puts each of these before the next", () => {
    const ascending = [
      "~~",
      "~~a",
      "~",
      "",
      "0.9",
      "1~beta1",
      "1",
      "1a",
      "1+dune",
      "1.0~rc1",
      "1.0",
      "1.0.1",
      "1.2",
      "1.10",
      "1.10+dune",
      "1.10+dune2",
      "1.10+dune10",
      "1.10.0",
      "2-1",
      "2-1.5",
      "2.0",
      "base",
      "dev",
      "v0.9.0",
      "v0.12",
      "v0.16.0~preview",
      "v0.16.0",
    ];
    for (const [index, left] of ascending.entries())
      for (const right of ascending.slice(index + 1)) {
        expect([left, right, Math.sign(compareVersions(left, right))]).toEqual([left, right, -1]);
        expect(Math.sign(compareVersions(right, left))).toBe(1);
      }
  });

  test.each([
    ["1.0", "1.00"],
    ["1.0", "1."],
    ["1.01", "1.1"],
    ["1-0", "1"],
  ])("takes %s and %s as equal", (left, right) => {
    expect(compareVersions(left, right)).toBe(0);
  });

  test("is total: antisymmetric and transitive", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("knows ~ as what comes before, and +dune as what comes after", () => {
    fc.assert(
      fc.property(
        version.filter((text) => !text.includes("-")),
        (text) => {
          expect(compareVersions(`${text}~`, text)).toBeLessThan(0);
          expect(compareVersions(`${text}+dune`, text)).toBeGreaterThan(0);
          expect(compareVersions(`${text}+dune`, `${text}+dune2`)).toBeLessThan(0);
        },
      ),
    );
  });
});
