import { realpathSync } from "node:fs";
import { join } from "node:path";
import { directoriesIn } from "../files/directories.ts";
import { readerBelow } from "../files/directory.ts";
import type { ReadResult, Vfs } from "../files/vfs.ts";

/** The opam files of a package repository: `packages/NAME/NAME.VERSION/opam`. */
export interface RepositoryFiles {
  /** Sorted by code units. */
  names(): readonly string[];
  /** The paths of a package's opam files, sorted; empty where the repository does not have it. */
  filesOf(name: string): readonly string[];
  read(path: string): ReadResult;
}

const entry = /^packages\/(?<name>[^/]+)\/(?<version>[^/]+)\/opam$/;

/** Whether a directory `version` below `packages/NAME` is one of its versions. */
const isVersion = (version: string, name: string): boolean => version.startsWith(`${name}.`);

/** Looks into the directory of a package when it is first asked for it. */
export function directoryRepository(root: string): RepositoryFiles {
  const realRoot = realpathSync(root);
  const found = new Map<string, readonly string[]>();
  return {
    names: () => directoriesIn(join(realRoot, "packages")),
    filesOf: (name) => {
      const known = found.get(name);
      if (known !== undefined) return known;
      const versions = isPlain(name) ? directoriesIn(join(realRoot, "packages", name)) : [];
      const files = versions
        .filter((version) => isVersion(version, name))
        .map((version) => `packages/${name}/${version}/opam`);
      found.set(name, files);
      return files;
    },
    read: readerBelow(realRoot),
  };
}

/** What an opam file names could lead anywhere. */
const isPlain = (name: string): boolean => !/[/\\\0]/.test(name) && name !== "." && name !== "..";

/** Whether a tree is a package repository, and no project that merely keeps packages. */
export const holdsRepository = ({ files, has }: Vfs): boolean =>
  !has("dune-project") && files.some((file) => entry.test(file));

/** The repository in an archive, or in another tree that has been listed. */
export function vfsRepository(vfs: Vfs): RepositoryFiles {
  const found = new Map<string, string[]>();
  for (const file of vfs.files) {
    const { name, version } = entry.exec(file)?.groups ?? {};
    if (name === undefined || version === undefined || !isVersion(version, name)) continue;
    const files = found.get(name);
    if (files === undefined) found.set(name, [file]);
    else files.push(file);
  }
  return {
    names: () => [...found.keys()].sort(),
    filesOf: (name) => found.get(name) ?? [],
    read: (path) => vfs.read(path),
  };
}
