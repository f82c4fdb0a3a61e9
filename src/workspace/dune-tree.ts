import picomatch from "picomatch";
import { contains, type OrderedSet } from "../facts/ordered-set.ts";
import type { DirectorySelection, Stanza } from "../facts/stanza.ts";
import type { ParseError } from "../syntax/span.ts";
import { type DuneFiles, duneFiles, type PlacedStanza } from "./dune-files.ts";
import type { Place, Sources, UnseenPart } from "./sources.ts";

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
  /** Dune files of which some stanzas can't be seen. */
  readonly opaqueFiles: readonly string[];
  readonly unseen: readonly UnseenPart[];
  readonly errors: readonly { readonly at: Place; readonly error: ParseError }[];
}

interface Layout {
  readonly files: string[];
  readonly subdirectories: string[];
}

/** Reads every dune file that dune would read, from the root down. */
export function readDuneTree(sources: Sources): DuneTree {
  const layout = layoutOf(sources.vfs.files);
  const files = duneFiles(sources);
  const directories = new Map<string, DuneDirectory>();
  const pending: PendingDirectory[] = [{ path: "", status: "normal", fromAbove: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { directory, below } = readDirectory(next, layout.get(next.path) ?? noFiles, files);
    directories.set(next.path, directory);
    for (const child of below.toReversed()) pending.push(child);
  }
  const { unseen, errors } = files;
  return { directories, duneFiles: [...files.read], opaqueFiles: [...files.opaque], unseen, errors };
}

const noFiles: Layout = { files: [], subdirectories: [] };

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

interface PendingDirectory {
  readonly path: string;
  readonly status: DuneDirectory["status"];
  /** Stanzas that `(subdir …)` of a directory above puts here. */
  readonly fromAbove: readonly PlacedStanza[];
}

function readDirectory(
  { path, status, fromAbove }: PendingDirectory,
  { files, subdirectories }: Layout,
  dune: DuneFiles,
): { readonly directory: DuneDirectory; readonly below: readonly PendingDirectory[] } {
  if (status === "data-only") {
    const below = subdirectories.map((name) => ({ path: within(path, name), status, fromAbove: [] }));
    return { directory: { path, status, stanzas: [], files, subdirectories }, below };
  }
  const own = files.includes("dune") ? dune.stanzasOf(within(path, "dune")) : [];
  const here = [...dune.expanded(fromAbove, path), ...own];
  const stanzas = here.filter(({ stanza }) => stanza.kind !== "subdir");
  const forBelow = stanzasBelow(here);
  const chosen = selectionOf(stanzas);
  // A directory may consist of what (subdir …) says of it alone.
  const names = [...new Set([...subdirectories, ...forBelow.keys()])];
  const below = names.flatMap((name): readonly PendingDirectory[] => {
    const below = statusOf(name, chosen, status);
    if (below === undefined) return [];
    return [{ path: within(path, name), status: below, fromAbove: forBelow.get(name) ?? [] }];
  });
  return { directory: { path, status, stanzas, files, subdirectories: names }, below };
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
    for (const inner of remaining) list.push({ stanza: inner, file });
    below.set(first, list);
  }
  return below;
}

type Selection = (name: string, selection: DirectorySelection) => boolean | undefined;

/** Whether the stanzas of a directory choose a subdirectory; undefined where none of them says. */
function selectionOf(stanzas: readonly PlacedStanza[]): Selection {
  const sets = new Map<DirectorySelection, OrderedSet[]>();
  for (const { stanza } of stanzas)
    if (stanza.kind === "directories")
      sets.set(stanza.selection, [...(sets.get(stanza.selection) ?? []), stanza.set]);
  return (name, selection) => {
    // :standard is every ordinary directory for dirs, and none for the others (src/source/source_dir_status.ml).
    const standard = selection === "dirs" ? isOrdinaryName : () => false;
    return sets.get(selection)?.some((set) => contains(set, name, standard, matchesName));
  };
}

/** What dune makes of a subdirectory; undefined where it does not look into it at all. */
function statusOf(
  name: string,
  chosen: Selection,
  inherited: "normal" | "vendored",
): DuneDirectory["status"] | undefined {
  // A cram test: its files are copied, its stanzas are not dune's to read (src/source/source_tree.ml).
  if (name.endsWith(".t")) return "data-only";
  if (chosen(name, "data_only_dirs") || chosen(name, "ignored_subdirs")) return "data-only";
  if (!(chosen(name, "dirs") ?? isOrdinaryName(name))) return undefined;
  return chosen(name, "vendored_dirs") ? "vendored" : inherited;
}

/** dune's `:standard` for directories: neither `.hidden` nor `_private`. */
const isOrdinaryName = (name: string): boolean => !name.startsWith(".") && !name.startsWith("_");

const matchesName = (glob: string, name: string): boolean => glob === name || matchesGlob(glob, name);

const globs = new Map<string, (name: string) => boolean>();

/** dune's globs; a text without `*`, `?`, `[` or `{` is none and matches nothing here. */
export function matchesGlob(glob: string, name: string): boolean {
  if (!/[*?[{]/.test(glob)) return false;
  const matches = globs.get(glob) ?? picomatch(glob, { nonegate: true, noextglob: true });
  globs.set(glob, matches);
  return matches(name);
}
