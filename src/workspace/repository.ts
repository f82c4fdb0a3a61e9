import type { Mode, Package } from "./model.ts";
import { opamDependencies } from "./projects.ts";
import type { Sources } from "./sources.ts";

const entry = /^packages\/[^/]+\/(?<nameVersion>(?<name>[^/.]+)\.[^/]+)\/opam$/;

/** The packages of an opam-repository checkout, every version one of its own. */
export function repositoryPackages(sources: Sources): readonly Package[] {
  return sources.vfs.files.flatMap((file): readonly Package[] => {
    const name = entry.exec(file)?.groups?.nameVersion;
    const opam = name === undefined ? undefined : sources.opam(file);
    if (name === undefined || opam === undefined) return [];
    return [
      {
        name,
        project: undefined,
        opamFile: file,
        opam,
        at: { file, span: opam.start },
        // Kept for every version they would take as much room as what they are made of.
        get depends() {
          return [
            ...opamDependencies(file, opam.depends, false),
            ...opamDependencies(file, opam.depopts, true),
          ];
        },
        vendored: false,
      },
    ];
  });
}

/** The package's name without the version that it bears in a repository. */
export function bareName(name: string, mode: Mode): string {
  return mode === "repository" ? (name.split(".")[0] ?? name) : name;
}
