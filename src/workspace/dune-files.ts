import type { Stanza } from "../facts/stanza.ts";
import type { ParseError } from "../syntax/span.ts";
import { directoryOf, joinPath } from "./paths.ts";
import type { Place, Sources, UnseenPart } from "./sources.ts";

/** A stanza, and the file in which it is written. */
export interface PlacedStanza {
  readonly stanza: Stanza;
  readonly file: string;
}

/** Reads dune files, and puts what they include in its place. */
export interface DuneFiles {
  /** The stanzas of a dune file. */
  stanzasOf(file: string): readonly PlacedStanza[];
  /** The same for stanzas that `(subdir …)` brings into `directory`. */
  expanded(stanzas: readonly PlacedStanza[], directory: string): readonly PlacedStanza[];
  /** Every file that was read. */
  readonly read: ReadonlySet<string>;
  /** Files of which some stanzas can't be seen. */
  readonly opaque: ReadonlySet<string>;
  readonly unseen: readonly UnseenPart[];
  readonly errors: readonly { readonly at: Place; readonly error: ParseError }[];
}

interface Reading {
  readonly sources: Sources;
  readonly read: Set<string>;
  readonly opaque: Set<string>;
  readonly unseen: UnseenPart[];
  readonly errors: { at: Place; error: ParseError }[];
  readonly inclusions: { left: number };
}

const deepestInclusion = 32;
/** Files that include one file twice double at every level, without a circle. */
const mostInclusions = 5_000;

export function duneFiles(sources: Sources): DuneFiles {
  const reading: Reading = {
    sources,
    read: new Set(),
    opaque: new Set(),
    unseen: [],
    errors: [],
    inclusions: { left: mostInclusions },
  };
  return {
    ...reading,
    stanzasOf: (file) => readFile(reading, file, []),
    expanded: (stanzas, directory) =>
      stanzas.flatMap(({ stanza, file }) =>
        expandInclude(reading, stanza, { file, directory, includedBy: [] }),
      ),
  };
}

function readFile(reading: Reading, file: string, includedBy: readonly string[]): readonly PlacedStanza[] {
  const facts = reading.sources.dune(file);
  if (facts === undefined) return [];
  if (!reading.read.has(file)) {
    reading.read.add(file);
    for (const error of facts.errors) reading.errors.push({ at: { file, span: error.span }, error });
    if (facts.ocamlSyntax) hide(reading, file, "dune file in OCaml syntax");
  }
  const place = { file, directory: directoryOf(file), includedBy: [...includedBy, file] };
  return facts.stanzas.flatMap((stanza) => expandInclude(reading, stanza, place));
}

function hide(reading: Reading, file: string, what: string): void {
  reading.opaque.add(file);
  reading.unseen.push({ file, what });
}

interface IncludingPlace {
  readonly file: string;
  /** What the name of an included file is relative to: src/dune_lang/include_stanza.ml. */
  readonly directory: string;
  readonly includedBy: readonly string[];
}

function expandInclude(reading: Reading, stanza: Stanza, place: IncludingPlace): readonly PlacedStanza[] {
  const { file, directory, includedBy } = place;
  const unseen = (what: string): readonly PlacedStanza[] => {
    hide(reading, file, what);
    return [];
  };
  if (stanza.kind === "dynamic-include") return unseen("dynamic_include");
  if (stanza.kind !== "include") return [{ stanza, file }];
  const written = `(include ${stanza.file.text})`;
  const included = joinPath(directory, stanza.file.text);
  if (included === undefined) return unseen(`${written}: leads out of the checked tree`);
  if (!reading.sources.vfs.has(included)) return unseen(`${written}: made by a rule, or not there`);
  if (includedBy.includes(included)) return unseen(`${written}: the file includes itself`);
  if (includedBy.length >= deepestInclusion)
    return unseen(`${written}: more than ${deepestInclusion} inclusions deep`);
  if (reading.inclusions.left-- <= 0) return unseen(`${written}: more than ${mostInclusions} inclusions`);
  return readFile(reading, included, includedBy);
}
