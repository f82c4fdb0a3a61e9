import type { Span } from "../span.ts";

/** Text without line splices and comments that still knows where each character stood in its file. */
export interface LogicalText {
  readonly text: string;
  /** Ascending by `at`: from offset `at` of `text` on, characters come from `from` on in the file. */
  readonly pieces: readonly { readonly at: number; readonly from: number }[];
}

/** The offset in the file of offset `at`; the end of a text may be asked for too. */
export function fileOffset(logical: LogicalText, at: number): number {
  let low = 0;
  let high = logical.pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((logical.pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = logical.pieces[low];
  return piece === undefined ? at : piece.from + (at - piece.at);
}

/** The span in the file of `[start, end)`; the last character decides where it ends. */
export function fileSpan(logical: LogicalText, start: number, end: number): Span {
  const from = fileOffset(logical, start);
  return { start: from, end: end > start ? fileOffset(logical, end - 1) + 1 : from };
}

/** `logical` without its first `count` characters. */
export function dropFirst(logical: LogicalText, count: number): LogicalText {
  const first = { at: 0, from: fileOffset(logical, count) };
  const later = logical.pieces.filter((piece) => piece.at > count);
  return {
    text: logical.text.slice(count),
    pieces: [first, ...later.map((piece) => ({ at: piece.at - count, from: piece.from }))],
  };
}
