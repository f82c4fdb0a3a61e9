import { directoryVfs } from "../files/directory.ts";
import { nulTerminated, readGit } from "../files/git.ts";
import { commitOf, type GitTree, gitTree, openRepository } from "../files/git-tree.ts";
import type { Vfs } from "../files/vfs.ts";
import { check } from "../lint/check.ts";
import type { Withheld } from "../lint/judge-options.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { type Published, type PublishRequest, unfit } from "./request.ts";

/** Judges what would be shipped of a working tree: what git archives of its last commit, or all of it where there is none. */
export async function judgeTree(directory: string, request: PublishRequest): Promise<Published> {
  const { packages, packageIndex, strict } = request;
  const { vfs, withheld } = shippedFiles(directory);
  const run = await check(vfs, {
    target: loadTarget(request.target ?? targetOfLocks(vfs) ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope: { all: false, strict, packages },
    publishing: true,
    withheld,
  });
  const unknown = [...packages].filter((name) => !run.packages.some((owner) => owner.name === name));
  return unknown.length > 0
    ? unfit(`no package ${unknown.join(", ")} in ${directory}`)
    : { kind: "run", run };
}

interface ShippedFiles {
  readonly vfs: Vfs;
  readonly withheld: ReadonlyMap<string, Withheld>;
}

function shippedFiles(directory: string): ShippedFiles {
  const tree = lastCommit(directory);
  return tree === undefined
    ? { vfs: directoryVfs(directory), withheld: new Map() }
    : { vfs: tree.vfs, withheld: withheldFiles(directory, tree) };
}

/** Undefined where git has nothing of the directory: it is in no repository, or one that ignores it. */
function lastCommit(directory: string): GitTree | undefined {
  const repository = openRepository(directory);
  const commit = repository === undefined ? undefined : commitOf(repository, "HEAD");
  if (repository === undefined || commit === undefined) return undefined;
  const tree = gitTree(repository, commit);
  return tree === undefined || tree.entries.length === 0 ? undefined : tree;
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
