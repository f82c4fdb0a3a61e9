import { type BytesResult, largerThan, type Unfit, unfit } from "./bytes-result.ts";

/** Reads zeros behind the end, and says that it did. */
interface Bits {
  /** At most 24 bits, the highest first. */
  read(count: number): number;
  toNextByte(): void;
  /** In bytes; the one that is begun is counted. */
  position(): number;
  isPastEnd(): boolean;
}

function bitsOf(bytes: Uint8Array): Bits {
  let at = 0;
  let held = 0;
  let count = 0;
  return {
    read(wanted) {
      for (; count < wanted; count += 8) held = (held << 8) | (bytes[at++] ?? 0);
      count -= wanted;
      return (held >>> count) & ((1 << wanted) - 1);
    },
    toNextByte: () => {
      count -= count % 8;
    },
    position: () => at - Math.floor(count / 8),
    isPastEnd: () => at - Math.floor(count / 8) > bytes.length,
  };
}

const damaged = unfit("damaged bzip2 data");

const unitOfBlocks = 100_000;
const blockMark = 0x314159;
const blockMarkRest = 0x265359;
const endMark = 0x177245;
const endMarkRest = 0x385090;

/** Unpacks bzip2 data of one stream or several. `limit` is the most bytes that are unpacked. */
export function bunzip2(packed: Uint8Array, limit: number): BytesResult {
  const bits = bitsOf(packed);
  const output = growingOutput(limit);
  do {
    const failure = readStream(bits, output);
    if (failure !== undefined) return failure;
    bits.toNextByte();
  } while (bits.position() < packed.length);
  return { kind: "bytes", bytes: output.taken() };
}

function readStream(bits: Bits, output: Output): Unfit | undefined {
  const level = bits.read(24) === 0x425a68 ? bits.read(8) - 0x30 : 0;
  if (level < 1 || level > 9) return damaged;
  let checksum = 0;
  for (;;) {
    const mark = bits.read(24);
    const rest = bits.read(24);
    const stated = ((bits.read(16) << 16) | bits.read(16)) >>> 0;
    if (bits.isPastEnd()) return unfit("bzip2 data that is cut off");
    if (mark === endMark && rest === endMarkRest) return stated === checksum ? undefined : damaged;
    if (mark !== blockMark || rest !== blockMarkRest) return damaged;
    const block = readBlock(bits, level * unitOfBlocks);
    if (block === undefined) return damaged;
    const actual = writeBlock(block, output);
    if (actual === undefined) return unfit(largerThan(output.limit));
    if (actual !== stated) return damaged;
    checksum = (((checksum << 1) | (checksum >>> 31)) ^ stated) >>> 0;
  }
}

/** The bytes of a block as the Burrows-Wheeler transform left them, and where the original begins. */
interface Block {
  readonly bytes: Uint8Array;
  readonly counts: Uint32Array;
  readonly start: number;
}

const symbolsOfGroup = 50;
const longestCode = 20;

function readBlock(bits: Bits, largest: number): Block | undefined {
  // Blocks that are randomised have not been written since 1999.
  if (bits.read(1) === 1) return undefined;
  const start = bits.read(24);
  const used = readUsedBytes(bits);
  const groups = bits.read(3);
  const selectors = bits.read(15);
  if (groups < 2 || groups > 6 || selectors === 0 || used.length === 0) return undefined;
  const chosen = readSelectors(bits, groups, selectors);
  const codes: Code[] = [];
  for (let group = 0; group < groups; group += 1) {
    const code = readCode(bits, used.length + 2);
    if (code === undefined) return undefined;
    codes.push(code);
  }
  if (chosen === undefined || bits.isPastEnd()) return undefined;
  const tables = chosen.map((group) => codes[group]);
  const block = readSymbols(bits, tables, used, largest);
  return block === undefined || bits.isPastEnd() || start >= block.bytes.length
    ? undefined
    : { ...block, start };
}

function readUsedBytes(bits: Bits): number[] {
  const used: number[] = [];
  const ranges = bits.read(16);
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >>> range)) === 0) continue;
    const members = bits.read(16);
    for (let member = 0; member < 16; member += 1)
      if ((members & (0x8000 >>> member)) !== 0) used.push(range * 16 + member);
  }
  return used;
}

/** Which code holds for each fifty symbols. */
function readSelectors(bits: Bits, groups: number, count: number): readonly number[] | undefined {
  const recent = Array.from({ length: groups }, (_, group) => group);
  const chosen: number[] = [];
  for (let done = 0; done < count; done += 1) {
    let place = 0;
    while (bits.read(1) === 1) {
      place += 1;
      if (place >= groups) return undefined;
    }
    chosen.push(moveToFront(recent, place));
  }
  return chosen;
}

function moveToFront(recent: number[], place: number): number {
  const [moved = 0] = recent.splice(place, 1);
  recent.unshift(moved);
  return moved;
}

/** A canonical Huffman code, by lengths from 1 to 20. */
interface Code {
  readonly shortest: number;
  /** The highest code of each length. */
  readonly limits: Int32Array;
  /** What to take from a code to get its place among the symbols. */
  readonly bases: Int32Array;
  readonly symbols: readonly number[];
}

function readCode(bits: Bits, symbolCount: number): Code | undefined {
  const lengths: number[] = [];
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    while (length >= 1 && length <= longestCode && bits.read(1) === 1) length += bits.read(1) === 1 ? -1 : 1;
    if (length < 1 || length > longestCode) return undefined;
    lengths.push(length);
  }
  const limits = new Int32Array(longestCode + 1);
  const bases = new Int32Array(longestCode + 1);
  const symbols: number[] = [];
  let next = 0;
  for (let size = 1; size <= longestCode; size += 1) {
    const before = symbols.length;
    for (const [symbol, other] of lengths.entries()) if (other === size) symbols.push(symbol);
    bases[size] = next - before;
    next += symbols.length - before;
    limits[size] = next - 1;
    next *= 2;
  }
  return { shortest: Math.min(...lengths), limits, bases, symbols };
}

/** Undefined where the bits are no code. */
function readSymbol(bits: Bits, { shortest, limits, bases, symbols }: Code): number | undefined {
  let length = shortest;
  let code = bits.read(length);
  while (code > (limits[length] ?? 0)) {
    length += 1;
    if (length > longestCode) return undefined;
    code = code * 2 + bits.read(1);
  }
  return symbols[code - (bases[length] ?? 0)];
}

/** Undoes the Huffman codes, the runs of the most recent byte, and the moves to the front. */
function readSymbols(
  bits: Bits,
  tables: readonly (Code | undefined)[],
  used: number[],
  largest: number,
): Omit<Block, "start"> | undefined {
  const bytes = new Uint8Array(largest);
  const counts = new Uint32Array(256);
  const last = used.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let position = 0; ; position += 1) {
    const table = tables[Math.floor(position / symbolsOfGroup)];
    const symbol = table === undefined ? undefined : readSymbol(bits, table);
    if (symbol === undefined) return undefined;
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (length + run > largest) return undefined;
      continue;
    }
    if (run > 0) {
      const byte = used[0] ?? 0;
      bytes.fill(byte, length, length + run);
      counts[byte] = (counts[byte] ?? 0) + run;
      length += run;
      run = 0;
      weight = 1;
    }
    if (symbol === last) return { bytes: bytes.subarray(0, length), counts };
    if (length === largest) return undefined;
    const byte = moveToFront(used, symbol - 1);
    bytes[length] = byte;
    counts[byte] = (counts[byte] ?? 0) + 1;
    length += 1;
  }
}

/** Undoes the transform and the first runs (four equal bytes, then how many more); undefined beyond the limit, else the checksum. */
function writeBlock(block: Block, output: Output): number | undefined {
  const next = followersOf(block);
  const { bytes } = block;
  let checksum = 0xffffffff;
  let at = next[block.start] ?? 0;
  let equal = 0;
  let previous = -1;
  for (let done = 0; done < bytes.length; done += 1) {
    const byte = bytes[at] ?? 0;
    at = next[at] ?? 0;
    const copies = equal === 4 ? byte : 1;
    const written = equal === 4 ? previous : byte;
    if (equal === 4) equal = 0;
    else equal = byte === previous ? equal + 1 : 1;
    // What follows a run begins anew, even with the same byte.
    previous = equal === 0 ? -1 : byte;
    if (!output.write(written, copies)) return undefined;
    for (let copy = 0; copy < copies; copy += 1)
      checksum = (checksum << 8) ^ (checksumTable[(checksum >>> 24) ^ written] ?? 0);
  }
  return ~checksum >>> 0;
}

/** Where the byte after each byte stands. */
function followersOf({ bytes, counts }: Block): Uint32Array {
  const next = new Uint32Array(bytes.length);
  const places = new Uint32Array(256);
  let before = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    places[byte] = before;
    before += counts[byte] ?? 0;
  }
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const place = places[byte] ?? 0;
    next[place] = at;
    places[byte] = place + 1;
  }
  return next;
}

const polynomial = 0x04c11db7;

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ polynomial : value << 1;
  return value;
});

interface Output {
  readonly limit: number;
  /** False where that would be more than the limit. */
  write(byte: number, copies: number): boolean;
  taken(): Buffer;
}

function growingOutput(limit: number): Output {
  let bytes = Buffer.alloc(Math.min(limit, 1 << 16));
  let length = 0;
  return {
    limit,
    write(byte, copies) {
      if (length + copies > limit) return false;
      if (length + copies > bytes.length) {
        const larger = Buffer.alloc(Math.min(limit, bytes.length * 2 + copies));
        bytes.copy(larger, 0, 0, length);
        bytes = larger;
      }
      if (copies === 1) bytes[length] = byte;
      else bytes.fill(byte, length, length + copies);
      length += copies;
      return true;
    },
    taken: () => bytes.subarray(0, length),
  };
}
