import { gunzipSync } from "node:zlib";
import type { ArchiveMember, ReadArchive } from "./archive-member.ts";
import { type BytesResult, largerThan, type Unfit, unfit } from "./bytes-result.ts";
import { bunzip2 } from "./bzip2.ts";
import { readRegularFile } from "./directory.ts";
import { deepest } from "./discover.ts";
import { readTar } from "./tar.ts";
import { followed, type TreeEntry, treeVfs } from "./tree-vfs.ts";
import { largestFile, textIn, type Vfs } from "./vfs.ts";
import { readZip } from "./zip.ts";

/** What an archive holds, read in memory; its one top directory, `NAME-VERSION/`, is taken away. */
export type Archive =
  | {
      readonly kind: "archive";
      readonly vfs: Vfs;
      /** Empty where there is none. */
      readonly topDirectory: string;
      /** The commit that `git archive` writes into the archive. */
      readonly commit: string | undefined;
    }
  | Unfit;

const largestArchive = 100_000_000;
const mostUnpacked = 400_000_000;
/** Sources shrink to a fifth; what shrinks far more is there to fill a memory. */
const highestRatio = 200;
const alwaysUnpacked = 20_000_000;

export const archiveName = /\.(?:tbz|tgz|tar|tar\.gz|tar\.bz2|zip)$/;

/** Reads a .tar, also under gzip or bzip2, or a .zip, whatever its name. Nothing is extracted, and a member that leaves the root makes all of it unfit. */
export function openArchive(file: string): Archive {
  const read = readRegularFile(file, largestArchive);
  return read.kind === "unfit" ? read : readArchive(read.bytes);
}

export function readArchive(bytes: Buffer): Archive {
  const limit = Math.min(mostUnpacked, Math.max(alwaysUnpacked, bytes.length * highestRatio));
  const archive = isZip(bytes) ? readZip(bytes, limit) : readPackedTar(bytes, limit);
  return archive.kind === "unfit" ? archive : archiveOf(archive);
}

const zipMarks = [0x04034b50, 0x06054b50];

const isZip = (bytes: Buffer): boolean => bytes.length >= 4 && zipMarks.includes(bytes.readUInt32LE(0));

function readPackedTar(bytes: Buffer, limit: number): ReadArchive {
  const unpacked = unpack(bytes, limit);
  return unpacked.kind === "unfit" ? unpacked : readTar(unpacked.bytes);
}

function unpack(bytes: Buffer, limit: number): BytesResult {
  if (bytes.toString("latin1", 0, 3) === "BZh") return bunzip2(bytes, limit);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { kind: "bytes", bytes };
  try {
    return { kind: "bytes", bytes: gunzipSync(bytes, { maxOutputLength: limit }) };
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return unfit(tooLarge ? largerThan(limit) : "damaged gzip data, or data that is cut off");
  }
}

function archiveOf({ members, commit }: Extract<ReadArchive, { kind: "members" }>): Archive {
  for (const member of members) {
    const wrong = whatIsWrongWith(member);
    if (wrong !== undefined) return unfit(`holds ${member.path.slice(0, longestPath)}, ${wrong}`);
  }
  if (members.filter(({ kind }) => kind === "link").length > mostLinks)
    return unfit(`holds more than ${mostLinks} links`);
  const placed = members.map((member) => ({ ...member, path: plain(member.path) }));
  const topDirectory = topDirectoryOf(placed);
  const below = topDirectory === "" ? 0 : topDirectory.length + 1;
  const entries = entriesOf(placed, below);
  if (typeof entries === "string") return unfit(entries);
  const astray = [...entries].find(
    ([path, { kind }]) => kind === "link" && followed(path, entries).kind === "outside",
  );
  if (astray !== undefined) return unfit(`holds ${astray[0]}, a link that leads out of the archive`);
  return { kind: "archive", vfs: treeVfs(entries), topDirectory, commit };
}

const longestPath = 1024;
const longestTarget = 256;
const mostLinks = 2000;

function whatIsWrongWith({ path, target }: ArchiveMember): string | undefined {
  if (path.length > longestPath || path.split("/").length > deepest) return "a path that is too long";
  if (target.length > longestTarget) return "a link to a path that is too long";
  if (/\p{Cc}/u.test(path)) return "a name with control characters";
  if (path.startsWith("/")) return "an absolute path";
  return path.split("/").includes("..") ? "a path that leads out of the archive" : undefined;
}

const plain = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");

/** The directory that everything is in; empty where there is no such. */
function topDirectoryOf(members: readonly ArchiveMember[]): string {
  const tops = new Set(members.flatMap(({ path }) => (path === "" ? [] : [path.split("/", 1)[0] ?? ""])));
  const [top = ""] = tops;
  const isDirectory = members.every(({ path, kind }) => path !== top || kind === "directory");
  return tops.size === 1 && isDirectory ? top : "";
}

/** A text says what is wrong; `below` is how much of every path to take away. */
function entriesOf(
  members: readonly ArchiveMember[],
  below: number,
): ReadonlyMap<string, TreeEntry> | string {
  const contents = new Map<string, Buffer>();
  const entries = new Map<string, TreeEntry>();
  const directories = new Set<string>();
  for (const { path, kind, content, target } of members) {
    const name = path.slice(below);
    if (kind === "directory") {
      directories.add(name);
      continue;
    }
    if (name === "") return "holds a member without a name";
    if (entries.has(name)) return `holds ${name} twice`;
    const linked = kind === "hard-link" ? contents.get(plain(target)) : content;
    if (linked === undefined) return `holds ${name}, a link to no file before it`;
    if (kind !== "link") contents.set(path, linked);
    entries.set(name, kind === "link" ? { kind, target } : fileEntry(linked));
  }
  const twice = [...directories].find((name) => entries.has(name));
  if (twice !== undefined) return `holds ${twice} twice`;
  const misplaced = [...entries.keys(), ...directories].find((name) => isBelowAFile(name, entries));
  return misplaced === undefined ? entries : `holds ${misplaced} below what is no directory`;
}

function isBelowAFile(name: string, entries: ReadonlyMap<string, TreeEntry>): boolean {
  for (let at = name.indexOf("/"); at !== -1; at = name.indexOf("/", at + 1))
    if (entries.has(name.slice(0, at))) return true;
  return false;
}

const fileEntry = (content: Buffer): TreeEntry => ({
  kind: "file",
  read: () =>
    content.length > largestFile
      ? { kind: "unreadable", why: `larger than ${largestFile / 1_000_000} MB` }
      : textIn(content),
});
