import { directoryVfs } from "../files/directory.ts";
import { nulTerminated, readGit } from "../files/git.ts";
import { commitOf, type GitRepository, type GitTree, gitTree, openRepository } from "../files/git-tree.ts";
import type { Vfs } from "../files/vfs.ts";
import { check } from "../lint/check.ts";
import type { Withheld } from "../lint/judge-options.ts";
import type { PublicationReport, Run } from "../lint/run.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { lastRelease, type Release, releaseAt } from "./releases.ts";
import { type Published, type PublishRequest, runWithPackages, unfit } from "./request.ts";
import { comparedWith } from "./since.ts";
import { uncommittedFiles } from "./uncommitted.ts";

/** Judges what would be shipped of a working tree: what git archives of its last commit, or all of it where there is none. */
export async function judgeTree(directory: string, request: PublishRequest): Promise<Published> {
  const last = lastCommit(directory);
  const published =
    last === undefined
      ? await judgePlain(directory, request)
      : await judgeCommit(directory, last.repository, last.tree, request);
  return published.kind === "unfit" ? published : runWithPackages(published.run, request.scope, directory);
}

interface LastCommit {
  readonly repository: GitRepository;
  readonly tree: GitTree;
}

/** Undefined where git has nothing of the directory: it is in no repository, or one that ignores it. */
function lastCommit(directory: string): LastCommit | undefined {
  const repository = openRepository(directory);
  const commit = repository === undefined ? undefined : commitOf(repository, "HEAD");
  if (repository === undefined || commit === undefined) return undefined;
  const tree = gitTree(repository, commit);
  return tree === undefined || tree.entries.length === 0 ? undefined : { repository, tree };
}

async function judgePlain(directory: string, request: PublishRequest): Promise<Published> {
  if (request.sinceTag !== undefined) return unfit(`git knows no commit of ${directory}`);
  const run = await judgeFiles(directoryVfs(directory), request, undefined, new Map());
  const publication = { subject: "all files of the directory, since git has no commit of it", missing: [] };
  return { kind: "run", run: { ...run, publication } };
}

async function judgeCommit(
  directory: string,
  repository: GitRepository,
  tree: GitTree,
  request: PublishRequest,
): Promise<Published> {
  const { sinceTag } = request;
  const release =
    sinceTag === undefined ? lastRelease(repository, tree.commit) : releaseAt(repository, sinceTag);
  if (sinceTag !== undefined && release === undefined) return unfit(`no tag ${sinceTag} in ${directory}`);
  const withheld = withheldFiles(directory, tree);
  const target = request.target ?? targetOfLocks(tree.vfs) ?? defaultTarget;
  const run = await judgeFiles(tree.vfs, request, target, withheld);
  const compared = release && (await compare(repository, release, run, { ...request, target }));
  const publication: PublicationReport = {
    subject: `what git archives of ${tree.commit.slice(0, shownOfCommit)}`,
    missing: [
      ...uncommittedFiles(directory, tree.entries).map(({ path, change }) => ({ path, why: change })),
      ...[...withheld].map(([path, why]) => ({ path, why })),
    ],
    ...(compared === undefined ? {} : { since: compared.since }),
  };
  return { kind: "run", run: { ...(compared?.run ?? run), publication } };
}

const shownOfCommit = 12;

async function compare(
  repository: GitRepository,
  { tag, commit }: Release,
  run: Run,
  request: PublishRequest,
): Promise<ReturnType<typeof comparedWith> | undefined> {
  const tree = gitTree(repository, commit);
  if (tree === undefined) return undefined;
  return comparedWith(await judgeFiles(tree.vfs, request, request.target, new Map()), run, tag);
}

/** Judges files of a working tree as they would be published once they are committed. */
export const judgeWorkingTree = (vfs: Vfs, request: PublishRequest): Promise<Run> =>
  judgeFiles(vfs, request, request.target, new Map());

function judgeFiles(
  vfs: Vfs,
  { packageIndex, scope }: PublishRequest,
  target: string | undefined,
  withheld: ReadonlyMap<string, Withheld>,
): Promise<Run> {
  return check(vfs, {
    target: loadTarget(target ?? targetOfLocks(vfs) ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope,
    publishing: true,
    withheld,
  });
}

function withheldFiles(directory: string, tree: GitTree): ReadonlyMap<string, Withheld> {
  const untracked = readGit(directory, ["ls-files", "-o", "--exclude-standard", "-z"]);
  const committed = new Set(tree.entries.map(({ path }) => path));
  const submodules = tree.entries.filter(({ kind }) => kind === "submodule");
  return new Map<string, Withheld>([
    ...(untracked === undefined ? [] : nulTerminated(untracked))
      .filter((path) => !committed.has(path))
      .map((path) => [path, "untracked"] as const),
    ...submodules.map(({ path }) => [path, "submodule"] as const),
    ...tree.exportIgnored.map((path) => [path, "export-ignore"] as const),
  ]);
}
