/** How many characters from a line's start on count for it, blanks left aside. */
const width = 100;
const base = 37;
/** A number of 64 bits goes in two halves, which stay exact as JavaScript's numbers. */
const half = 2 ** 32;
const endOfFile = 0xffff;
const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];

const leaving = BigInt.asUintN(64, BigInt(base) ** BigInt(width));
const leavingHigh = Number(leaving >> 32n);
const leavingLow = Number(leaving & 0xffffffffn);

/**
 * What code scanning knows a line by when it moves, `hash:count` for each line of `text`, the first line's first. This is
 * `primaryLocationLineHash` of github/codeql-action (src/fingerprints.ts): the polynomial in 37, modulo 2^64, of the
 * hundred UTF-16 units from the line's start on, without spaces and tabs and with all line ends as `\n`; the count tells
 * lines of one hash apart. There a carriage return alone ends a line too.
 */
export function lineFingerprints(text: string): readonly string[] {
  const { units, starts } = countedUnits(text);
  const seen = new Map<string, number>();
  const hashes = hashesAt(starts, units);
  return hashes.map((hash) => {
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}

/** The units that count, the end of the file last, and where among them lines start. */
function countedUnits(text: string): { readonly units: Uint16Array; readonly starts: readonly number[] } {
  const units = new Uint16Array(text.length + 1);
  const starts = [0];
  let length = 0;
  let afterReturn = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const counts = unit !== space && unit !== tab && !(afterReturn && unit === lineFeed);
    afterReturn = unit === carriageReturn;
    if (!counts) continue;
    units[length++] = afterReturn ? lineFeed : unit;
    if (afterReturn || unit === lineFeed) starts.push(length);
  }
  units[length++] = endOfFile;
  return { units: units.subarray(0, length), starts };
}

/** Hashes of the windows that begin at `starts`, which ascend; past the last unit there are zeros. */
function hashesAt(starts: readonly number[], units: Uint16Array): readonly string[] {
  const hashes: string[] = [];
  let high = 0;
  let low = 0;
  let end = 0;
  for (const start of starts) {
    for (; end < start + width; end++) {
      const gone = units[end - width] ?? 0;
      const sum = low * base + (units[end] ?? 0) - leavingLow * gone;
      const carry = Math.floor(sum / half);
      low = sum - carry * half;
      high = modulo(high * base + carry - leavingHigh * gone);
    }
    hashes.push(hexadecimal(high, low));
  }
  return hashes;
}

const modulo = (value: number): number => value - Math.floor(value / half) * half;

function hexadecimal(high: number, low: number): string {
  return high === 0 ? low.toString(16) : `${high.toString(16)}${low.toString(16).padStart(8, "0")}`;
}
