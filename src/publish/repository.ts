import type { Vfs } from "../files/vfs.ts";
import { examineSources } from "../lint/check.ts";
import { shippedIndex } from "../opam/package-index.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { bareName } from "../workspace/repository.ts";
import { sourcesOf } from "../workspace/sources.ts";
import { changedFiles } from "./changed-files.ts";
import { directoryRepository, type RepositoryFiles } from "./repository-files.ts";
import { repositoryIndex } from "./repository-index.ts";
import { type Published, type PublishRequest, unfit } from "./request.ts";
import type { RepositoryPart } from "./subject.ts";

/** Judges what a package repository in a directory, or a part of it, says of its packages. */
export async function judgeRepository(
  { root, below }: RepositoryPart,
  request: PublishRequest,
): Promise<Published> {
  const files = directoryRepository(root);
  const part = filesBelow(files, below);
  const changed = request.since === undefined ? part : changedFiles(root, files, part, request.since);
  return typeof changed === "string" ? unfit(changed) : judgeVersions(files, changed, request);
}

/** Judges all that a repository in no directory has; it has no commits to compare with. */
export async function judgeWhole(files: RepositoryFiles, request: PublishRequest): Promise<Published> {
  return request.since === undefined
    ? judgeVersions(files, filesBelow(files, ""), request)
    : unfit("--since is for a repository in a directory, where git has what it was");
}

/** Judges the versions of a repository that these opam files are of, by what all of the repository says. */
async function judgeVersions(
  files: RepositoryFiles,
  versions: readonly string[],
  request: PublishRequest,
): Promise<Published> {
  const { packages, wanted = packages } = request.scope;
  const named = packages.size === 0 ? versions : versions.filter((file) => isNamed(file, packages));
  const unknown = [...packages].filter((name) => !named.some((file) => isNamed(file, new Set([name]))));
  if (unknown.length > 0) return unfit(`no package ${unknown.join(", ")} among those to be judged`);
  const sources = sourcesOf(vfsOf(files, []));
  const { run } = await examineSources(
    { ...sources, vfs: vfsOf(files, named) },
    {
      target: loadTarget(request.target ?? defaultTarget),
      packageIndex: repositoryIndex(files, sources, request.packageIndex ?? shippedIndex()),
      scope: {
        ...request.scope,
        packages: new Set(packages.size === 0 ? [] : named.map(versionOf)),
        wanted: new Set(named.filter((file) => isNamed(file, wanted)).map(versionOf)),
      },
      publishing: true,
    },
  );
  const kind = request.since !== undefined && named.length === 0 ? "unchanged" : "run";
  return { kind, run: { ...run, mode: "repository" } };
}

/** `below` is empty, or leads to a package or one of its versions. */
function filesBelow(files: RepositoryFiles, below: string): readonly string[] {
  const [, name, version] = below.split("/");
  if (name === undefined) return files.names().flatMap((one) => files.filesOf(one));
  return files.filesOf(name).filter((file) => version === undefined || versionOf(file) === version);
}

/** `NAME.VERSION` of `packages/NAME/NAME.VERSION/opam`. */
const versionOf = (file: string): string => file.split("/")[2] ?? "";

function isNamed(file: string, names: ReadonlySet<string>): boolean {
  const version = versionOf(file);
  return names.has(version) || names.has(bareName(version, "repository"));
}

/** A tree of these files alone, in which others of the repository can be read. */
function vfsOf({ read }: RepositoryFiles, versions: readonly string[]): Vfs {
  const listed = new Set(versions);
  return { files: [...versions].sort(), leftOut: [], has: (path) => listed.has(path), read };
}
