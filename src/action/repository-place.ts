import { statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { readGit } from "../files/git.ts";
import type { Environment } from "./inputs.ts";

export interface RepositoryPlace {
  /** Where the checked tree stands in its repository, with `/`; empty for the root. */
  readonly pathPrefix: string;
  /** Undefined where GitHub shows another commit, or it is not known which. */
  readonly linkBase: string | undefined;
}

/** Annotations, alerts and links all name a file by its path from the root of the repository, which need not be the checked root. */
export function repositoryPlace(path: string, environment: Environment): RepositoryPlace {
  const directory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);
  const answer = (...words: readonly string[]): string | undefined =>
    readGit(directory, ["rev-parse", ...words])
      ?.toString("utf8")
      .replace(/\n$/, "");
  const { GITHUB_WORKSPACE, GITHUB_SHA } = environment;
  const pathPrefix = answer("--show-prefix") ?? below(GITHUB_WORKSPACE, directory);
  const commit = answer("--verify", "HEAD^{commit}") ?? GITHUB_SHA;
  return {
    pathPrefix: pathPrefix.replace(/\/$/, ""),
    linkBase: commit === GITHUB_SHA ? shownAt(environment) : undefined,
  };
}

/** The way from the workspace down to a directory; empty where it does not lie there. */
function below(workspace: string | undefined, directory: string): string {
  const way = relative(workspace ?? "", resolve(directory));
  return way.startsWith("..") ? "" : way.replaceAll(sep, "/");
}

function shownAt({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA }: Environment): string | undefined {
  if (GITHUB_SERVER_URL === undefined || GITHUB_REPOSITORY === undefined || GITHUB_SHA === undefined)
    return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;
}
