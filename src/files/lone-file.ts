import { statSync } from "node:fs";
import { basename } from "node:path";
import { readWithin } from "./directory.ts";
import { memoryVfs, type Vfs } from "./vfs.ts";

/** What can be checked by itself. */
const lone = /(?:^|\.)opam(?:\.locked)?$/;

/** A tree of one opam file or lockfile; undefined where the path is no such file, or cannot be read. */
export function loneFileVfs(path: string): Vfs | undefined {
  const name = basename(path);
  if (!lone.test(name) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  try {
    const result = readWithin(path, 0);
    if (result.kind === "unreadable") return undefined;
    const vfs = memoryVfs({ [name]: result.text });
    return { ...vfs, read: (path) => (path === name ? result : vfs.read(path)) };
  } catch {
    return undefined;
  }
}
