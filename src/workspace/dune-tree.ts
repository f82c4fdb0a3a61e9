import picomatch from "picomatch";
import { contains, type OrderedSet } from "../facts/ordered-set.ts";
import type { DirectorySelection, Stanza } from "../facts/stanza.ts";
import type { ParseError } from "../syntax/span.ts";
import { joinPath } from "./paths.ts";
import type { Place, Sources, UnseenPart } from "./sources.ts";

/** A stanza, where it applies and where it is written. */
export interface PlacedStanza {
  readonly stanza: Stanza;
  readonly file: string;
}

/** One directory as dune sees it. */
export interface DuneDirectory {
  readonly path: string;
  /** Data-only directories have no stanzas; their files can be copied from. */
  readonly status: "normal" | "vendored" | "data-only";
  readonly stanzas: readonly PlacedStanza[];
  /** Names of the files right in it. */
  readonly files: readonly string[];
  readonly subdirectories: readonly string[];
}

export interface DuneTree {
  readonly directories: ReadonlyMap<string, DuneDirectory>;
  /** Every dune file that was read, also by inclusion. */
  readonly duneFiles: readonly string[];
  readonly unseen: readonly UnseenPart[];
  readonly errors: readonly { readonly at: Place; readonly error: ParseError }[];
}

interface Reading {
  readonly sources: Sources;
  readonly layout: ReadonlyMap<string, Layout>;
  readonly directories: Map<string, DuneDirectory>;
  readonly duneFiles: Set<string>;
  readonly unseen: UnseenPart[];
  readonly errors: { at: Place; error: ParseError }[];
}

interface Layout {
  readonly files: string[];
  readonly subdirectories: string[];
}

const deepestInclusion = 32;

/** Reads every dune file that dune would read, from the root down. */
export function readDuneTree(sources: Sources): DuneTree {
  const reading: Reading = {
    sources,
    layout: layoutOf(sources.vfs.files),
    directories: new Map(),
    duneFiles: new Set(),
    unseen: [],
    errors: [],
  };
  readDirectory(reading, "", "normal", []);
  const { directories, duneFiles, unseen, errors } = reading;
  return { directories, duneFiles: [...duneFiles], unseen, errors };
}

function layoutOf(files: readonly string[]): ReadonlyMap<string, Layout> {
  const layout = new Map<string, Layout>([["", { files: [], subdirectories: [] }]]);
  const directory = (path: string): Layout => {
    const known = layout.get(path);
    if (known !== undefined) return known;
    const made: Layout = { files: [], subdirectories: [] };
    layout.set(path, made);
    const slash = path.lastIndexOf("/");
    directory(slash === -1 ? "" : path.slice(0, slash)).subdirectories.push(path.slice(slash + 1));
    return made;
  };
  for (const file of files) {
    const slash = file.lastIndexOf("/");
    directory(slash === -1 ? "" : file.slice(0, slash)).files.push(file.slice(slash + 1));
  }
  return layout;
}

function readDirectory(
  reading: Reading,
  path: string,
  status: DuneDirectory["status"],
  fromAbove: readonly PlacedStanza[],
): void {
  const layout = reading.layout.get(path) ?? { files: [], subdirectories: [] };
  const own =
    status !== "data-only" && layout.files.includes("dune")
      ? readDuneFile(reading, path, within(path, "dune"), 0)
      : [];
  const here = [
    ...fromAbove.flatMap(({ stanza, file }) => expandInclude(reading, path, file, stanza, 0)),
    ...own,
  ];
  const stanzas = here.filter(({ stanza }) => stanza.kind !== "subdir");
  reading.directories.set(path, {
    path,
    status,
    stanzas,
    files: layout.files,
    subdirectories: layout.subdirectories,
  });
  const below = stanzasBelow(here);
  for (const name of layout.subdirectories) {
    const childStatus = status === "data-only" ? status : statusOf(name, stanzas, status);
    if (childStatus !== undefined)
      readDirectory(
        reading,
        within(path, name),
        childStatus,
        childStatus === "data-only" ? [] : (below.get(name) ?? []),
      );
  }
}

const within = (directory: string, name: string): string =>
  directory === "" ? name : `${directory}/${name}`;

/** `(subdir a/b …)` puts its stanzas into a directory further down: hands each one step on. */
function stanzasBelow(here: readonly PlacedStanza[]): ReadonlyMap<string, readonly PlacedStanza[]> {
  const below = new Map<string, PlacedStanza[]>();
  for (const { stanza, file } of here) {
    if (stanza.kind !== "subdir") continue;
    const [first, ...rest] = stanza.directory.text.split("/").filter((part) => part !== "" && part !== ".");
    if (first === undefined || first === "..") continue;
    const remaining: readonly Stanza[] =
      rest.length === 0
        ? stanza.stanzas
        : [{ ...stanza, directory: { text: rest.join("/"), span: stanza.directory.span } }];
    const list = below.get(first) ?? [];
    list.push(...remaining.map((inner) => ({ stanza: inner, file })));
    below.set(first, list);
  }
  return below;
}

/** What dune makes of a subdirectory; undefined where it does not look into it at all. */
function statusOf(
  name: string,
  stanzas: readonly PlacedStanza[],
  inherited: "normal" | "vendored",
): DuneDirectory["status"] | undefined {
  const chosen = (selection: DirectorySelection, otherwise: boolean): boolean => {
    const sets = stanzas.flatMap(({ stanza }) =>
      stanza.kind === "directories" && stanza.selection === selection ? [stanza.set] : [],
    );
    return sets.length === 0 ? otherwise : sets.some((set) => selects(set, name));
  };
  // A cram test: its files are copied, its stanzas are not dune's to read (src/source/source_tree.ml).
  if (name.endsWith(".t")) return "data-only";
  if (chosen("data_only_dirs", false) || chosen("ignored_subdirs", false)) return "data-only";
  if (!chosen("dirs", isOrdinaryName(name))) return undefined;
  return chosen("vendored_dirs", false) ? "vendored" : inherited;
}

/** dune's `:standard` for directories: neither `.hidden` nor `_private`. */
const isOrdinaryName = (name: string): boolean => !name.startsWith(".") && !name.startsWith("_");

function selects(set: OrderedSet, name: string): boolean {
  return contains(set, name, isOrdinaryName, (glob, word) => glob === word || matchesGlob(glob, word));
}

const globs = new Map<string, (name: string) => boolean>();

/** dune's globs; a text without `*`, `?`, `[` or `{` is none and matches nothing here. */
export function matchesGlob(glob: string, name: string): boolean {
  if (!/[*?[{]/.test(glob)) return false;
  const matches = globs.get(glob) ?? picomatch(glob, { nonegate: true, noextglob: true });
  globs.set(glob, matches);
  return matches(name);
}

/** The stanzas of one file, with those of the files that it includes in their place. */
function readDuneFile(
  reading: Reading,
  directory: string,
  file: string,
  depth: number,
): readonly PlacedStanza[] {
  const facts = reading.sources.dune(file);
  if (facts === undefined) return [];
  if (!reading.duneFiles.has(file)) {
    reading.duneFiles.add(file);
    if (facts.ocamlSyntax) reading.unseen.push({ file, what: "dune file in OCaml syntax" });
    reading.errors.push(...facts.errors.map((error) => ({ at: { file, span: error.span }, error })));
  }
  return facts.stanzas.flatMap((stanza) => expandInclude(reading, directory, file, stanza, depth));
}

function expandInclude(
  reading: Reading,
  directory: string,
  file: string,
  stanza: Stanza,
  depth: number,
): readonly PlacedStanza[] {
  if (stanza.kind === "dynamic-include") {
    reading.unseen.push({ file, what: "dynamic_include" });
    return [];
  }
  if (stanza.kind !== "include") return [{ stanza, file }];
  const included = joinPath(directory, stanza.file.text);
  const unseen = (why: string): readonly PlacedStanza[] => {
    reading.unseen.push({ file, what: `(include ${stanza.file.text}): ${why}` });
    return [];
  };
  if (included === undefined) return unseen("leads out of the checked tree");
  if (!reading.sources.vfs.has(included)) return unseen("made by a rule, or not there");
  if (depth >= deepestInclusion) return unseen(`more than ${deepestInclusion} inclusions deep`);
  return readDuneFile(reading, directory, included, depth + 1);
}
