import { ocamllexSections } from "./ocamllex-sections.ts";
import { ocamlyaccSections } from "./ocamlyacc-sections.ts";

/** Code in the source of a generator, from `start` to before `end`. */
export type CodeSection =
  /** Items of the module that is made: a header or trailer, without its braces. */
  | { readonly kind: "items"; readonly start: number; readonly end: number }
  /** What runs when a rule matches, with its braces. */
  | {
      readonly kind: "action";
      readonly start: number;
      readonly end: number;
      /** Values that the rule gives it. */
      readonly names: ReadonlySet<string>;
      /** Where the function that runs it is named; undefined where there may be several. */
      readonly rule: number | undefined;
    };

export type Action = CodeSection & { readonly kind: "action" };

/** A function that the generator makes. */
export interface MadeFunction {
  readonly name: string;
  readonly start: number;
  readonly arity: number;
}

export interface Sections {
  /** Ascending, disjoint. */
  readonly sections: readonly CodeSection[];
  readonly functions: readonly MadeFunction[];
}

export type Generator = "ocamllex" | "ocamlyacc";

/** The code of a generator's source as the text of a module: as long as the source, and every name where it stands there. */
export interface GeneratedCode {
  readonly text: string;
  readonly actions: readonly Action[];
  readonly functions: readonly MadeFunction[];
}

// menhir's $startpos, $loc(x): a name of the same length.
const keywordValue = /\$(?=[a-z])/g;

function blank(length: number): string {
  return " ".repeat(length);
}

/** Ends the item before it. Without room for two semicolons one makes a sequence of two actions. */
function separator(length: number): string {
  return length >= 2 ? `;;${blank(length - 2)}` : ";".repeat(length);
}

function codeOf(text: string, section: CodeSection): string {
  const code = text.slice(section.start, section.end);
  if (section.kind === "items") return code;
  return `(${code.slice(1, -1).replace(keywordValue, "_")})`;
}

export function generatedCode(text: string, generator: Generator): GeneratedCode {
  const { sections, functions } = generator === "ocamllex" ? ocamllexSections(text) : ocamlyaccSections(text);
  const pieces: string[] = [];
  const actions: Action[] = [];
  let end = 0;
  for (const section of sections) {
    const gap = section.start - end;
    // Code that nothing parts from the action before it would be its argument.
    if (gap === 0 && section.kind === "action" && pieces.length > 0) continue;
    pieces.push(pieces.length === 0 ? blank(gap) : separator(gap), codeOf(text, section));
    if (section.kind === "action") actions.push(section);
    end = section.end;
  }
  pieces.push(blank(text.length - end));
  return { text: pieces.join(""), actions, functions };
}

/** The action around `offset`. */
export function actionAt(actions: readonly Action[], offset: number): Action | undefined {
  let low = 0;
  let high = actions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((actions[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const action = actions[low];
  return action !== undefined && action.start <= offset ? action : undefined;
}
