import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bunzip2 } from "../../src/files/bzip2.ts";
import { hasProgram } from "./archives.ts";

function bzip2(bytes: Uint8Array, ...words: readonly string[]): Buffer {
  const { status, stdout } = spawnSync("bzip2", ["-c", ...words], { input: bytes, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error("bzip2 failed");
  return stdout;
}

const limit = 20_000_000;

/** Compared byte by byte, which a test's own equality takes minutes for. */
function isUnpackedTo(bytes: Uint8Array, plain: Buffer): boolean {
  const result = unpacked(bytes);
  return typeof result !== "string" && result.equals(plain);
}

function unpacked(bytes: Uint8Array): Buffer | string {
  const result = bunzip2(bytes, limit);
  return result.kind === "bytes" ? result.bytes : result.why;
}

/** Bytes with runs, few symbols or many: what the two run-length codes and the tables are about. */
const bytes = fc
  .array(
    fc.oneof(
      fc
        .tuple(fc.nat(255), fc.integer({ min: 1, max: 700 }))
        .map(([byte, count]) => Buffer.alloc(count, byte)),
      fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some)),
      fc
        .constantFrom("let x = 1\n", "(library (name a))", "aaaa", "\0\0\0\0\0")
        .map((text) => Buffer.from(text)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));

describe.skipIf(!hasProgram("bzip2"))("bzip2 data", () => {
  it("is unpacked to what was packed", () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 9 }), (plain, level) => {
        expect(isUnpackedTo(bzip2(plain, `-${level}`), plain)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is unpacked over several blocks, and several streams", () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `let x${at} = ${(at * 7919) % 10_007}\n`);
    const plain = Buffer.from(lines.join(""));
    expect(isUnpackedTo(bzip2(plain, "-1"), plain)).toBe(true);
    const streams = Buffer.concat([bzip2(plain, "-9"), bzip2(Buffer.alloc(0)), bzip2(plain, "-2")]);
    expect(isUnpackedTo(streams, Buffer.concat([plain, plain]))).toBe(true);
  });

  it("is unpacked where it holds one byte many times over", () => {
    const plain = Buffer.alloc(10_000_000);
    expect(isUnpackedTo(bzip2(plain), plain)).toBe(true);
  });

  it("is not unpacked beyond the limit", () => {
    const bomb = bzip2(Buffer.alloc(limit + 1));
    expect(bomb.length).toBeLessThan(200);
    expect(unpacked(bomb)).toBe("unpacks to more than 20 MB");
    expect(unpacked(bzip2(Buffer.alloc(limit)))).toHaveLength(limit);
  });

  it("that is cut off is told", () => {
    const whole = bzip2(Buffer.from("let x = 1\n".repeat(1000)));
    for (let length = 0; length < whole.length; length += 1)
      expect(unpacked(whole.subarray(0, length))).toMatch(/cut off|damaged/);
  });

  it("with one bit changed is told, or gives the same", () => {
    const plain = Buffer.from("let x = 1\n".repeat(50));
    const whole = bzip2(plain);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = Buffer.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const result = unpacked(changed);
      if (typeof result !== "string") expect(result.equals(plain)).toBe(true);
    }
  });

  it("that is none gives a reason and never throws", () => {
    const head = Buffer.from("BZh91AY&SY");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (some, marked) => {
        const input = marked ? Buffer.concat([head, some]) : some;
        expect(["bytes", "unfit"]).toContain(bunzip2(input, limit).kind);
      }),
    );
  });

  it("with a run that no block could hold is told", () => {
    // One byte is used; all codes are two bits long: 00 RUNA, 01 RUNB, 10 the end.
    const table = "00010".concat("000");
    const block = [
      "0".repeat(1 + 24),
      "1".padEnd(16, "0"),
      "1".padEnd(16, "0"),
      "010",
      "1".padStart(15, "0"),
      "0",
      table,
      table,
      "01".repeat(40),
      "10",
    ].join("");
    const bits = block.padEnd(Math.ceil(block.length / 8) * 8, "0").match(/.{8}/g) ?? [];
    const bytes = Buffer.from(bits.map((byte) => Number.parseInt(byte, 2)));
    const head = Buffer.from("425a683931415926535900000000", "hex");
    expect(unpacked(Buffer.concat([head, bytes, Buffer.alloc(100)]))).toBe("damaged bzip2 data");
  });
});
