import type { Span } from "../span.ts";

/** What stands at an offset where a comment, a literal or a line splice may begin. */
export interface Lexeme {
  readonly kind: "comment" | "literal" | "splice" | "other";
  /** First offset after it; at least one past its start. */
  readonly end: number;
  readonly terminated: boolean;
}

const newline = 10;
const backslash = 92;
const doubleQuote = 34;
const singleQuote = 39;
const slash = 47;
const star = 42;

const splice = /\\[ \t\v\f]*\r?\n/y;
const commentEnd = /\*(?:\\[ \t\v\f]*\r?\n)*\//g;
const rawStringStart = /"([^()\\\s"]{0,16})\(/y;
const wordCharacter = /[\w.']/;
const longestNumberLookedBack = 64;

/** The offset after all line splices at `at`; `at` where there are none. A backslash before blanks and a newline splices, as gcc reads it. */
function afterSplices(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === backslash) {
    splice.lastIndex = end;
    if (!splice.test(text)) break;
    end = splice.lastIndex;
  }
  return end;
}

/** Offset of the newline that ends the logical line which holds `from`, or the text's length. */
function logicalLineEnd(text: string, from: number): number {
  for (let at = text.indexOf("\n", from); at !== -1; at = text.indexOf("\n", at + 1)) {
    let before = at - 1;
    if (text[before] === "\r") before--;
    while (before >= from && /[ \t\v\f]/.test(text[before] ?? "")) before--;
    if (before < from || text.charCodeAt(before) !== backslash) return at;
  }
  return text.length;
}

function commentAt(text: string, at: number): Lexeme | undefined {
  const second = afterSplices(text, at + 1);
  const code = text.charCodeAt(second);
  if (code === slash) return { kind: "comment", end: logicalLineEnd(text, second), terminated: true };
  if (code !== star) return undefined;
  commentEnd.lastIndex = second + 1;
  return commentEnd.test(text)
    ? { kind: "comment", end: commentEnd.lastIndex, terminated: true }
    : { kind: "comment", end: text.length, terminated: false };
}

function quotedAt(text: string, at: number, quote: number): Lexeme {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === quote) return { kind: "literal", end: end + 1, terminated: true };
    if (code === newline) break;
    if (code === backslash) {
      const after = afterSplices(text, end);
      end = after === end ? end + 2 : after;
    } else end++;
  }
  return { kind: "literal", end: Math.min(end, text.length), terminated: false };
}

function rawStringAt(text: string, at: number): Lexeme | undefined {
  if (text[at - 1] !== "R" || !/(?:^|[^\w])(?:u8|[uUL])?R$/.test(text.slice(Math.max(0, at - 4), at))) {
    return undefined;
  }
  rawStringStart.lastIndex = at;
  const delimiter = rawStringStart.exec(text)?.[1];
  if (delimiter === undefined) return undefined;
  const close = `)${delimiter}"`;
  const found = text.indexOf(close, at);
  return found === -1
    ? { kind: "literal", end: text.length, terminated: false }
    : { kind: "literal", end: found + close.length, terminated: true };
}

/** Whether the quote at `at` separates digits, as in 1'000. */
function separatesDigits(text: string, at: number): boolean {
  if (!/[0-9A-Za-z]/.test(text[at + 1] ?? "")) return false;
  let start = at;
  while (start > 0 && at - start < longestNumberLookedBack && wordCharacter.test(text[start - 1] ?? ""))
    start--;
  return start < at && /[0-9]/.test(text[start] ?? "");
}

/** Reads the lexeme at `at`. A literal without its closing quote ends at the end of its line, an open comment at the end of the text. */
export function lexemeAt(text: string, at: number): Lexeme {
  const other: Lexeme = { kind: "other", end: at + 1, terminated: true };
  switch (text.charCodeAt(at)) {
    case backslash: {
      const end = afterSplices(text, at);
      return end === at ? other : { kind: "splice", end, terminated: true };
    }
    case slash:
      return commentAt(text, at) ?? other;
    case doubleQuote:
      return rawStringAt(text, at) ?? quotedAt(text, at, doubleQuote);
    case singleQuote:
      return separatesDigits(text, at) ? other : quotedAt(text, at, singleQuote);
    default:
      return other;
  }
}

/** `text` with every comment and line splice, of `length` UTF-16 units, replaced. */
export function replaceComments(
  text: string,
  replacement: (kind: "comment" | "splice", length: number) => string,
): string {
  const pieces: string[] = [];
  const stop = /["'/\\]/g;
  let copied = 0;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const { kind, end } = lexemeAt(text, found.index);
    stop.lastIndex = end;
    if (kind !== "comment" && kind !== "splice") continue;
    pieces.push(text.slice(copied, found.index), replacement(kind, end - found.index));
    copied = end;
  }
  pieces.push(text.slice(copied));
  return pieces.join("");
}

/** Where the comments of `text` stand, in its order, without one that nothing ends. */
export function commentSpansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  const stop = /["'/\\]/g;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const { kind, end, terminated } = lexemeAt(text, found.index);
    stop.lastIndex = end;
    if (kind === "comment" && terminated) spans.push({ start: found.index, end });
  }
  return spans;
}
