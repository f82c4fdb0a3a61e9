/** A half-open range of UTF-16 code units in the text of one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that a reader could not make sense of; reading went on after it. */
export interface ParseError {
  readonly message: string;
  readonly span: Span;
}

/** 1-based line and 1-based column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which the lines of `text` begin; `\n` and `\r\n` end a line. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The position of `offset`; an offset past the end falls on the last line. */
export function positionOf(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
