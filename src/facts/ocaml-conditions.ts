import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { spanOf } from "../syntax/tree-sitter.ts";
import { attributeIdsBehind } from "./ocaml-attribute-ids.ts";
import { blanked, type OpaqueText } from "./ocaml-tokens.ts";

const directive =
  /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif|define|undef|include|warning|error|ext|endext|def|enddef)\b/gm;
const mostReadings = 4;

interface Directive {
  readonly name: string;
  readonly span: Span;
}

/** `#if … #elif … #else … #endif`: each branch begins after its directive. */
interface Conditional {
  readonly branches: Span[];
  readonly span: Span;
}

/** A source with its preprocessor lines blanked. Offsets are those of the original. */
export interface PreprocessedSource {
  readonly text: string;
  /** Code between `#if` and `#endif`: ascending, disjoint. */
  readonly conditional: readonly Span[];
  /** The text with only one branch of each conditional: the first branches, the second ones, and so on up to the fourth. */
  readings(): readonly string[];
}

function logicalLineEnd(text: string, start: number): number {
  let end = text.indexOf("\n", start);
  while (end !== -1 && (text[end - 1] === "\\" || (text[end - 1] === "\r" && text[end - 2] === "\\"))) {
    end = text.indexOf("\n", end + 1);
  }
  return end === -1 ? text.length : end;
}

function directivesOf(text: string, opaques: readonly OpaqueText[]): readonly Directive[] {
  directive.lastIndex = 0;
  const directives: Directive[] = [];
  let next = 0;
  for (let found = directive.exec(text); found !== null; found = directive.exec(text)) {
    const start = found.index;
    let opaque = opaques[next];
    while (opaque !== undefined && opaque.span.end <= start) opaque = opaques[++next];
    if (opaque !== undefined && opaque.span.start <= start) {
      directive.lastIndex = opaque.span.end;
      continue;
    }
    const end = logicalLineEnd(text, start);
    directives.push({ name: found[1] ?? "", span: { start, end } });
    directive.lastIndex = end;
  }
  return directives;
}

interface OpenConditional {
  readonly start: number;
  readonly branches: Span[];
  branchStart: number;
}

function conditionalsOf(directives: readonly Directive[], textEnd: number): readonly Conditional[] {
  const open: OpenConditional[] = [];
  const closed: Conditional[] = [];
  const close = (conditional: OpenConditional, end: number): void => {
    conditional.branches.push({ start: conditional.branchStart, end });
    // Without #else the other branch is empty.
    if (conditional.branches.length === 1) conditional.branches.push({ start: end, end });
    closed.push({ branches: conditional.branches, span: { start: conditional.start, end } });
  };
  for (const { name, span } of directives) {
    if (name.startsWith("if")) open.push({ start: span.start, branches: [], branchStart: span.end });
    const innermost = open.at(-1);
    if (innermost === undefined) continue;
    if (name === "else" || name === "elif") {
      innermost.branches.push({ start: innermost.branchStart, end: span.start });
      innermost.branchStart = span.end;
    } else if (name === "endif") {
      open.pop();
      close(innermost, span.start);
    }
  }
  for (const conditional of open) close(conditional, textEnd);
  return closed;
}

/** The spans joined where they touch or overlap, in ascending order. */
export function unionOf(spans: readonly Span[]): readonly Span[] {
  const union: Span[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start)) {
    const last = union.at(-1);
    if (last === undefined || last.end < span.start) union.push(span);
    else if (last.end < span.end) union[union.length - 1] = { start: last.start, end: span.end };
  }
  return union;
}

/** Whether `offset` is in one of the spans, which are ascending and disjoint. */
export function isWithin(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Number.POSITIVE_INFINITY) <= offset;
}

/** Blanks the lines of cppo (https://github.com/ocaml-community/cppo) and of `#if` as other preprocessors write it. */
export function preprocessed(text: string, opaques: readonly OpaqueText[]): PreprocessedSource {
  const directives = directivesOf(text, opaques);
  const lines = directives.map(({ span }) => span);
  const withoutLines = blanked(text, lines);
  const conditionals = conditionalsOf(directives, text.length);
  return {
    text: withoutLines,
    conditional: unionOf(conditionals.map(({ span }) => span)),
    readings() {
      const most = conditionals.reduce((count, { branches }) => Math.max(count, branches.length), 0);
      return Array.from({ length: Math.min(most, mostReadings) }, (_, reading) => {
        const dropped = conditionals.flatMap(({ branches }) =>
          branches.filter((_, index) => index !== Math.min(reading, branches.length - 1)),
        );
        return blanked(withoutLines, unionOf(dropped));
      });
    },
  };
}

/** Whether a ppx may leave something out. */
export const hasPpxCondition = (text: string): boolean => ppxCondition.test(text);

const ppxCondition = /\[(?:@{1,3}|%{1,2})\s*(?:if|ifdef|ifndef)\b/;
const beforeDirective = /\[(?:@{1,3}|%{1,2})\s*(?=(?:if|ifdef|ifndef|endif)\b)/g;

/**
 * What a ppx may leave out: owners of `[@if …]` and `[@@if …]` (of a pattern, its whole case), `[%if …]` itself, and what stands between
 * `[%%if …]` and `[%%endif]` (https://github.com/janestreet/ppx_optcomp). Ascending, disjoint.
 */
export function ppxConditionalSpans(text: string, root: Node): readonly Span[] {
  if (!hasPpxCondition(text)) return [];
  const spans: Span[] = [];
  const open: number[] = [];
  for (const { id, around } of attributeIdsBehind(beforeDirective, text, root)) {
    const opens = text.slice(id.startIndex, id.endIndex) !== "endif";
    const [holder] = around;
    if (holder === undefined) continue;
    if (holder.type !== "item_extension") {
      if (opens) spans.push(...ownersIn(around).map(spanOf));
    } else if (opens) open.push(holder.endIndex);
    else {
      const start = open.pop();
      if (start !== undefined) spans.push({ start, end: holder.startIndex });
    }
  }
  for (const start of open) spans.push({ start, end: text.length });
  return unionOf(spans);
}

/** What an extension or an attribute may leave out: itself; or what it stands behind and, where that is the pattern of a case, the case. */
function ownersIn([holder, owner, outer, outermost]: readonly Node[]): readonly Node[] {
  if (holder?.type === "extension") return [holder];
  const isAttribute = holder?.type === "attribute";
  if (owner === undefined || (!isAttribute && holder?.type !== "item_attribute")) return [];
  const [pattern, matchCase] = outer?.type === "parenthesized_pattern" ? [outer, outermost] : [owner, outer];
  if (!isAttribute || matchCase?.type !== "match_case") return [owner];
  return matchCase.childForFieldName("pattern")?.id === pattern.id ? [owner, matchCase] : [owner];
}
