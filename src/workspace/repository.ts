import type { Package } from "./model.ts";
import type { Sources } from "./sources.ts";

const entry = /^packages\/[^/]+\/(?<nameVersion>(?<name>[^/.]+)\.[^/]+)\/opam$/;

/** The packages of an opam-repository checkout, every version one of its own. */
export function repositoryPackages(sources: Sources): readonly Package[] {
  return sources.vfs.files.flatMap((file): readonly Package[] => {
    const name = entry.exec(file)?.groups?.nameVersion;
    const opam = name === undefined ? undefined : sources.opam(file);
    if (name === undefined || opam === undefined) return [];
    const depends = [
      ...opam.depends.map((dependency) => ({ ...dependency, optional: false })),
      ...opam.depopts.map((dependency) => ({ ...dependency, optional: true })),
    ].map(({ name: asked, filters, optional }) => ({
      name: asked,
      filters,
      optional,
      at: { file, span: asked.span },
    }));
    return [
      {
        name,
        project: undefined,
        opamFile: file,
        opam,
        at: { file, span: opam.start },
        depends,
        vendored: false,
      },
    ];
  });
}
