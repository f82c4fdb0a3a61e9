import type { ParseError, Span } from "./span.ts";

const openings = "([{";
const closings = ")]}";

/** Brackets of a text, met one after the other. */
export interface Brackets {
  /** The error of the one at `at`, where it closes another than the last that is open. */
  meet(at: number): ParseError | undefined;
  /** The error of the last that is open. */
  unclosed(): ParseError | undefined;
}

export function bracketsOf(text: string): Brackets {
  const open: number[] = [];
  return {
    meet(at) {
      const closes = closings.indexOf(text.charAt(at));
      if (closes === -1) open.push(at);
      else if (text.charAt(open.pop() ?? -1) !== openings.charAt(closes))
        return errorAt(text, "unmatched", at);
      return undefined;
    },
    unclosed() {
      const last = open.at(-1);
      return last === undefined ? undefined : errorAt(text, "unclosed", last);
    },
  };
}

const errorAt = (text: string, what: string, at: number): ParseError => ({
  message: `${what} ${text.charAt(at)}`,
  span: { start: at, end: at + 1 },
});

/** The first bracket of `text` that has no partner, brackets within `opaque` spans (ascending) aside. */
export function bracketError(text: string, opaque: Iterable<Span>): ParseError | undefined {
  const brackets = bracketsOf(text);
  const skipped = opaque[Symbol.iterator]();
  let skip = skipped.next();
  const bracket = /[()[\]{}]/g;
  for (let match = bracket.exec(text); match !== null; match = bracket.exec(text)) {
    const at = match.index;
    while (!skip.done && skip.value.end <= at) skip = skipped.next();
    const error = !skip.done && skip.value.start <= at ? undefined : brackets.meet(at);
    if (error !== undefined) return error;
  }
  return brackets.unclosed();
}
