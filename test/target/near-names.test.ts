import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearNames } from "../../src/target/near-names.ts";

describe("names that may have been meant", () => {
  test("few letters apart, likeliest first", () => {
    expect(nearNames("strcopy", ["strcpy", "strlen", "strncpy", "memcpy"])).toEqual(["strcpy", "strncpy"]);
    expect(nearNames("tiem.h", ["time.h", "pthread.h"])).toEqual(["time.h"]);
    expect(nearNames("STRLEN", ["strlen"])).toEqual(["strlen"]);
  });

  test("or with the name inside, where nothing is near", () => {
    expect(nearNames("alloc_str", ["caml_alloc_string", "caml_modify"])).toEqual(["caml_alloc_string"]);
    expect(nearNames("x", ["xylophone"])).toEqual([]);
  });

  test("three at most, each a candidate, a name itself first", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string({ minLength: 1 }), (candidates, name) => {
        const near = nearNames(name, [...candidates, name]);
        expect(near.length).toBeLessThanOrEqual(3);
        expect(near[0]?.toLowerCase()).toBe(name.toLowerCase());
        for (const each of near) expect([...candidates, name]).toContain(each);
      }),
    );
  });

  test("long names cost little", () => {
    const long = "a".repeat(1_000_000);
    // Comparing them letter by letter would take hours.
    const near = nearNames(
      long,
      Array.from({ length: 100 }, (_, index) => long + index),
    );
    expect(near.length).toBeLessThanOrEqual(3);
  });
});
