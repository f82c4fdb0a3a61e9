import { isUtf8 } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { type ArchiveMember, mostMembers, type ReadArchive, tooManyMembers } from "./archive-member.ts";
import { largerThan, unfit } from "./bytes-result.ts";

/** Where the central directory is. */
interface Directory {
  readonly start: number;
  readonly end: number;
  readonly members: number;
  readonly comment: string;
}

/** One entry of the central directory. */
interface Entry {
  readonly name: Buffer;
  readonly path: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** The file type of Unix, where the archive was made there; 0 elsewhere. */
  readonly fileType: number;
  readonly next: number;
}

const saturated16 = 0xffff;
const saturated32 = 0xffffffff;
const empty = Buffer.alloc(0);

/** Reads a zip archive, zip64 too, by its central directory. `limit` is the most bytes that are unpacked in all. */
export function readZip(bytes: Buffer, limit: number): ReadArchive {
  const directory = findDirectory(bytes);
  if (directory === undefined) return unfit("is no zip archive, or is cut off");
  if (directory.members > mostMembers) return unfit(tooManyMembers);
  const members: ArchiveMember[] = [];
  const ranges: (readonly [start: number, end: number])[] = [];
  let left = limit;
  let at = directory.start;
  for (let count = 0; count < directory.members; count += 1) {
    const entry = readEntry(bytes, at, directory.end);
    if (entry === undefined) return unfit("is damaged");
    at = entry.next;
    left -= entry.size;
    if (left < 0) return unfit(largerThan(limit));
    const start = contentStart(bytes, entry);
    if (start === undefined || start + entry.packedSize > directory.start)
      return unfit(`says of ${entry.path} one thing at its end and another before the member`);
    ranges.push([entry.offset, start + entry.packedSize]);
    const member = memberOf(entry, bytes.subarray(start, start + entry.packedSize));
    if (typeof member === "string") return unfit(`holds ${entry.path}, ${member}`);
    members.push(member);
  }
  if (members.length === 0) return unfit("is an empty zip archive");
  if (overlap(ranges)) return unfit("has members that share their bytes");
  return { kind: "members", members, commit: /^[0-9a-f]{40,64}$/.exec(directory.comment)?.[0] };
}

const endSize = 22;
const locatorSize = 20;
const longestComment = 0xffff;

function findDirectory(bytes: Buffer): Directory | undefined {
  const lowest = Math.max(0, bytes.length - endSize - longestComment);
  for (let at = bytes.length - endSize; at >= lowest; at -= 1) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue;
    if (at + endSize + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    const comment = bytes.toString("latin1", at + endSize);
    return directoryAt(bytes, at, comment);
  }
  return undefined;
}

function directoryAt(bytes: Buffer, at: number, comment: string): Directory | undefined {
  const members = bytes.readUInt16LE(at + 10);
  const size = bytes.readUInt32LE(at + 12);
  const start = bytes.readUInt32LE(at + 16);
  const isPlain = members !== saturated16 && size !== saturated32 && start !== saturated32;
  const end = isPlain ? { members, size, start } : largeDirectory(bytes, at);
  if (end === undefined || end.start + end.size > at) return undefined;
  const disks = bytes.readUInt16LE(at + 4) !== 0 && isPlain;
  return disks ? undefined : { start: end.start, end: end.start + end.size, members: end.members, comment };
}

/** What the record of zip64 says, which a locator before the end leads to. */
function largeDirectory(
  bytes: Buffer,
  end: number,
): { readonly members: number; readonly size: number; readonly start: number } | undefined {
  const locator = end - locatorSize;
  if (locator < 0 || bytes.readUInt32LE(locator) !== 0x07064b50) return undefined;
  const at = Number(bytes.readBigUInt64LE(locator + 8));
  if (at + 56 > locator || bytes.readUInt32LE(at) !== 0x06064b50) return undefined;
  const [members, size, start] = [32, 40, 48].map((offset) => Number(bytes.readBigUInt64LE(at + offset)));
  return members === undefined || size === undefined || start === undefined
    ? undefined
    : { members, size, start };
}

const madeOnUnix = 3;

function readEntry(bytes: Buffer, at: number, end: number): Entry | undefined {
  if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) return undefined;
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (next > end) return undefined;
  const name = bytes.subarray(at + 46, nameEnd);
  const extra = extraFields(bytes.subarray(nameEnd, extraEnd));
  const sizes = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
  const [size, packedSize, offset] = largeNumbers(sizes, extra.get(0x0001));
  if (size === undefined || packedSize === undefined || offset === undefined) return undefined;
  const flags = bytes.readUInt16LE(at + 8);
  const fromUnix = bytes.readUInt8(at + 5) === madeOnUnix;
  return {
    name,
    path: pathOf(name, (flags & 0x800) !== 0),
    method: bytes.readUInt16LE(at + 10),
    encrypted: (flags & 0x2041) !== 0,
    checksum: bytes.readUInt32LE(at + 16),
    packedSize,
    size,
    offset,
    fileType: fromUnix ? (bytes.readUInt32LE(at + 38) >>> 16) & 0o170000 : 0,
    next,
  };
}

/** By their ids; what is malformed ends the list. */
function extraFields(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) break;
    fields.set(bytes.readUInt16LE(at), bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** Numbers that do not fit into 32 bits stand in the field of zip64, in their order; undefined where they do not. */
function largeNumbers(
  numbers: readonly number[],
  field: Buffer | undefined,
): readonly (number | undefined)[] {
  let at = 0;
  return numbers.map((number) => {
    if (number !== saturated32) return number;
    if (field === undefined || at + 8 > field.length) return undefined;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  });
}

/** The upper half of code page 437, in which names are that do not say to be UTF-8. */
const upperHalf =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** Many tools write UTF-8 without saying so. */
function pathOf(name: Buffer, saysUtf8: boolean): string {
  if (saysUtf8 || isUtf8(name)) return name.toString("utf8");
  return [...name]
    .map((byte) => (byte < 128 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 128)))
    .join("");
}

/** Undefined where there is no local header, or one of another name. */
function contentStart(bytes: Buffer, { offset, name }: Entry): number | undefined {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) return undefined;
  const nameEnd = offset + 30 + bytes.readUInt16LE(offset + 26);
  if (!bytes.subarray(offset + 30, nameEnd).equals(name)) return undefined;
  return nameEnd + bytes.readUInt16LE(offset + 28);
}

function overlap(ranges: (readonly [start: number, end: number])[]): boolean {
  ranges.sort(([a], [b]) => a - b);
  return ranges.some(([start], at) => start < (ranges[at - 1]?.[1] ?? 0));
}

const regularFile = 0o100000;
const directoryType = 0o040000;
const symbolicLink = 0o120000;

/** A text says what is wrong with it. */
function memberOf(entry: Entry, packed: Buffer): ArchiveMember | string {
  const { path, fileType } = entry;
  const named = { path, target: "", modified: 0 };
  if (entry.encrypted) return "which is encrypted";
  if (path.endsWith("/") || fileType === directoryType)
    return { ...named, kind: "directory", content: empty };
  if (![0, regularFile, symbolicLink].includes(fileType)) return "neither a file, a directory nor a link";
  const content = contentOf(entry, packed);
  if (typeof content === "string") return content;
  return fileType === symbolicLink
    ? { ...named, kind: "link", content: empty, target: content.toString("utf8") }
    : { ...named, kind: "file", content };
}

const stored = 0;
const deflated = 8;

function contentOf({ method, size, checksum }: Entry, packed: Buffer): Buffer | string {
  if (method !== stored && method !== deflated) return `packed in a way that is not known (${method})`;
  const content = method === stored ? packed : inflated(packed, size);
  return content === undefined || content.length !== size || crc32(content) !== checksum
    ? "which is damaged"
    : content;
}

function inflated(packed: Buffer, size: number): Buffer | undefined {
  try {
    // Zero would stand for no limit.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (checksumTable[(value ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}
