import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type BytesResult, unfit } from "./bytes-result.ts";
import { discover } from "./discover.ts";
import { largestFile, type ReadResult, textIn, type Vfs } from "./vfs.ts";

/** The tree below the directory `root`, which must exist. */
export function directoryVfs(root: string): Vfs {
  const realRoot = realpathSync(root);
  const listing = discover(realRoot);
  const known = new Set(listing.files);
  const insideRoot = insideOf(realRoot);
  return {
    files: listing.files,
    leftOut: listing.leftOut,
    has: (path) => known.has(path),
    read: (path) => (known.has(path) ? readInside(realRoot, path, insideRoot) : unreadable("no such file")),
  };
}

/** Reads files of a directory by their paths from it, as `directoryVfs` does; `realRoot` is no symbolic link. */
export function readerBelow(realRoot: string): (path: string) => ReadResult {
  const insideRoot = insideOf(realRoot);
  return (path) => readInside(realRoot, path, insideRoot);
}

const unreadable = (why: string): ReadResult => ({ kind: "unreadable", why });

/** Whether the real place of a directory lies below the root; answers are remembered. */
function insideOf(realRoot: string): (directory: string) => boolean {
  const answers = new Map<string, boolean>();
  const inside = (real: string): boolean => real === realRoot || real.startsWith(realRoot + sep);
  return (directory) => {
    let answer = answers.get(directory);
    if (answer === undefined) {
      try {
        answer = inside(realpathSync(directory));
      } catch {
        answer = false;
      }
      answers.set(directory, answer);
    }
    return answer;
  };
}

function readInside(realRoot: string, path: string, insideRoot: (directory: string) => boolean): ReadResult {
  const full = join(realRoot, path);
  if (!insideRoot(dirname(full))) return unreadable("a symbolic link leads out of the checked tree");
  try {
    return readWithin(full, constants.O_NOFOLLOW);
  } catch (error) {
    if (codeOf(error) !== "ELOOP" && codeOf(error) !== "EMLINK") return unreadable(reasonOf(error));
  }
  return readThroughLink(full, insideRoot);
}

function readThroughLink(full: string, insideRoot: (directory: string) => boolean): ReadResult {
  try {
    const real = realpathSync(full);
    if (!insideRoot(dirname(real))) return unreadable("a symbolic link leads out of the checked tree");
    return readWithin(real, constants.O_NOFOLLOW);
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

/** Reads a regular file of no more than the largest size; `flags` are added to those of the opening. Throws where it cannot be opened. */
export function readWithin(full: string, flags: number): ReadResult {
  const read = readBytes(full, flags, largestFile);
  return read.kind === "unfit" ? unreadable(read.why) : textIn(read.bytes);
}

/** Reads a regular file of no more than so many bytes; links are followed. */
export function readRegularFile(path: string, limit: number): BytesResult {
  try {
    return readBytes(path, 0, limit);
  } catch (error) {
    return unfit(reasonOf(error));
  }
}

function readBytes(full: string, flags: number, limit: number): BytesResult {
  // O_NONBLOCK: a fifo must not hang the run.
  const handle = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) return unfit("not a regular file");
    if (status.size > limit) return unfit(`larger than ${limit / 1_000_000} MB`);
    return { kind: "bytes", bytes: readFileSync(handle) };
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ELOOP":
      return "a symbolic link that leads in a circle";
    default:
      return codeOf(error) || "cannot be read";
  }
}
