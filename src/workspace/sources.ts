import { type DuneFacts, duneFacts } from "../facts/dune.ts";
import { type DuneProjectFacts, duneProjectFacts } from "../facts/dune-project.ts";
import { type OpamFacts, opamFacts } from "../facts/opam.ts";
import type { Vfs } from "../files/vfs.ts";
import type { Span } from "../syntax/span.ts";

/** A span in a file of the checked tree. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** Something of the tree that could not be looked into, and what it is. */
export interface UnseenPart {
  readonly file: string;
  readonly what: string;
}

/** The facts of single files, each computed once; undefined where the file can't be read, which `unreadable` then lists. */
export interface Sources {
  readonly vfs: Vfs;
  text(path: string): string | undefined;
  /** The text of a file whose bytes are just that in UTF-8; undefined where reading changed it, or where it can't be read. */
  storedText(path: string): string | undefined;
  dune(path: string): DuneFacts | undefined;
  duneProject(path: string): DuneProjectFacts | undefined;
  opam(path: string): OpamFacts | undefined;
  readonly unreadable: readonly UnseenPart[];
  readonly wasRead: (path: string) => boolean;
  /** How many files were read. */
  readonly filesRead: () => number;
  /** Files that were read whose text holds `word`, sorted. */
  readonly filesWith: (word: string) => readonly string[];
}

export function sourcesOf(vfs: Vfs): Sources {
  const unreadable: UnseenPart[] = vfs.leftOut.map(({ path, why }) => ({ file: path, what: why }));
  const texts = new Map<string, string | undefined>();
  const recoded = new Set<string>();
  const text = (path: string): string | undefined => {
    if (!texts.has(path)) {
      const result = vfs.read(path);
      if (result.kind === "unreadable") unreadable.push({ file: path, what: result.why });
      if (result.kind === "text" && result.recoded) recoded.add(path);
      texts.set(path, result.kind === "text" ? result.text : undefined);
    }
    return texts.get(path);
  };
  const remembered = <Facts>(compute: (text: string) => Facts) => {
    const facts = new Map<string, Facts | undefined>();
    return (path: string): Facts | undefined => {
      if (!facts.has(path)) {
        const content = text(path);
        facts.set(path, content === undefined ? undefined : compute(content));
      }
      return facts.get(path);
    };
  };
  return {
    vfs,
    text,
    storedText: (path) => {
      const found = text(path);
      return recoded.has(path) ? undefined : found;
    },
    dune: remembered(duneFacts),
    duneProject: remembered(duneProjectFacts),
    opam: remembered(opamFacts),
    unreadable,
    wasRead: (path) => texts.has(path),
    filesRead: () => texts.size,
    filesWith: (word) =>
      [...texts].flatMap(([path, content]) => (content?.includes(word) ? [path] : [])).sort(),
  };
}
