import type { OcamlFacts, OcamlFactsOptions } from "../facts/ocaml.ts";
import { abridged } from "../facts/ocaml-abridged.ts";
import type { OcamlAnswers, OcamlQuestion } from "../facts/ocaml-question.ts";
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

/** Words of interest, in sets, by the paths of files; of other files only what they export is. */
export type WordsOfInterest = ReadonlyMap<string, readonly ReadonlySet<string>[]>;

const noWords: readonly ReadonlySet<string>[] = [];

/** Of all files all is read where no words of interest are given. */
export function ocamlReader(
  sources: Sources,
  wanted: Wanted,
  answers: OcamlAnswers,
  interest?: WordsOfInterest,
): OcamlReader {
  const read = new Map<string, OcamlFacts | undefined>();
  const whole = new Map<string, OcamlFacts | undefined>();
  const abridgements = new Map<string, string>();
  const answered = (
    facts: Map<string, OcamlFacts | undefined>,
    file: ModuleFile,
    words: OcamlQuestion["words"],
  ): OcamlFacts | undefined => {
    const text = sources.text(file.path);
    if (text !== undefined && !facts.has(file.path))
      facts.set(file.path, answers(questionOf(file, text, wanted, words)));
    return facts.get(file.path);
  };
  const abridgementOf = (file: ModuleFile, text: string): string => {
    const words = wordsFor(file, interest);
    if (words === undefined) return text;
    const made = abridgements.get(file.path) ?? abridged(text, new Set(words.flatMap((set) => [...set])));
    abridgements.set(file.path, made);
    return made;
  };
  return {
    factsOf: (file) => answered(read, file, wordsFor(file, interest)),
    factsAbout: (file, start) => {
      const text = sources.text(file.path);
      if (text === undefined) return undefined;
      const short = abridgementOf(file, text);
      return text === short || hasAllOf(start, text, short)
        ? answered(read, file, wordsFor(file, interest))
        : answered(whole, file, undefined);
    },
    factsAsking: (file, modules) => {
      const text = sources.text(file.path);
      return text === undefined ? undefined : answers(questionOf(file, text, { ...wanted, modules }));
    },
    mentions: (file, letters) => sources.text(file.path)?.includes(letters) ?? false,
  };
}

/** The words that a file is abridged to; undefined where all of it is read. */
function wordsFor(file: ModuleFile, interest: WordsOfInterest | undefined): OcamlQuestion["words"] {
  return interest === undefined || endingOf(file.path) !== "ml"
    ? undefined
    : (interest.get(file.path) ?? noWords);
}

/** What a reader asks of a file, for who asks in advance. */
export function questionAbout(
  file: ModuleFile,
  text: string,
  wanted: Wanted,
  interest: WordsOfInterest,
): OcamlQuestion {
  return questionOf(file, text, wanted, wordsFor(file, interest));
}

function questionOf(
  file: ModuleFile,
  text: string,
  wanted: Wanted,
  words?: OcamlQuestion["words"],
): OcamlQuestion {
  return { text, ...optionsOf(file), ...wanted, ...(words === undefined ? {} : { words }) };
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
