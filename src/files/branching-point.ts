import { readGit } from "./git.ts";
import { commitOf, type GitRepository } from "./git-tree.ts";

/** A commit, or why there is none. */
export type BranchingPoint =
  | { readonly kind: "commit"; readonly commit: string }
  | { readonly kind: "unfit"; readonly why: string };

/** The last commit that HEAD and a revision such as `origin/main` have in common: what others have added there since is no change of this branch's. */
export function branchingPoint(repository: GitRepository, revision: string): BranchingPoint {
  const { directory } = repository;
  const unfit = (why: string): BranchingPoint => {
    const more = isShallow(directory)
      ? "; this is a shallow clone, so fetch all of its history (actions/checkout: fetch-depth: 0)"
      : "";
    return { kind: "unfit", why: why + more };
  };
  const commit = commitOf(repository, revision);
  if (commit === undefined) return unfit(`no commit ${revision} in ${directory}`);
  const head = commitOf(repository, "HEAD");
  if (head === undefined) return unfit(`nothing is committed on the branch of ${directory}`);
  const common = readGit(directory, ["merge-base", commit, head])?.toString("latin1").trim();
  return common === undefined || common === ""
    ? unfit(`${revision} and HEAD have no commit in common`)
    : { kind: "commit", commit: common };
}

const isShallow = (directory: string): boolean =>
  readGit(directory, ["rev-parse", "--is-shallow-repository"])?.toString("latin1").trim() === "true";
