import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { archiveName } from "../files/archive.ts";
import { directoriesIn, isDirectory } from "../files/directories.ts";

/** What a path leads `prepublish` to. */
export type Subject =
  | { readonly kind: "tree"; readonly directory: string }
  | { readonly kind: "archive"; readonly file: string }
  | RepositoryPart;

/** A package repository, such as opam-repository, or one part of it. */
export interface RepositoryPart {
  readonly kind: "repository";
  readonly root: string;
  /** Relative to the root, with `/`: `packages/NAME/NAME.VERSION`; empty for the whole repository. */
  readonly below: string;
}

/** Undefined where the path is nothing that could be published. */
export function subjectAt(path: string): Subject | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const absolute = resolve(path);
  const part = repositoryPart(status.isDirectory() ? absolute : dirname(absolute));
  if (status.isDirectory()) return part ?? { kind: "tree", directory: path };
  if (part !== undefined && part.below.split("/").length === 3 && basename(path) === "opam") return part;
  return status.isFile() && archiveName.test(path) ? { kind: "archive", file: path } : undefined;
}

/** The repository that a directory is, or lies in as `packages`, `packages/NAME` or `packages/NAME/NAME.VERSION`. */
function repositoryPart(directory: string): RepositoryPart | undefined {
  const levels = [directory, ...[1, 2, 3].map((up) => resolve(directory, "../".repeat(up)))];
  const at = levels.findIndex((level, up) => isRepository(level) && isBelow(relative(level, directory), up));
  const root = levels[at];
  return root === undefined
    ? undefined
    : { kind: "repository", root, below: relative(root, directory).replaceAll("\\", "/") };
}

/** Whether a way down from a repository's root of so many steps leads to packages of it. */
function isBelow(way: string, steps: number): boolean {
  if (steps === 0) return true;
  const [packages, name = "", version] = way.split(/[/\\]/);
  return packages === "packages" && (version === undefined || version.startsWith(`${name}.`));
}

/** A directory with a file `repo`, or with `packages/NAME/NAME.VERSION/opam` and no project of dune's. */
function isRepository(directory: string): boolean {
  const packages = join(directory, "packages");
  if (!isDirectory(packages)) return false;
  if (existsSync(join(directory, "repo"))) return true;
  return !existsSync(join(directory, "dune-project")) && hasVersion(packages);
}

const fewNames = 20;

function hasVersion(packages: string): boolean {
  return directoriesIn(packages)
    .slice(0, fewNames)
    .some((name) =>
      directoriesIn(join(packages, name)).some(
        (version) => version.startsWith(`${name}.`) && existsSync(join(packages, name, version, "opam")),
      ),
    );
}
