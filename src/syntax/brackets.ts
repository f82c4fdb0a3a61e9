import type { ParseError, Span } from "./span.ts";

const partners: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** The first bracket of `text` that has no partner, brackets within `opaque` spans (ascending) aside. */
export function bracketError(text: string, opaque: Iterable<Span>): ParseError | undefined {
  const open: { readonly bracket: string; readonly at: number }[] = [];
  const skipped = opaque[Symbol.iterator]();
  let skip = skipped.next();
  const anyBracket = /[()[\]{}]/g;
  for (let match = anyBracket.exec(text); match !== null; match = anyBracket.exec(text)) {
    const { 0: bracket, index: at } = match;
    while (!skip.done && skip.value.end <= at) skip = skipped.next();
    if (!skip.done && skip.value.start <= at) continue;
    const partner = partners[bracket];
    if (partner === undefined) open.push({ bracket, at });
    else if (open.pop()?.bracket !== partner)
      return { message: `unmatched ${bracket}`, span: { start: at, end: at + 1 } };
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return undefined;
  return { message: `unclosed ${unclosed.bracket}`, span: { start: unclosed.at, end: unclosed.at + 1 } };
}
