import { posix } from "node:path";
import { type Directive, type DirectiveTree, firstName, type Item } from "../syntax/c/directives.ts";
import { type ExpandedToken, type ExpansionBudget, expand } from "../syntax/c/expand.ts";
import { builtIn, evaluateCondition } from "../syntax/c/expression.ts";
import { replaceComments } from "../syntax/c/lexemes.ts";
import { type MacroDefinition, type MacroValue, readDefinition } from "../syntax/c/macros.ts";
import { tokensOf } from "../syntax/c/tokens.ts";
import type { InitialMacros } from "./compiler-flags.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface ExpansionInput {
  readonly initial: InitialMacros;
  /** The file that an `#include` of `name` in the file `from` finds; `beside` is where a quoted one is looked for first. */
  find(name: string, beside: string): SourceFile | undefined;
  /** Whether a file's text is wanted, or only what it does to macros. */
  isWanted(path: string): boolean;
  /** Reads the directives of a file; to be shared by runs that meet the same headers. */
  readDirectives(path: string, text: string): DirectiveTree;
  /** Takes every branch of every conditional: what the file says on any system. */
  readonly everyBranch?: boolean;
}

const deepestInclude = 60;
const mostTokensInAPiece = 2_000_000;
const tokenBudget = 20_000_000;

interface Expansion {
  readonly input: ExpansionInput;
  readonly macros: Map<string, MacroDefinition>;
  readonly once: Set<string>;
  readonly budget: ExpansionBudget;
  readonly pieces: string[];
  depth: number;
}

/**
 * What the compiler sees of `file` once it is preprocessed: no comment, no directive, all macros expanded.
 * What is not known counts as no. For the sources of a toolchain, which are known in full.
 */
export function expandedText(file: SourceFile, input: ExpansionInput): string {
  const expansion: Expansion = {
    input,
    macros: new Map(input.initial.predefined),
    once: new Set(),
    budget: { left: tokenBudget },
    pieces: [],
    depth: 0,
  };
  for (const name of input.initial.undefined) expansion.macros.delete(name);
  enter(expansion, file);
  return expansion.pieces.join("\n");
}

function enter(expansion: Expansion, file: SourceFile): void {
  if (expansion.depth >= deepestInclude || expansion.once.has(file.path)) return;
  expansion.depth++;
  const { items } = expansion.input.readDirectives(file.path, file.text);
  walk(expansion, file, items, 0, file.text.length);
  expansion.depth--;
}

function walk(
  expansion: Expansion,
  file: SourceFile,
  items: readonly Item[],
  start: number,
  end: number,
): void {
  let at = start;
  for (const item of items) {
    const span = item.kind === "directive" ? item.directive.span : conditionalSpan(item, end);
    keep(expansion, file, at, span.start);
    if (item.kind === "directive") apply(expansion, file, item.directive);
    else {
      for (const branch of takenBranches(expansion, item))
        walk(expansion, file, branch.items, branch.inside.start, branch.inside.end);
    }
    at = span.end;
  }
  keep(expansion, file, at, end);
}

type Conditional = Extract<Item, { kind: "conditional" }>;

function conditionalSpan(item: Conditional, end: number): { readonly start: number; readonly end: number } {
  return { start: item.branches[0]?.opener.span.start ?? end, end: item.close?.span.end ?? end };
}

function takenBranches(expansion: Expansion, item: Conditional): Conditional["branches"] {
  if (expansion.input.everyBranch) return item.branches;
  const taken = item.branches.find((branch) => holds(expansion, branch.opener));
  return taken === undefined ? [] : [taken];
}

function macroValue(expansion: Expansion, name: string): MacroValue {
  return expansion.macros.get(name) ?? builtIn(name) ?? "undefined";
}

function holds(expansion: Expansion, opener: Directive): boolean {
  const name = firstName(opener.body.text) ?? "";
  const isDefined = macroValue(expansion, name) !== "undefined";
  switch (opener.keyword) {
    case "else":
      return true;
    case "ifdef":
    case "elifdef":
      return isDefined;
    case "ifndef":
    case "elifndef":
      return !isDefined;
    default: {
      const { truth } = evaluateCondition(opener.body.text, {
        macro: (asked) => macroValue(expansion, asked),
        budget: expansion.budget,
        hasFeature: () => "yes",
        hasInclude: (include) =>
          expansion.input.find(include.name, include.name) === undefined ? "no" : "yes",
      });
      return truth === "yes";
    }
  }
}

function apply(expansion: Expansion, file: SourceFile, directive: Directive): void {
  const { body, keyword } = directive;
  switch (keyword) {
    case "define": {
      const definition = readDefinition(body.text);
      if (definition !== undefined) expansion.macros.set(definition.name, definition.macro);
      return;
    }
    case "undef":
      expansion.macros.delete(firstName(body.text) ?? "");
      return;
    case "pragma":
      if (/^\s*once\s*$/.test(body.text)) expansion.once.add(file.path);
      return;
    case "include": {
      const [, quote, angle] = /^\s*(?:"([^"]+)"|<([^>]+)>)/.exec(body.text) ?? [];
      const name = quote ?? angle ?? "";
      const beside = quote === undefined ? name : posix.join(posix.dirname(file.path), name);
      const found = expansion.input.find(name, beside);
      if (found !== undefined) enter(expansion, found);
      return;
    }
  }
}

/** Expands the text from `start` to `end`, which holds no directive. */
function keep(expansion: Expansion, file: SourceFile, start: number, end: number): void {
  if (end <= start || !expansion.input.isWanted(file.path)) return;
  const plain = withoutComments(file.text.slice(start, end));
  if (plain.trim() === "") return;
  const { tokens } = tokensOf(plain, mostTokensInAPiece);
  const expanded = expand(tokens, {
    macro: (name) => macroValue(expansion, name),
    operator: () => false,
    budget: expansion.budget,
  });
  if (expanded.kind === "limit") throw new Error(`${file.path}: macros expand to too much`);
  expansion.pieces.push(apart(expanded.tokens));
}

/** Tokens as they were written, but never two words in one: a macro may have put them side by side. */
function apart(tokens: readonly ExpandedToken[]): string {
  const pieces: string[] = [];
  let before = "";
  for (const { text, spaced } of tokens) {
    if (spaced || (/\w$/.test(before) && /^\w/.test(text))) pieces.push(" ");
    pieces.push(text);
    before = text;
  }
  return pieces.join("");
}

function withoutComments(text: string): string {
  return replaceComments(text, (kind) => (kind === "comment" ? " " : ""));
}
