import { factsOfVersion, type VersionFacts } from "../opam/index-facts.ts";
import { newestFirst } from "../opam/index-format.ts";
import { type PackageIndex, versionsOf } from "../opam/package-index.ts";
import { directoryOf } from "../workspace/paths.ts";
import type { Sources } from "../workspace/sources.ts";
import type { RepositoryFiles } from "./repository-files.ts";

/**
 * What is known of packages while a repository is judged: its own versions as they stand in it, and all others of another index,
 * which has the overlays. A package is read when it is first asked for.
 */
export function repositoryIndex(
  files: RepositoryFiles,
  sources: Sources,
  elsewhere: PackageIndex | undefined,
): PackageIndex {
  const joined = new Map<string, readonly VersionFacts[]>();
  const versionsNamed = (name: string): readonly VersionFacts[] => {
    const known = joined.get(name);
    if (known !== undefined) return known;
    const own = ownVersions(files, sources, name);
    const ownNames = new Set(own.map(({ version }) => version));
    const others = elsewhere === undefined ? [] : versionsOf(elsewhere, name);
    const all = [...own, ...others.filter(({ version }) => !ownNames.has(version))].sort(newestFirst);
    joined.set(name, all);
    return all;
  };
  return {
    opened: {
      repositories: elsewhere?.opened.repositories ?? [],
      versionCount: elsewhere?.opened.versionCount ?? 0,
      packageNames: () =>
        [...new Set([...files.names(), ...(elsewhere?.opened.packageNames() ?? [])])].sort(),
      versionsOf: (name) => {
        const versions = versionsNamed(name);
        return versions.length === 0 ? undefined : versions;
      },
      versionOf: (name, version) => versionsNamed(name).find((facts) => facts.version === version),
    },
    asOf: elsewhere === undefined ? "this repository" : `this repository, and ${elsewhere.asOf}`,
  };
}

function ownVersions(files: RepositoryFiles, sources: Sources, name: string): readonly VersionFacts[] {
  return files.filesOf(name).flatMap((path): readonly VersionFacts[] => {
    const text = sources.text(path);
    const opam = sources.opam(path);
    const version = directoryOf(path).slice(`packages/${name}/${name}.`.length);
    if (text === undefined || opam === undefined) return [];
    return [factsOfVersion({ name, version, repository: 0 }, text, opam)];
  });
}
