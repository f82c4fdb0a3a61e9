import { describe, expect, test } from "vitest";
import { mirageUpperBound } from "../../src/facts/mirage-bound.ts";

describe("the version that a config.ml keeps mirage below", () => {
  test.each([
    ["(* mirage >= 4.5.0 & < 4.9.0 *)\nopen Mirage", "4.9.0"],
    ["(* mirage < 4.9.0 *)", "4.9.0"],
    ["\n(*mirage >= v4.5.0 & <v4.9.0*)", "4.9.0"],
  ])("is read from %j", (text, below) => {
    expect(mirageUpperBound(text)).toBe(below);
  });

  test.each([
    "(* mirage >= 4.5.0 *)",
    "open Mirage\n(* mirage < 4.9.0 *)",
    "(* for mirage < 4.9.0 *)",
    "(* mirage < 4.9.0",
    "",
  ])("is not given by %j", (text) => {
    expect(mirageUpperBound(text)).toBeUndefined();
  });
});
