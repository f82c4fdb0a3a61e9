import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { GitEntry } from "../files/git-tree.ts";
import { largestFile } from "../files/vfs.ts";

/** A file of the last commit that is another now, or not there. */
export interface Uncommitted {
  readonly path: string;
  readonly change: "changed" | "deleted";
}

/**
 * Compares the files below a directory with a commit, byte by byte: `git status` could run filters that the repository names. Line ends
 * do not count.
 */
export function uncommittedFiles(directory: string, entries: readonly GitEntry[]): readonly Uncommitted[] {
  return entries.flatMap((entry): readonly Uncommitted[] => {
    if (entry.kind === "submodule" || entry.size > largestFile) return [];
    const content = contentAt(join(directory, entry.path));
    if (content === undefined) return [{ path: entry.path, change: "deleted" }];
    return isSame(content, entry.object) ? [] : [{ path: entry.path, change: "changed" }];
  });
}

function contentAt(path: string): Buffer | undefined {
  try {
    const status = lstatSync(path);
    if (status.isSymbolicLink()) return Buffer.from(readlinkSync(path));
    return status.isFile() && status.size <= 2 * largestFile ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

const bytesOfSha1 = 40;

function isSame(content: Buffer, object: string): boolean {
  if (objectOf(content, object.length) === object) return true;
  if (!content.includes("\r\n")) return false;
  const text = content.toString("latin1").replaceAll("\r\n", "\n");
  return objectOf(Buffer.from(text, "latin1"), object.length) === object;
}

/** git's name of a file's content; how long it is says which hash the repository uses. */
const objectOf = (content: Buffer, length: number): string =>
  createHash(length === bytesOfSha1 ? "sha1" : "sha256")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
