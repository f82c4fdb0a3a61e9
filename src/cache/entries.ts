import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Files of a cache directory, by name. Nothing here throws: what can't be read, is cut short or is somebody else's is not there, and
 * what can't be written is not written. Each file is written beside its place and moved there, so that no run sees half of one.
 */
export interface Entries {
  read(name: string): Buffer | undefined;
  write(name: string, content: Uint8Array): void;
}

export interface EntriesOptions {
  readonly directory: string;
  /** What is used least recently goes when there is more. */
  readonly mostBytes: number;
}

const magic = "mirage-lint cache 1\n";
const sumLength = 32;
const headLength = magic.length + sumLength;
const entryName = /^[\w-]+\.entry$/;
const leftOverName = /^[\w-]+\.entry\.\w+\.new$/;
const oneHour = 3_600_000;

export function entriesIn({ directory, mostBytes }: EntriesOptions): Entries {
  const pathOf = (name: string): string => join(directory, `${name}.entry`);
  return {
    read: (name) => attempt(() => contentOf(name, readRegular(pathOf(name), mostBytes), pathOf(name))),
    write: (name, content) =>
      attempt(() => {
        if (content.length + headLength > mostBytes) return;
        makeDirectory(directory);
        place(pathOf(name), [Buffer.from(magic), sumOf(name, content), content]);
        makeRoom(directory, mostBytes);
      }),
  };
}

function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Of the name too: a file that was renamed is another's. */
function sumOf(name: string, content: Uint8Array): Buffer {
  return createHash("sha256").update(`${name}\0`).update(content).digest();
}

function contentOf(name: string, file: Buffer | undefined, path: string): Buffer | undefined {
  if (file === undefined || file.length < headLength || file.toString("latin1", 0, magic.length) !== magic)
    return undefined;
  const content = file.subarray(headLength);
  if (!sumOf(name, content).equals(file.subarray(magic.length, headLength))) return undefined;
  attempt(() => utimesSync(path, new Date(), new Date()));
  return content;
}

function readRegular(path: string, mostBytes: number): Buffer | undefined {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(handle);
    return status.isFile() && status.size <= mostBytes ? readFileSync(handle) : undefined;
  } finally {
    closeSync(handle);
  }
}

/** Programs that make backups leave out what is marked so: https://bford.info/cachedir/. */
function makeDirectory(directory: string): void {
  if (!makeWithParents(resolve(directory))) return;
  const tag =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What mirage-lint has found; it may be deleted at any time.\n";
  attempt(() => writeFileSync(join(directory, "CACHEDIR.TAG"), tag, { flag: "wx" }));
}

/** False where it is there already. Node's own `recursive` goes on for ever below /proc. */
function makeWithParents(directory: string): boolean {
  if (existsSync(directory)) return false;
  if (dirname(directory) !== directory) makeWithParents(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(directory)) throw error;
  }
  return true;
}

function place(path: string, parts: readonly Uint8Array[]): void {
  const beside = `${path}.${randomBytes(6).toString("hex")}.new`;
  try {
    const handle = openSync(beside, "wx", 0o600);
    try {
      for (const part of parts) writeAll(handle, part);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeAll(handle: number, part: Uint8Array): void {
  for (let at = 0; at < part.length; ) at += writeSync(handle, part, at);
}

interface Stored {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

function makeRoom(directory: string, mostBytes: number): void {
  const stored = storedIn(directory).sort((a, b) => b.usedAt - a.usedAt);
  let bytes = 0;
  for (const { path, size } of stored) {
    bytes += size;
    if (bytes > mostBytes) attempt(() => rmSync(path, { force: true }));
  }
}

/** The entries; what a run that died left half written is removed once it is old. */
function storedIn(directory: string): Stored[] {
  return readdirSync(directory).flatMap((name): readonly Stored[] => {
    if (!entryName.test(name) && !leftOverName.test(name)) return [];
    const path = join(directory, name);
    const status = attempt(() => statSync(path));
    if (status === undefined || !status.isFile()) return [];
    if (entryName.test(name)) return [{ path, size: status.size, usedAt: status.mtimeMs }];
    if (Date.now() - status.mtimeMs > oneHour) attempt(() => rmSync(path, { force: true }));
    return [];
  });
}

/** How many entries a cache directory has, and their bytes; nothing where there is none. */
export function sizeOfCache(directory: string): { readonly entries: number; readonly bytes: number } {
  const stored = attempt(() => storedIn(directory)) ?? [];
  return { entries: stored.length, bytes: stored.reduce((sum, { size }) => sum + size, 0) };
}

/** Removes all entries, and nothing else. False where some could not be removed. */
export function cleanCache(directory: string): boolean {
  const stored = attempt(() => storedIn(directory)) ?? [];
  for (const { path } of stored) attempt(() => rmSync(path, { force: true }));
  return sizeOfCache(directory).entries === 0;
}
