import data from "../../data/known-libraries.json" with { type: "json" };

import { type IndexedLibrary, libraryIndex } from "./library-index.ts";

export interface KnownLibrary {
  /** A findlib name (kind library) or an opam package (kind package). */
  readonly name: string;
  readonly kind: "library" | "package";
  /** Which way it fails; `depends` is on the listed name in `through`. */
  readonly fails:
    | "unix"
    | "threads"
    | "c-stubs"
    | "build-time-executable"
    | "retired"
    | "depends"
    | "disabled";
  /** A verb phrase that follows "X is not there on the target: it …" (retired: "X is retired: it …"). */
  readonly because: string;
  /** For `depends`: the listed library it reaches first. */
  readonly through?: string;
  /** The first "PACKAGE VERSION" for which that is so, where it is known. */
  readonly since?: string;
  /** What to use today, names in backquotes; absent where there is none. */
  readonly instead?: string;
  /** Where one can look: a measurement, or repository, release and file. */
  readonly evidence: string;
  /** It comes from the index of source trees, and not from the list that is kept by hand. */
  readonly indexed?: true;
}

const entries = data.known as readonly KnownLibrary[];

const namesOf = (kind: KnownLibrary["kind"]): ReadonlyMap<string, KnownLibrary> =>
  new Map(entries.filter((entry) => entry.kind === kind).map((entry) => [entry.name, entry]));

/** Libraries known not to be there on the solo5 target, by findlib name. A name that is missing here says nothing. */
export const knownLibraries: ReadonlyMap<string, KnownLibrary> = new Map([
  ...libraryIndex.libraries.flatMap(knownFromIndex),
  ...namesOf("library"),
]);

/** Those of them that are kept by hand, with what to use instead: all that a new index may build on. */
export const listedLibraries: ReadonlyMap<string, KnownLibrary> = namesOf("library");

/** Libraries known to be portable, by findlib name, each with what it needs that nothing is known of. */
export const indexedLibraries: ReadonlyMap<string, readonly string[]> = new Map(
  libraryIndex.libraries.flatMap(({ name, verdict, assumes = [] }) =>
    verdict === "portable" && !knownLibraries.has(name) ? [[name, assumes]] : [],
  ),
);

function knownFromIndex(entry: IndexedLibrary): readonly [string, KnownLibrary][] {
  const { name, verdict, fails, because, through, evidence } = entry;
  if (verdict === "portable" || fails === undefined || because === undefined) return [];
  const known: KnownLibrary = {
    name,
    kind: "library",
    fails,
    because,
    ...(through === undefined ? {} : { through }),
    evidence,
    indexed: true,
  };
  return [[name, known]];
}

/** Opam packages whose main library is not there on the solo5 target, or that are retired, by name. */
export const knownPackages: ReadonlyMap<string, KnownLibrary> = namesOf("package");

/** Run-time libraries that a ppx rewriter from elsewhere gives its users, of those that are in `knownLibraries`; by findlib name. */
export const knownRuntimes: ReadonlyMap<string, readonly string[]> = new Map([
  ...libraryIndex.libraries.flatMap(missingRuntimes),
  ...data.rewriters.map(({ name, runtime }): [string, readonly string[]] => [name, runtime]),
]);

function missingRuntimes({ name, runtime = [] }: IndexedLibrary): readonly [string, readonly string[]][] {
  const missing = runtime.filter((library) => knownLibraries.has(library));
  return missing.length === 0 ? [] : [[name, missing]];
}
