/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

function oneOf<Value>(random: Random, values: readonly Value[], otherwise: Value): Value {
  return values[below(random, values.length)] ?? otherwise;
}

/** What the languages and formats are made of, and what readers trip over. */
const morsels: readonly Buffer[] = [
  ...["(", ")", "[", "]", "{", "}", '"', "'", "\\", ";", "#", ",", ":", "=", "|", "/", "*", "%", "$", "."],
  ...["%{", "${", "(*", "*)", "/*", "*/", '"""', '"\\|', '"\\>', "{|", "|}", "{a|", "|a}", "<<", ">>", "''"],
  ...["\n", "\r\n", "\r", "\t", "\0", "\f", "\\\n", "\n#if 1\n", "\n#else\n", "\n#endif\n", "#define A A(A)"],
  ...['#include "x.h"', "??/", "struct", "sig", "end", "begin", "let ", "fun ", "object", "open Unix", "if"],
  ...["include", "subdir", "../", "..", "/", "~", "C:\\", "%2e%2e", "a\u0300", "\u202e", "\u2028", "\ufeff"],
  ...["\x1b[31m", "::error::x", "##[error]", "[[", "]]", "1e999", "0x", "-1", "18446744073709551616", "NaN"],
  ...["__proto__", "constructor", "toString", "mirage-lint: allow", "mirage-lint:", "{=>", "Ü", "\u{1f42b}"],
].map((text) => Buffer.from(text));
const bytes: readonly number[] = [
  0, 1, 9, 10, 13, 27, 34, 40, 41, 92, 127, 128, 192, 224, 237, 240, 254, 255,
];

/** One to six changes of `input`: bits, bytes and ranges of it, morsels, ranges of `other`, and where it ends. */
export function mutated(random: Random, input: Buffer, other: Buffer): Buffer {
  let output = input;
  for (let left = 1 + below(random, 6); left > 0; left--) output = changed(random, output, other);
  return output;
}

/** No input grows without an end. */
const largest = 400_000;

function changed(random: Random, input: Buffer, other: Buffer): Buffer {
  const at = below(random, input.length + 1);
  const until = at + below(random, Math.min(input.length - at, 1 + below(random, 4_000)) + 1);
  const head = input.subarray(0, at);
  const tail = input.subarray(at);
  switch (below(random, 9)) {
    case 0: {
      const copy = Buffer.from(input);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
      return copy;
    }
    case 1: {
      const copy = Buffer.from(input);
      if (at < copy.length) copy[at] = oneOf(random, bytes, 0);
      return copy;
    }
    case 2:
      return Buffer.concat([head, input.subarray(until)]);
    case 3:
      return Buffer.concat([input.subarray(0, until), tail]).subarray(0, largest);
    case 4:
      return head;
    case 5: {
      const from = below(random, other.length);
      const piece = other.subarray(from, from + 1 + below(random, 2_000));
      return Buffer.concat([head, piece, tail]).subarray(0, largest);
    }
    case 6: {
      const morsel = oneOf(random, morsels, Buffer.alloc(1));
      const times = random() < 0.1 ? 1 + below(random, 5_000) : 1;
      return Buffer.concat([head, ...Array.from({ length: times }, () => morsel), tail]).subarray(0, largest);
    }
    case 7:
      return Buffer.concat([head, randomBytes(random, 1 + below(random, 40)), tail]);
    default:
      return Buffer.concat([head, oneOf(random, morsels, Buffer.alloc(1)), tail]);
  }
}

export const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => below(random, 256)));

/** Text with what no UTF-8 decodes to, in one input of ten. */
export function withLoneSurrogate(random: Random, text: string): string {
  if (random() >= 0.1) return text;
  const at = below(random, text.length + 1);
  return `${text.slice(0, at)}${oneOf(random, ["\ud83d", "\udc2b", "\udc2b\ud83d"], "\ud83d")}${text.slice(at)}`;
}
