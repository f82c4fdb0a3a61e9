import { alwaysSkipped, deepest, mostFiles } from "./discover.ts";
import type { LeftOut, ReadResult, Vfs } from "./vfs.ts";

/** What stands at one path of a tree that is no directory on disk: a commit's, or an archive's. */
export type TreeEntry =
  | { readonly kind: "file"; read(): ReadResult }
  | { readonly kind: "link"; readonly target: string }
  /** Something that is not read, and why. */
  | { readonly kind: "left-out"; readonly why: string };

const mostLinks = 40;

/** The files of a tree, by path. Symbolic links lead to files of the tree alone. */
export function treeVfs(entries: ReadonlyMap<string, TreeEntry>): Vfs {
  const directories = directoriesOf(entries.keys());
  const files: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const [path, entry] of entries) {
    if (path.split("/").some((part) => alwaysSkipped.has(part))) continue;
    const why = reasonToLeaveOut(path, entry, entries, directories);
    if (why !== undefined) leftOut.push({ path, why });
    else files.push(path);
  }
  files.sort();
  if (files.length > mostFiles) leftOut.push({ path: ".", why: `more than ${mostFiles} files` });
  const listed = new Set(files.slice(0, mostFiles));
  return {
    files: [...listed],
    leftOut,
    has: (path) => listed.has(path),
    read: (path) => (listed.has(path) ? readAt(path, entries) : unreadable("no such file")),
  };
}

const unreadable = (why: string): ReadResult => ({ kind: "unreadable", why });

function reasonToLeaveOut(
  path: string,
  entry: TreeEntry,
  entries: ReadonlyMap<string, TreeEntry>,
  directories: ReadonlySet<string>,
): string | undefined {
  if (entry.kind === "left-out") return entry.why;
  if (path.split("/").length > deepest) return `deeper than ${deepest} directories`;
  if (path.includes("\uFFFD")) return "a name that is not UTF-8";
  if (entry.kind === "file") return undefined;
  const end = followed(path, entries);
  return end.kind === "at" && directories.has(end.path)
    ? "a symbolic link to a directory, which is not followed"
    : undefined;
}

function directoriesOf(paths: Iterable<string>): ReadonlySet<string> {
  const directories = new Set([""]);
  for (const path of paths)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const directory = path.slice(0, at);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  return directories;
}

function readAt(path: string, entries: ReadonlyMap<string, TreeEntry>): ReadResult {
  const end = followed(path, entries);
  if (end.kind === "outside") return unreadable("a symbolic link leads out of the checked tree");
  if (end.kind === "circle") return unreadable("a symbolic link that leads in a circle");
  const entry = entries.get(end.path);
  return entry?.kind === "file" ? entry.read() : unreadable("no such file");
}

/** Where a path leads once all links are followed. */
type End =
  | { readonly kind: "at"; readonly path: string }
  | { readonly kind: "outside" }
  | { readonly kind: "circle" };

export function followed(path: string, entries: ReadonlyMap<string, TreeEntry>): End {
  const ahead = path.split("/").reverse();
  const behind: string[] = [];
  let links = 0;
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (behind.pop() === undefined) return { kind: "outside" };
      continue;
    }
    behind.push(part);
    const entry = entries.get(behind.join("/"));
    if (entry?.kind !== "link") continue;
    links += 1;
    if (links > mostLinks) return { kind: "circle" };
    if (entry.target.startsWith("/")) return { kind: "outside" };
    behind.pop();
    ahead.push(...entry.target.split("/").reverse());
  }
  return { kind: "at", path: behind.join("/") };
}
