/** A value in `#if`: 64 bits wide, signed or not; or one that depends on what we cannot see. */
export type Value =
  | { readonly kind: "known"; readonly value: bigint; readonly unsigned: boolean }
  | { readonly kind: "unknown"; readonly unsigned: boolean; readonly because: readonly string[] };

export function known(value: bigint, unsigned = false): Value {
  return { kind: "known", value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value), unsigned };
}

const mostNamesKept = 8;

/** A value that depends on the names because of which `values` are not known. */
export function unknownBecause(values: readonly Value[], unsigned = false): Value {
  const names = new Set(values.flatMap((value) => (value.kind === "unknown" ? value.because : [])));
  return { kind: "unknown", unsigned, because: [...names].slice(0, mostNamesKept) };
}

/** A value that depends on `name` alone. */
export function unknownName(name: string): Value {
  return { kind: "unknown", unsigned: false, because: [name] };
}

export function truthValue(holds: boolean): Value {
  return known(holds ? 1n : 0n);
}

const integer =
  /^(?:0[xX](?<hex>[\da-fA-F]+)|0[bB](?<binary>[01]+)|(?<octal>0[0-7]*)|(?<decimal>[1-9]\d*))(?<suffix>[uUlLzZ]*)$/;
const suffixes = new Set(["", "u", "l", "ul", "lu", "ll", "ull", "llu", "z", "uz", "zu"]);
const longestLiteral = 80;

/** The value of an integer constant; undefined where the token is none (a floating constant, a bad suffix). */
export function integerConstant(text: string): Value | undefined {
  const digits = text.replaceAll("'", "");
  if (digits.length > longestLiteral) return undefined;
  const groups = integer.exec(digits)?.groups;
  if (groups === undefined || !suffixes.has((groups.suffix ?? "").toLowerCase())) return undefined;
  const value = magnitude(groups);
  // What does not fit a signed number is taken as unsigned, decimal or not.
  const unsigned = /u/i.test(groups.suffix ?? "") || value > 0x7fff_ffff_ffff_ffffn;
  return known(value, unsigned);
}

function magnitude(groups: Readonly<Record<string, string | undefined>>): bigint {
  if (groups.hex !== undefined) return BigInt(`0x${groups.hex}`);
  if (groups.binary !== undefined) return BigInt(`0b${groups.binary}`);
  if (groups.octal !== undefined) return groups.octal === "0" ? 0n : BigInt(`0o${groups.octal.slice(1)}`);
  return BigInt(groups.decimal ?? "0");
}

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
  E: 27,
  "\\": 92,
  "'": 39,
  '"': 34,
  "?": 63,
};
const character = /\\(?:x([\da-fA-F]+)|([0-7]{1,3})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))|(.)/gsu;

/** The value of a character constant; several characters count as gcc counts them, eight bits each, into an int. */
export function characterConstant(text: string): Value | undefined {
  const open = text.indexOf("'");
  const wide = text.slice(0, open);
  const units = [...text.slice(open + 1, -1).matchAll(character)].map((match) => {
    const [, hex, octal, short, long, letter, plain] = match;
    const code = hex ?? short ?? long;
    if (code !== undefined) return Number.parseInt(code.slice(-8), 16);
    if (octal !== undefined) return Number.parseInt(octal, 8);
    if (letter !== undefined) return escapes[letter] ?? letter.codePointAt(0) ?? 0;
    return plain?.codePointAt(0) ?? 0;
  });
  if (units.length === 0) return undefined;
  if (wide !== "" && wide !== "u8") return known(BigInt(units.at(-1) ?? 0));
  const bytes = units.flatMap((unit) =>
    unit < 256 ? [unit] : [...new TextEncoder().encode(String.fromCodePoint(Math.min(unit, 0x10ffff)))],
  );
  const packed = bytes.reduce((sum, byte) => BigInt.asUintN(32, (sum << 8n) | BigInt(byte)), 0n);
  return known(bytes.length === 1 ? BigInt.asIntN(8, packed) : BigInt.asIntN(32, packed));
}

/** Applies a binary operator that evaluates both sides; undefined for a division by zero. */
export function binary(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === ",") return right;
  const compares = comparison.has(operator);
  const unsigned = shifts.has(operator) ? left.unsigned : !compares && (left.unsigned || right.unsigned);
  if (divides.has(operator) && right.kind === "known" && right.value === 0n) return undefined;
  if (left.kind === "unknown" || right.kind === "unknown") return unknownBecause([left, right], unsigned);
  if (shifts.has(operator)) return shift(operator === "<<", left.value, right, left.unsigned);
  const mixed = left.unsigned || right.unsigned;
  const a = mixed ? BigInt.asUintN(64, left.value) : left.value;
  const b = mixed ? BigInt.asUintN(64, right.value) : right.value;
  return compares ? truthValue(compare(operator, a, b)) : known(arithmetic(operator, a, b), unsigned);
}

const comparison = new Set(["<", ">", "<=", ">=", "==", "!="]);
const shifts = new Set(["<<", ">>"]);
const divides = new Set(["/", "%"]);

function compare(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    default:
      return a !== b;
  }
}

function arithmetic(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    default:
      return a | b;
  }
}

/** A negative count shifts the other way. */
function shift(
  left: boolean,
  value: bigint,
  by: Extract<Value, { kind: "known" }>,
  unsigned: boolean,
): Value {
  const count = by.value;
  if (count < 0n) return shift(!left, value, { ...by, value: -count }, unsigned);
  if (count >= 64n) return known(!left && value < 0n ? -1n : 0n, unsigned);
  return known(left ? value << count : value >> count, unsigned);
}
