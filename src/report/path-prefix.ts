import { posix } from "node:path";
import type { Diagnostic, Location, PlacedFix } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";

/**
 * The run with `prefix` and a slash before every path: as seen from a repository in which the checked root is the directory `prefix`.
 * Ids of findings stay what they are; an empty prefix changes nothing.
 */
export function withPathPrefix(run: Run, prefix: string): Run {
  if (prefix === "") return run;
  // A configuration may stand above the checked root.
  const below = (path: string): string =>
    path.startsWith("../") ? posix.normalize(`${prefix}/${path}`) : `${prefix}/${path}`;
  const moved = (at: Location): Location => ({ ...at, file: below(at.file) });
  const above = (file: string): string => file.slice(prefix.length + 1);
  return {
    ...run,
    packages: run.packages.map((owner) =>
      owner.opam === undefined ? owner : { ...owner, opam: below(owner.opam) },
    ),
    libraries: run.libraries.map((library) => ({ ...library, dune: below(library.dune) })),
    stubs: run.stubs.map((stub) => ({
      ...stub,
      file: below(stub.file),
      dune: below(stub.dune),
      ...(stub.builtAs === undefined ? {} : { builtAs: below(stub.builtAs) }),
    })),
    unikernels: run.unikernels.map((unikernel) => ({ ...unikernel, config: below(unikernel.config) })),
    locks: run.locks.map((lock) => ({ ...lock, file: below(lock.file) })),
    diagnostics: run.diagnostics.map((diagnostic) => movedDiagnostic(diagnostic, moved)),
    suppressed: run.suppressed.map((diagnostic) => ({
      ...movedDiagnostic(diagnostic, moved),
      exception: { ...diagnostic.exception, at: moved(diagnostic.exception.at) },
    })),
    ...(run.known === undefined
      ? {}
      : { known: run.known.map((diagnostic) => ({ ...diagnostic, ...movedDiagnostic(diagnostic, moved) })) }),
    ...(run.config === undefined ? {} : { config: { ...run.config, file: below(run.config.file) } }),
    ...(run.publication === undefined
      ? {}
      : {
          publication: {
            ...run.publication,
            missing: run.publication.missing.map((one) => ({ ...one, path: below(one.path) })),
          },
        }),
    unseen: run.unseen.map((part) => ({ ...part, file: below(part.file) })),
    linesOf: (at) => run.linesOf({ ...at, file: above(at.file) }),
    storedText: (file) => run.storedText(above(file)),
  };
}

function movedDiagnostic(diagnostic: Diagnostic, moved: (at: Location) => Location): Diagnostic {
  return {
    ...diagnostic,
    at: moved(diagnostic.at),
    path: diagnostic.path.map((step) => (step.at === undefined ? step : { ...step, at: moved(step.at) })),
    related: diagnostic.related.map((other) => ({ ...other, at: moved(other.at) })),
    ...(diagnostic.also === undefined
      ? {}
      : { also: diagnostic.also.map((other) => ({ ...other, at: moved(other.at) })) }),
    ...(diagnostic.fix === undefined ? {} : { fix: movedFix(diagnostic.fix, moved) }),
  };
}

function movedFix(fix: PlacedFix, moved: (at: Location) => Location): PlacedFix {
  return {
    ...fix,
    edits: fix.edits.map((edit) => {
      const at = moved(edit.at);
      return { ...edit, file: at.file, at };
    }),
  };
}
