import { createHash } from "node:crypto";
import { branchingPoint } from "../files/branching-point.ts";
import { gitTree, openRepository } from "../files/git-tree.ts";
import type { RepositoryFiles } from "./repository-files.ts";

/**
 * Those of the files, as they stand in the directory, that this branch has added or changed since it left a commit; a text says
 * what is wrong. Nothing of the tree is executed: git lists the commit, and contents are compared here.
 */
export function changedFiles(
  root: string,
  { read }: RepositoryFiles,
  among: readonly string[],
  since: string,
): readonly string[] | string {
  const repository = openRepository(root);
  if (repository === undefined) return `${root} is not in a git repository`;
  const point = branchingPoint(repository, since);
  if (point.kind === "unfit") return point.why;
  const tree = gitTree(repository, point.commit);
  if (tree === undefined) return `git cannot list the files of ${since} in ${root}`;
  const objects = new Map(tree.entries.map(({ path, object }) => [path, object]));
  return among.filter((path) => {
    const object = objects.get(path);
    const now = read(path);
    if (object === undefined || now.kind !== "text") return true;
    if (blobOf(now.text, object.length) === object) return false;
    // Line ends, and bytes that are no UTF-8, need not be those of the object.
    const before = tree.vfs.read(path);
    return before.kind !== "text" || withPlainEnds(before.text) !== withPlainEnds(now.text);
  });
}

/** The name that git gives to a file of this content; names of 64 digits are those of a repository with SHA-256. */
function blobOf(text: string, digits: number): string {
  const content = Buffer.from(text, "utf8");
  return createHash(digits === 64 ? "sha256" : "sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

const withPlainEnds = (text: string): string => text.replaceAll("\r\n", "\n");
