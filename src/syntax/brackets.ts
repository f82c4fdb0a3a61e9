import type { ParseError, Span } from "./span.ts";

const openings = "([{";
const closings = ")]}";

/** The first bracket of `text` that has no partner, brackets within `opaque` spans (ascending) aside. */
export function bracketError(text: string, opaque: Iterable<Span>): ParseError | undefined {
  const open: number[] = [];
  const skipped = opaque[Symbol.iterator]();
  let skip = skipped.next();
  // Asked only where it matched: what it matched would be made anew for each of many brackets.
  const bracket = /[()[\]{}]/g;
  while (bracket.test(text)) {
    const at = bracket.lastIndex - 1;
    while (!skip.done && skip.value.end <= at) skip = skipped.next();
    if (!skip.done && skip.value.start <= at) {
      bracket.lastIndex = skip.value.end;
      continue;
    }
    const closes = closings.indexOf(text.charAt(at));
    if (closes === -1) open.push(at);
    else if (text.charAt(open.pop() ?? -1) !== openings.charAt(closes)) return errorAt(text, "unmatched", at);
  }
  const unclosed = open.at(-1);
  return unclosed === undefined ? undefined : errorAt(text, "unclosed", unclosed);
}

const errorAt = (text: string, what: string, at: number): ParseError => ({
  message: `${what} ${text.charAt(at)}`,
  span: { start: at, end: at + 1 },
});
