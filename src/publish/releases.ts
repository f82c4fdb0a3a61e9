import { readGit } from "../files/git.ts";
import { commitOf, type GitRepository } from "../files/git-tree.ts";

/** A version that was released, by its tag. */
export interface Release {
  readonly tag: string;
  readonly commit: string;
}

/** `1.0`, `v1.0`, `mirage-flow.1.0`, `mirage-flow-v1.0`. */
const versionTags = ["[0-9]*", "v[0-9]*", "*[-.][0-9]*", "*[-.]v[0-9]*"];

/** The last version tag before a commit: one that stands at the commit itself names what is about to be published. */
export function lastRelease(repository: GitRepository, commit: string): Release | undefined {
  const nearest = nearestRelease(repository, commit);
  return nearest?.commit === commit ? nearestRelease(repository, `${commit}^`) : nearest;
}

function nearestRelease(repository: GitRepository, revision: string): Release | undefined {
  const matching = versionTags.flatMap((tags) => ["--match", tags]);
  const answer = readGit(repository.directory, ["describe", "--tags", "--abbrev=0", ...matching, revision]);
  return answer === undefined ? undefined : releaseAt(repository, answer.toString("utf8").trimEnd());
}

/** Undefined where there is no such tag; any other name of a commit will do too. */
export function releaseAt(repository: GitRepository, tag: string): Release | undefined {
  const commit = commitOf(repository, `refs/tags/${tag}`) ?? commitOf(repository, tag);
  return commit === undefined ? undefined : { tag, commit };
}
