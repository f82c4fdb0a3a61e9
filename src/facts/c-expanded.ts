import { scanDirectives } from "../syntax/c/directives.ts";
import { type ExpandedToken, type ExpansionBudget, expand } from "../syntax/c/expand.ts";
import { replaceComments } from "../syntax/c/lexemes.ts";
import { type MacroDefinition, type MacroValue, readDefinition } from "../syntax/c/macros.ts";
import { blankNumberTables } from "../syntax/c/number-tables.ts";
import { type Token, tokensOf } from "../syntax/c/tokens.ts";
import type { Span } from "../syntax/span.ts";

/** What `preprocess` leaves of a file, and the file. */
export interface CompiledText {
  readonly text: string;
  /** Of the same length; dead branches and directives are blank. */
  readonly alive: string;
  readonly skipped: readonly Span[];
  readonly uncertain: readonly Span[];
  readonly macros: ReadonlyMap<string, MacroDefinition | "defined" | "unknown">;
  /** Macros of headers that are to stay as they are written: what they expand to declares nothing and is no concern of the file's. */
  isLeft(name: string): boolean;
}

/** A token of the expanded file. One that a macro put there has the span of the macro's use, and the macro's name in `through`. */
export interface PlacedToken {
  readonly kind: ExpandedToken["kind"];
  readonly text: string;
  readonly span: Span;
  readonly through?: string;
}

const mostTokens = 1_000_000;
const tokenBudget = 2_000_000;

/** A `#define` or `#undef` of the file itself. */
interface OwnDirective {
  readonly at: number;
  readonly name: string;
  readonly value: MacroValue;
}

/**
 * The file's own text with its macros expanded, each from its `#define` on. Of one that stands in a branch which may be left out
 * it counts what is known of it in the end. Undefined where macros expand to too much.
 */
export function expandedTokens(compiled: CompiledText): readonly PlacedToken[] | undefined {
  const plain = blankNumberTables(blankComments(compiled.alive));
  const { tokens, complete } = tokensOf(plain, mostTokens);
  if (!complete) return undefined;
  const directives = ownDirectives(compiled);
  const own = new Set(directives.map(({ name }) => name));
  const state = new Map<string, MacroValue>();
  const budget: ExpansionBudget = { left: tokenBudget };
  const placed: PlacedToken[] = [];
  let next = 0;
  for (const chunk of chunksBetween(tokens, directives)) {
    for (; (directives[next]?.at ?? Number.POSITIVE_INFINITY) < chunk.start; next++) {
      const directive = directives[next];
      if (directive !== undefined) state.set(directive.name, directive.value);
    }
    const expansion = expand(chunk.tokens, {
      macro: (name) => macroFor(compiled, name, own.has(name) ? state : undefined),
      operator: () => false,
      budget,
    });
    if (expansion.kind === "limit") return undefined;
    for (const token of expansion.tokens) placed.push(place(token, plain));
  }
  return placed;
}

function macroFor(
  { isLeft, macros }: CompiledText,
  name: string,
  state: ReadonlyMap<string, MacroValue> | undefined,
): MacroValue {
  if (state !== undefined) return state.get(name) ?? "undefined";
  return isLeft(name) ? "undefined" : (macros.get(name) ?? "undefined");
}

const word = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;

function place(token: ExpandedToken, plain: string): PlacedToken {
  const { kind, text, at } = token;
  if (plain.startsWith(text, at)) return { kind, text, span: { start: at, end: at + text.length } };
  word.lastIndex = at;
  const through = word.exec(plain)?.[0] ?? "";
  return { kind, text, span: { start: at, end: at + through.length }, through };
}

function ownDirectives({ macros, skipped, text, uncertain }: CompiledText): readonly OwnDirective[] {
  const isSkipped = within(skipped);
  const isUncertain = within(uncertain);
  return scanDirectives(text).directives.flatMap(({ body, keyword, span }): readonly OwnDirective[] => {
    if ((keyword !== "undef" && keyword !== "define") || isSkipped(span.start)) return [];
    if (keyword === "undef") {
      const name = /^\s*([\w$]+)/.exec(body.text)?.[1];
      if (name === undefined || isUncertain(span.start)) return [];
      return [{ at: span.start, name, value: "undefined" }];
    }
    const definition = readDefinition(body.text);
    if (definition === undefined) return [];
    const { macro, name } = definition;
    return [{ at: span.start, name, value: isUncertain(span.start) ? (macros.get(name) ?? macro) : macro }];
  });
}

/** Whether an offset stands in one of `spans`, to be asked in rising order. */
function within(spans: readonly Span[]): (offset: number) => boolean {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let next = 0;
  let end = -1;
  return (offset) => {
    for (let span = sorted[next]; span !== undefined && span.start <= offset; span = sorted[++next])
      end = Math.max(end, span.end);
    return offset < end;
  };
}

/** `tokens` in runs that no directive of `directives` stands in. */
function chunksBetween(
  tokens: readonly Token[],
  directives: readonly OwnDirective[],
): readonly { readonly start: number; readonly tokens: readonly Token[] }[] {
  const chunks: { start: number; tokens: Token[] }[] = [];
  let next = 0;
  let isNew = true;
  for (const token of tokens) {
    while ((directives[next]?.at ?? Number.POSITIVE_INFINITY) < token.at) {
      next++;
      isNew = true;
    }
    if (isNew) chunks.push({ start: token.at, tokens: [] });
    isNew = false;
    chunks.at(-1)?.tokens.push(token);
  }
  return chunks;
}

/** `text` of the same length with spaces for comments and line splices. */
function blankComments(text: string): string {
  return replaceComments(text, (_, length) => " ".repeat(length));
}
