import { join } from "node:path";
import { branchingPoint } from "../files/branching-point.ts";
import { nulTerminated, readGit } from "../files/git.ts";
import { commitOf, committedFiles, type GitEntry, openRepository } from "../files/git-tree.ts";
import { type TreeEntry, treeVfs } from "../files/tree-vfs.ts";
import type { Vfs } from "../files/vfs.ts";

/** A directory as it was before a change, or why that can't be told. */
export type TreeBefore =
  | { readonly kind: "tree"; readonly vfs: Vfs; readonly commit: string }
  | { readonly kind: "unfit"; readonly why: string };

const unfit = (why: string): TreeBefore => ({ kind: "unfit", why });

/**
 * The tree where the branch of a directory left a revision, read from git's objects: nothing is checked out. What git does not keep
 * (an ignored duniverse/, repositories in the repository) is taken to have been as it is in `now`, the directory itself.
 */
export function treeBefore(directory: string, now: Vfs, revision: string): TreeBefore {
  const repository = openRepository(directory);
  if (repository === undefined) return unfit(`${directory} is not in a git repository`);
  const point = branchingPoint(repository, revision);
  if (point.kind === "unfit") return point;
  const listed = readGit(directory, ["ls-files", "-co", "--exclude-standard", "-z"]);
  const kept = new Set(listed === undefined ? [] : nulTerminated(listed));
  if (kept.size === 0) return unfit(`git keeps nothing of ${directory}`);
  const before = committedFiles(repository, point.commit);
  if (before === undefined) return unfit(`git cannot list the files of ${point.commit} in ${directory}`);
  const files = new Map<string, TreeEntry>();
  for (const path of now.files)
    if (!kept.has(path)) files.set(path, { kind: "file", read: () => now.read(path) });
  for (const submodule of before.submodules) putSubmodule(directory, submodule, files, now);
  for (const [path, entry] of before.files) files.set(path, entry);
  return { kind: "tree", vfs: treeVfs(files), commit: point.commit };
}

/** A submodule at the commit that it stood at, where its own repository has that. */
function putSubmodule(
  directory: string,
  { path, object }: GitEntry,
  files: Map<string, TreeEntry>,
  now: Vfs,
): void {
  // What a link leads to is no part of the tree.
  if (!now.files.some((file) => file.startsWith(`${path}/`))) return;
  const repository = openRepository(join(directory, path));
  if (repository?.prefix !== "" || commitOf(repository, object) !== object) return;
  const before = committedFiles(repository, object);
  if (before === undefined) return;
  for (const known of [...files.keys()]) if (known.startsWith(`${path}/`)) files.delete(known);
  for (const [below, entry] of before.files) files.set(`${path}/${below}`, entry);
}
