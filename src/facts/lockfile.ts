import { type OpamField, type OpamValue, readOpamFile } from "../syntax/opam-file.ts";
import type { ParseError, Span } from "../syntax/span.ts";
import type { Name } from "./ordered-set.ts";

/** One package of a lockfile with the version that it is locked at. */
export interface LockedPackage {
  readonly name: Name;
  readonly version: string;
  /** Where the version is written. */
  readonly span: Span;
  /** Its sources go into `duniverse/`; false for what opam or the compiler provides. */
  readonly vendored: boolean;
}

/** Where the sources of locked packages come from. */
export interface LockedSource {
  /** `name.version`, or the directory below `duniverse/`. */
  readonly name: string;
  readonly url: Name;
  /** `sha256=…`, `md5=…`; empty where none is recorded. */
  readonly hashes: readonly string[];
}

/** A directory that `opam monorepo pull` makes below `duniverse/`. */
export interface DuniverseDirectory extends LockedSource {
  readonly directory: Name;
}

export type LockKind = "opam-monorepo" | "opam-lock" | "dune-lock";

/** What a lockfile says, whichever tool wrote it. */
export interface LockFacts {
  readonly kind: LockKind;
  /** Of opam-monorepo's format: `0.3`; the old duniverse tool's files have `duniverse`. */
  readonly formatVersion: Name | undefined;
  readonly start: Span;
  readonly packages: readonly LockedPackage[];
  readonly pins: readonly LockedSource[];
  readonly directories: readonly DuniverseDirectory[];
  readonly rootPackages: readonly string[];
  readonly provided: readonly string[];
  /** Undefined where none are recorded. */
  readonly repositories: readonly Name[] | undefined;
  readonly errors: readonly ParseError[];
}

/** Whether an opam file's text is a lockfile of opam-monorepo, of any version, or of the duniverse tool before it. */
const monorepoMark = /^x-(?:opam-monorepo|duniverse)-/m;

/** Reads `NAME.opam.locked` and `opam.locked`, as opam-monorepo 0.1 to 0.4, the duniverse tool and `opam lock` write them. Never throws. */
export function lockFacts(text: string): LockFacts {
  const document = readOpamFile(text);
  const fields = new Map(
    document.items.flatMap((item) => (item.kind === "field" ? [[item.name, item] as const] : [])),
  );
  const read = reader(fields, document.errors);
  return monorepoMark.test(text) ? monorepoLock(read) : opamLock(read);
}

interface LockReader {
  readonly value: (name: string) => OpamValue | undefined;
  readonly start: Span;
  readonly errors: ParseError[];
}

function reader(fields: ReadonlyMap<string, OpamField>, errors: readonly ParseError[]): LockReader {
  const [first] = fields.values();
  return {
    value: (name) => fields.get(name)?.value,
    start: first?.nameSpan ?? { start: 0, end: 0 },
    errors: [...errors],
  };
}

function monorepoLock(read: LockReader): LockFacts {
  const version = stringsOf(read.value("x-opam-monorepo-version"))[0];
  const old = read.value("x-opam-monorepo-version") === undefined;
  // Before 0.3 no package says whether it is vendored: those that are pinned are.
  const marks = version !== undefined && !/^0\.[12](?:\.|$)/.test(version.text);
  const pins = pinsOf(read.value("pin-depends"));
  const pinned = new Set(pins.map(({ name }) => name));
  return {
    kind: "opam-monorepo",
    formatVersion: version ?? (old ? { text: "duniverse", span: read.start } : undefined),
    start: read.start,
    packages: lockedPackages(read).map((locked) =>
      marks ? locked : { ...locked, vendored: pinned.has(`${locked.name.text}.${locked.version}`) },
    ),
    pins,
    directories: directoriesOf(read.value("x-opam-monorepo-duniverse-dirs")),
    rootPackages: textsOf(read.value("x-opam-monorepo-root-packages")),
    provided: textsOf(read.value("x-opam-monorepo-opam-provided")),
    repositories: optionalStrings(read.value("x-opam-monorepo-opam-repositories")),
    errors: read.errors,
  };
}

function opamLock(read: LockReader): LockFacts {
  return {
    kind: "opam-lock",
    formatVersion: undefined,
    start: read.start,
    packages: lockedPackages(read),
    pins: pinsOf(read.value("pin-depends")),
    directories: [],
    rootPackages: textsOf(read.value("name")),
    provided: [],
    repositories: undefined,
    errors: read.errors,
  };
}

function lockedPackages(read: LockReader): readonly LockedPackage[] {
  const value = read.value("depends");
  const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => {
    const locked = lockedPackage(item);
    if (locked === undefined)
      read.errors.push({ message: 'not a locked package: "NAME" {= "VERSION"}', span: item.span });
    return locked ?? [];
  });
}

/** `"p" {= "v"}`, with `& ?vendor` in either order, or with the filters that `opam lock` keeps. */
function lockedPackage(value: OpamValue): LockedPackage | undefined {
  if (value.kind !== "option" || value.value.kind !== "string") return undefined;
  const parts = value.filters.flatMap(conjuncts);
  const version = parts.find((part) => part.kind === "prefix-relation" && part.operator === "=");
  if (version?.kind !== "prefix-relation" || version.right.kind !== "string") return undefined;
  const vendored = parts.some(
    (part) => part.kind === "prefix" && part.operand.kind === "ident" && part.operand.name === "vendor",
  );
  return {
    name: { text: value.value.value, span: value.value.span },
    version: version.right.value,
    span: version.right.span,
    vendored,
  };
}

function conjuncts(value: OpamValue): readonly OpamValue[] {
  if (value.kind === "logical" && value.operator === "&")
    return [...conjuncts(value.left), ...conjuncts(value.right)];
  return value.kind === "group" ? value.items.flatMap(conjuncts) : [value];
}

/** The pairs of `pin-depends:`; one pair may stand without the outer list. */
export function pinsOf(value: OpamValue | undefined): readonly LockedSource[] {
  return tuplesOf(value).flatMap(([name, url]) =>
    name?.kind === "string" && url?.kind === "string"
      ? [{ name: name.value, url: { text: url.value, span: url.span }, hashes: [] }]
      : [],
  );
}

function directoriesOf(value: OpamValue | undefined): readonly DuniverseDirectory[] {
  return tuplesOf(value).flatMap(([url, directory, hashes]) =>
    url?.kind === "string" && directory?.kind === "string"
      ? [
          {
            name: directory.value,
            directory: { text: directory.value, span: directory.span },
            url: { text: url.value, span: url.span },
            hashes: textsOf(hashes),
          },
        ]
      : [],
  );
}

function tuplesOf(value: OpamValue | undefined): readonly (readonly OpamValue[])[] {
  if (value?.kind !== "list") return [];
  const lists = value.items.flatMap((item) => (item.kind === "list" ? [item.items] : []));
  return lists.length === 0 || value.items[0]?.kind === "string" ? [value.items] : lists;
}

/** The strings of a value: one alone, or those of a list. */
export function stringsOf(value: OpamValue | undefined): readonly Name[] {
  if (value?.kind === "string") return [{ text: value.value, span: value.span }];
  return value?.kind === "list" ? value.items.flatMap(stringsOf) : [];
}

const textsOf = (value: OpamValue | undefined): readonly string[] => stringsOf(value).map(({ text }) => text);

const optionalStrings = (value: OpamValue | undefined): readonly Name[] | undefined =>
  value === undefined ? undefined : stringsOf(value);
