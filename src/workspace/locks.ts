import { duneLockFacts, duneLockPackage } from "../facts/dune-lock.ts";
import { type LockFacts, type LockKind, lockFacts } from "../facts/lockfile.ts";
import type { Name } from "../facts/ordered-set.ts";
import type { Vfs } from "../files/vfs.ts";
import { compareVersions } from "../opam/version-order.ts";
import type { DuneTree } from "./dune-tree.ts";
import { baseName, directoryOf } from "./paths.ts";
import type { Place, Sources } from "./sources.ts";

export interface LockPackage {
  readonly name: string;
  readonly version: string;
  /** Its sources go into the workspace; false for what opam or the compiler provides. */
  readonly vendored: boolean;
  /** Whether the lock itself says that dune builds it; undefined where it says nothing. */
  readonly callsDune: boolean | undefined;
  readonly at: Place;
}

export interface LockSource {
  /** `name.version`, or a directory below `duniverse/`. */
  readonly name: string;
  readonly url: string;
  readonly hashes: readonly string[];
  /** Where the URL is written. */
  readonly at: Place;
  /** Where the directory is written, if one is. */
  readonly directoryAt?: Place;
}

export interface LockProblem {
  readonly message: string;
  readonly at: Place;
}

/** A lockfile, or a lock directory of dune, whichever tool made it. */
export interface Lock {
  readonly kind: LockKind;
  readonly file: string;
  /** Where a finding about the whole lock points. */
  readonly at: Place;
  readonly formatVersion: { readonly text: string; readonly at: Place } | undefined;
  readonly packages: readonly LockPackage[];
  /** What is pinned to a source of its own. */
  readonly pins: readonly LockSource[];
  /** What is fetched into the workspace. */
  readonly fetched: readonly LockSource[];
  readonly rootPackages: readonly string[];
  readonly provided: readonly string[];
  readonly repositories: readonly { readonly url: string; readonly at: Place }[] | undefined;
  /** False where a lock directory says that not all of its repositories are recorded. */
  readonly repositoriesComplete: boolean;
  readonly problems: readonly LockProblem[];
}

/** The locks of the tree's own directories; what it vendors, and what dune does not read, is left alone. */
export function findLocks(sources: Sources, tree: DuneTree): readonly Lock[] {
  return sources.vfs.files.flatMap((file): readonly Lock[] => {
    const directory = tree.directories.get(directoryOf(file));
    if (directory === undefined || directory.status !== "normal") return [];
    if (isLockfile(file)) return lockfile(sources, file);
    return baseName(file) === "lock.dune" ? duneLock(sources, file, directory.files) : [];
  });
}

/** Whether a path is called as opam's and opam-monorepo's lockfiles are. */
const isLockfile = (path: string): boolean => /(?:^|\/|\.)opam\.locked$/.test(path);

function lockfile(sources: Sources, file: string): readonly Lock[] {
  const text = sources.text(file);
  return text === undefined ? [] : [lockOf(file, lockFacts(text))];
}

function lockOf(file: string, facts: LockFacts): Lock {
  const placed = (name: Name): Place => ({ file, span: name.span });
  return {
    kind: facts.kind,
    file,
    at: { file, span: facts.start },
    formatVersion:
      facts.formatVersion === undefined
        ? undefined
        : { text: facts.formatVersion.text, at: placed(facts.formatVersion) },
    packages: facts.packages.map(({ name, version, vendored }) => ({
      name: name.text,
      version,
      vendored,
      callsDune: undefined,
      at: placed(name),
    })),
    pins: facts.pins.map(({ name, url, hashes }) => ({ name, url: url.text, hashes, at: placed(url) })),
    fetched: facts.directories.map(({ name, directory, url, hashes }) => ({
      name,
      url: url.text,
      hashes,
      at: placed(url),
      directoryAt: placed(directory),
    })),
    rootPackages: facts.rootPackages.length > 0 ? facts.rootPackages : [stemOf(file)],
    provided: facts.provided,
    repositories: facts.repositories?.map((repository) => ({
      url: repository.text,
      at: placed(repository),
    })),
    repositoriesComplete: true,
    problems: [
      ...facts.errors.map(({ message, span }) => ({ message, at: { file, span } })),
      ...(facts.kind === "opam-monorepo" ? monorepoProblems(file, facts) : []),
    ],
  };
}

/** `foo` of `dir/foo.opam.locked`. */
function stemOf(file: string): string {
  return baseName(file).replace(/\.?opam\.locked$/, "");
}

/** What opam-monorepo itself complains of. Source: its lib/lockfile.ml. */
function monorepoProblems(file: string, facts: LockFacts): readonly LockProblem[] {
  if (!/^0\.[123](?:\.|$)/.test(facts.formatVersion?.text ?? "")) return [];
  const directories = new Set(facts.directories.map(({ url }) => url.text));
  const pinned = new Set(facts.pins.map(({ name }) => name));
  const homeless = facts.pins
    .filter(({ url }) => !directories.has(url.text))
    .map(({ name, url }) => ({
      message: `${name} is fetched from a URL that x-opam-monorepo-duniverse-dirs has no directory for`,
      at: { file, span: url.span },
    }));
  const sourceless = facts.packages
    .filter(({ name, version, vendored }) => vendored && !pinned.has(`${name.text}.${version}`))
    .map(({ name }) => ({
      message: `${name.text} is to be vendored, and pin-depends does not say from where`,
      at: { file, span: name.span },
    }));
  return [...homeless, ...sourceless];
}

function duneLock(sources: Sources, file: string, files: readonly string[]): readonly Lock[] {
  const text = sources.text(file);
  if (text === undefined) return [];
  const facts = duneLockFacts(text);
  const directory = directoryOf(file);
  const packages = files
    .filter((name) => name.endsWith(".pkg"))
    .flatMap((name) => dunePackage(sources, directory === "" ? name : `${directory}/${name}`));
  const problemsIn = (path: string, errors: LockFacts["errors"]): readonly LockProblem[] =>
    errors.slice(0, 1).map(({ message, span }) => ({ message, at: { file: path, span } }));
  return [
    {
      kind: "dune-lock",
      file,
      at: { file, span: facts.start },
      formatVersion: undefined,
      packages: packages.map(({ locked }) => locked),
      pins: [],
      fetched: packages.flatMap((found) => found.fetched),
      rootPackages: [],
      provided: [],
      repositories: facts.repositories?.map(({ text: url, span }) => ({ url, at: { file, span } })),
      repositoriesComplete: facts.complete,
      problems: [
        ...problemsIn(file, facts.errors),
        ...packages.flatMap(({ locked, errors }) => problemsIn(locked.at.file, errors)),
      ],
    },
  ];
}

interface DunePackage {
  readonly locked: LockPackage;
  readonly fetched: readonly LockSource[];
  readonly errors: LockFacts["errors"];
}

function dunePackage(sources: Sources, file: string): readonly DunePackage[] {
  const text = sources.text(file);
  if (text === undefined) return [];
  const facts = duneLockPackage(text);
  const stem = baseName(file).slice(0, -".pkg".length);
  const version = facts.version?.text ?? stem.slice(stem.indexOf(".") + 1);
  const [name = stem] = stem.split(".");
  return [
    {
      locked: {
        name,
        version,
        vendored: facts.sources.length > 0,
        callsDune: facts.callsDune,
        at: { file, span: facts.version?.span ?? { start: 0, end: 0 } },
      },
      fetched: facts.sources.map(({ url, hash }) => ({
        name: `${name}.${version}`,
        url: url.text,
        hashes: hash === undefined ? [] : [hash],
        at: { file, span: url.span },
      })),
      errors: facts.errors,
    },
  ];
}

const solo5Packages: ReadonlySet<string> = new Set(["ocaml-solo5", "solo5", "mirage-solo5", "mirage-xen"]);

/** Whether a lock is of a unikernel for a target of ocaml-solo5; one for Unix is none. */
export const isForUnikernel = ({ packages }: Lock): boolean =>
  packages.some(({ name }) => solo5Packages.has(name));

/** The target that the tree's lockfiles were made for, by their ocaml-solo5; undefined where they name none, or several. */
export function targetOfLocks(vfs: Vfs): string | undefined {
  const targets = vfs.files.flatMap((file) => {
    if (!isLockfile(file) || file.includes("duniverse/")) return [];
    const read = vfs.read(file);
    if (read.kind !== "text" || !read.text.includes("ocaml-solo5")) return [];
    const locked = lockFacts(read.text).packages.find(({ name }) => name.text === "ocaml-solo5");
    return locked === undefined ? [] : [targetOfSolo5(locked.version)];
  });
  return new Set(targets).size === 1 ? targets[0] : undefined;
}

/** Since 1.0 ocaml-solo5 is for OCaml 5. */
const targetOfSolo5 = (version: string): string =>
  compareVersions(version, "1.0~") < 0 ? "solo5-0.8" : "solo5-1.3";
