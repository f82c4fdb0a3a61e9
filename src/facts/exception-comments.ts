import { readSexps, type Sexp } from "../syntax/sexp.ts";
import { lineStartsOf, positionOf, type Span } from "../syntax/span.ts";
import { type CommentLanguage, commentSpans } from "./comments.ts";

/** What every comment to this program begins with: bytes without it have none. */
export const commentWord = "mirage-lint:";

/** What a comment to this program says. */
export type Ask =
  /** `reason` is undefined where it gives none. */
  | { readonly kind: "allow"; readonly rules: readonly string[]; readonly reason: string | undefined }
  /** Something that is asked of nobody here; `word` is its first word, which may be empty. */
  | { readonly kind: "unread"; readonly word: string };

export interface ExceptionComment {
  readonly span: Span;
  /** Findings that begin in here are covered. */
  readonly reach: Span;
  readonly ask: Ask;
}

/**
 * The comments that begin with `mirage-lint:`, in the order of the text, and how far they reach: to the file, to the line where
 * there is code beside them, to the stanza of dune that they stand above or at the top of, else to the next line that has code.
 * `unix-only` of dune files is left out: it says something of a stanza.
 */
export function exceptionComments(text: string, language: CommentLanguage): readonly ExceptionComment[] {
  if (!text.includes(commentWord)) return [];
  const spans = commentSpans(text, language);
  const reachOf = reachFinder(text, spans, language === "dune" ? stanzaPlaces(text) : noStanzas);
  return spans.flatMap((span, index): readonly ExceptionComment[] => {
    const words = wordsOf(text.slice(span.start, span.end));
    if (!words.startsWith(commentWord)) return [];
    const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(words.slice(commentWord.length).trim()) ?? [];
    if (language === "dune" && word === "unix-only") return [];
    const ask: Ask = word === "allow" || word === "allow-file" ? allowance(rest) : { kind: "unread", word };
    return [{ span, reach: word === "allow-file" ? wholeFile : reachOf(index), ask }];
  });
}

const wholeFile: Span = { start: 0, end: Number.POSITIVE_INFINITY };

/** A comment's text on one line, without its delimiters and what decorates the beginnings of its lines. */
function wordsOf(comment: string): string {
  const inside = comment.replace(/(?:\*\)|\*\/)$/, "").replace(/^(?:\(\*|\/[/*]|;|#)/, "");
  return inside
    .split("\n")
    .map((line) => line.replace(/^[\s*/;#!]+/, "").trimEnd())
    .filter((line) => line !== "")
    .join(" ");
}

/** Whoever lists more means a family; what is beyond is not excepted. */
const mostNames = 100;

/** `RULE, RULE -- reason` */
function allowance(text: string): Ask {
  const dashes = text.indexOf("--");
  const reason = dashes === -1 ? "" : text.slice(dashes).replace(/^-+\s*/, "");
  const names = (dashes === -1 ? text : text.slice(0, dashes)).split(/[\s,]+/).filter((name) => name !== "");
  const rules = [...new Set(names)].slice(0, mostNames);
  return { kind: "allow", rules, reason: /[\p{L}\p{N}]/u.test(reason) ? reason : undefined };
}

/** The stanzas of a dune file, by the offset of each and by that of its first field. */
interface StanzaPlaces {
  readonly byStart: ReadonlyMap<number, Span>;
  readonly byFirstField: ReadonlyMap<number, Span>;
}

const noStanzas: StanzaPlaces = { byStart: new Map(), byFirstField: new Map() };

function stanzaPlaces(text: string): StanzaPlaces {
  const byStart = new Map<number, Span>();
  const byFirstField = new Map<number, Span>();
  const pending: Sexp[] = [...readSexps(text).items];
  for (let stanza = pending.pop(); stanza !== undefined; stanza = pending.pop()) {
    if (stanza.kind !== "list") continue;
    const [head, first, ...others] = stanza.items;
    byStart.set(stanza.span.start, stanza.span);
    if (first !== undefined) byFirstField.set(first.span.start, stanza.span);
    // (subdir DIR STANZA …) holds stanzas of its own.
    if (head?.kind === "atom" && head.text === "subdir") for (const inner of others) pending.push(inner);
  }
  return { byStart, byFirstField };
}

/** How far the comment of an index reaches that is not for the whole file. */
function reachFinder(
  text: string,
  comments: readonly Span[],
  { byStart, byFirstField }: StanzaPlaces,
): (index: number) => Span {
  const code = codeAround(text, comments);
  const lineStarts = lineStartsOf(text);
  const lineOf = (offset: number): number => positionOf(lineStarts, offset).line;
  const reachOfLine = (line: number): Span => ({
    start: lineStarts[line - 1] ?? text.length,
    end: lineStarts[line] ?? text.length + 1,
  });
  return (index) => {
    const { start, end } = comments[index] ?? { start: 0, end: 0 };
    const before = code.before[index];
    const after = code.after[index];
    const ofTop = after === undefined ? undefined : byFirstField.get(after);
    if (ofTop !== undefined && ofTop.start < start) return ofTop;
    if (before !== undefined && lineOf(before) === lineOf(start)) return reachOfLine(lineOf(start));
    if (after === undefined) return { start: end, end };
    return byStart.get(after) ?? reachOfLine(lineOf(after));
  };
}

/** Of each comment the offset of the last code before it, and of the first after it, comments and blanks left out. */
function codeAround(
  text: string,
  comments: readonly Span[],
): Readonly<Record<"before" | "after", readonly (number | undefined)[]>> {
  const before: (number | undefined)[] = [];
  const after: (number | undefined)[] = [];
  const gaps = [...comments, undefined].map((next, index) => ({
    start: comments[index - 1]?.end ?? 0,
    end: next?.start ?? text.length,
  }));
  let last: number | undefined;
  for (const { start, end } of gaps) {
    const length = text.slice(start, end).trimEnd().length;
    if (length > 0) last = start + length - 1;
    before.push(last);
  }
  let first: number | undefined;
  for (const { start, end } of gaps.toReversed()) {
    after.push(first);
    const gap = text.slice(start, end);
    const code = gap.trimStart();
    if (code !== "") first = start + gap.length - code.length;
  }
  return { before, after: after.reverse() };
}
