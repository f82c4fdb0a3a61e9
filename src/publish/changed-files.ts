import { createHash } from "node:crypto";
import { readGit } from "../files/git.ts";
import { commitOf, gitTree, openRepository } from "../files/git-tree.ts";
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
  const commit = commitOf(repository, since);
  if (commit === undefined) return `no commit ${since} in ${root}`;
  const tree = gitTree(repository, branchingPoint(root, commit));
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

/** What others have added to the branch in question in the meantime is no change of this one's. */
function branchingPoint(root: string, commit: string): string {
  const answer = readGit(root, ["merge-base", commit, "HEAD"])?.toString("latin1").trim();
  return answer === undefined || answer === "" ? commit : answer;
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
