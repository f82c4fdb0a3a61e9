import type { Span } from "../syntax/span.ts";

const isBlank = (character: string | undefined): boolean =>
  character === " " || character === "\t" || character === "\r" || character === "\n";

/**
 * What to delete with an item of a list, so that the layout of the others stays and no comment goes: the blanks before it, or those
 * behind it where it begins a line that goes on. Items are words, lists or values that `(`, `[` or blanks part.
 */
export function removalOf(text: string, item: Span, comments: readonly { readonly span: Span }[]): Span {
  let before = item.start;
  while (before > 0 && isBlank(text[before - 1])) before -= 1;
  let after = item.end;
  while (text[after] === " " || text[after] === "\t") after += 1;
  const beginsLine = text.slice(before, item.start).includes("\n");
  const goesOn = after < text.length && !/[\r\n)\]]/.test(text[after] ?? "");
  if (beginsLine && goesOn) return { start: item.start, end: after };
  // What follows must not come to stand in a comment.
  if (comments.some(({ span }) => span.end === before))
    return /[\r\n]/.test(text[after] ?? "\n") ? { start: before, end: after } : item;
  if (!isOpening(text[before - 1])) return { start: before, end: item.end };
  // The first of a line such as `["a" "b"]` takes the blanks behind it along.
  return beginsLine && !goesOn ? { start: before, end: item.end } : { start: item.start, end: after };
}

const isOpening = (character: string | undefined): boolean => character === "(" || character === "[";

/** The blanks that a line begins with, of the line that `at` stands in. */
function indentationAt(text: string, at: number): string {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? "";
}

/** What parts an item from the one before it, for one more: a new line with the same indentation where it begins one, else a blank. */
export function separatorBefore(text: string, item: Span): string {
  const indentation = indentationAt(text, item.start);
  const lineStart = text.lastIndexOf("\n", item.start - 1) + 1;
  return lineStart > 0 && lineStart + indentation.length === item.start ? `\n${indentation}` : " ";
}

/** The lines that something stands on alone, its indentation and the last line's end with them; else just what it spans. */
export function lineOf(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", end);
  const after = newline === -1 ? text.length : newline + 1;
  const isAlone = text.slice(lineStart, start).trim() === "" && text.slice(end, after).trim() === "";
  return isAlone ? { start: lineStart, end: after } : { start, end };
}

/** What to delete with a comment: its lines where it has them for itself, else the blanks before it, or those behind it where it begins a line. */
export function commentRemoval(text: string, comment: Span): Span {
  const whole = lineOf(text, comment);
  if (whole.start !== comment.start || whole.end !== comment.end) return whole;
  const before = text.slice(0, comment.start).trimEnd().length;
  if (!text.slice(before, comment.start).includes("\n") && before > 0)
    return { start: before, end: comment.end };
  const behind = /^[ \t]*/.exec(text.slice(comment.end))?.[0].length ?? 0;
  return { start: comment.start, end: comment.end + behind };
}
