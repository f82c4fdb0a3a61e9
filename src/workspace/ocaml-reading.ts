import { type OcamlFacts, type OcamlFactsOptions, ocamlFacts } from "../facts/ocaml.ts";
import { abridged } from "../facts/ocaml-abridged.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import type { ModuleFile } from "./modules.ts";
import { endingOf } from "./paths.ts";
import type { Sources } from "./sources.ts";

/** The OCaml sources of the tree, each parsed when it is first asked for, and once. */
export interface OcamlReader {
  /** Undefined for a file that can't be read. Of a file with words of interest, what has to do with these; what it exports is there in any case. */
  factsOf(file: ModuleFile): OcamlFacts | undefined;
  /** All of its facts, with references that begin with `modules`; parsed anew. */
  factsAsking(file: ModuleFile, modules: ReadonlySet<string>): OcamlFacts | undefined;
  /** The facts with all that defines the name at `start`, and with all its uses in the file. */
  factsAbout(file: ModuleFile, start: number): OcamlFacts | undefined;
  /** Whether the letters stand anywhere in the file; no parser is asked. */
  mentions(file: ModuleFile, letters: string): boolean;
}

export type Wanted = Pick<OcamlFactsOptions, "modules" | "values">;

/** Words of interest by the paths of files; of other files only what they export is. */
export type WordsOfInterest = ReadonlyMap<string, ReadonlySet<string>>;

const noWords: ReadonlySet<string> = new Set();

/** Of all files all is read where no words of interest are given. */
export function ocamlReader(
  sources: Sources,
  wanted: Wanted,
  treeSitter: TreeSitter,
  interest?: WordsOfInterest,
): OcamlReader {
  const read = new Map<string, OcamlFacts | undefined>();
  const whole = new Map<string, OcamlFacts | undefined>();
  const abridgements = new Map<string, string>();
  const factsIn = (
    facts: Map<string, OcamlFacts | undefined>,
    file: ModuleFile,
    text: string | undefined,
  ): OcamlFacts | undefined => {
    if (text !== undefined && !facts.has(file.path))
      facts.set(file.path, ocamlFacts(text, { ...optionsOf(file), ...wanted }, treeSitter));
    return facts.get(file.path);
  };
  const abridgementOf = (file: ModuleFile): string | undefined => {
    const known = abridgements.get(file.path);
    const text = sources.text(file.path);
    if (known !== undefined || text === undefined || interest === undefined) return known ?? text;
    const words = interest.get(file.path) ?? noWords;
    const made = endingOf(file.path) === "ml" ? abridged(text, words) : text;
    abridgements.set(file.path, made);
    return made;
  };
  return {
    factsOf: (file) => factsIn(read, file, abridgementOf(file)),
    factsAbout: (file, start) => {
      const text = sources.text(file.path);
      const short = abridgementOf(file);
      const isAllThere = text === short || (text !== undefined && hasAllOf(start, text, short ?? ""));
      return isAllThere ? factsIn(read, file, short) : factsIn(whole, file, text);
    },
    factsAsking: (file, modules) => {
      const text = sources.text(file.path);
      if (text === undefined) return undefined;
      return ocamlFacts(text, { ...optionsOf(file), ...wanted, modules }, treeSitter);
    },
    mentions: (file, letters) => sources.text(file.path)?.includes(letters) ?? false,
  };
}

// A definition that was emptied differs right after its `=`.
const longestHeader = 1000;

function hasAllOf(start: number, text: string, short: string): boolean {
  const end = start + longestHeader;
  const name = /^[\w']+/.exec(text.slice(start, end))?.[0];
  if (name === undefined || text.slice(start, end) !== short.slice(start, end)) return false;
  return text.split(name).length === short.split(name).length;
}

/** How a module's file is to be read. */
export function optionsOf(file: ModuleFile): Pick<OcamlFactsOptions, "interface" | "generator"> {
  const ending = endingOf(file.path);
  if (ending === "mll") return { interface: false, generator: "ocamllex" };
  return ending === "mly" ? { interface: false, generator: "ocamlyacc" } : { interface: file.interface };
}
