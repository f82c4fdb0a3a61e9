import { type Directive, type Item, readDirectives } from "../syntax/c/directives.ts";
import { lexemeAt } from "../syntax/c/lexemes.ts";
import type { Span } from "../syntax/span.ts";

/** Where an identifier stands in a C file, outside of comments and literals. */
export function identifierSpans(text: string, name: string): readonly Span[] {
  const spans: Span[] = [];
  const stop = /["'/\\]|[\p{ID_Start}_$][\p{ID_Continue}$]*/gu;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const [written] = found;
    if (written === name) spans.push({ start: found.index, end: found.index + name.length });
    if (/^["'/\\]/.test(written)) stop.lastIndex = lexemeAt(text, found.index).end;
  }
  return spans;
}

/** An `#include` of a C file, in whatever branch of a conditional. */
export interface IncludeLine {
  readonly header: string;
  /** The name between its brackets or quotes. */
  readonly name: Span;
  /** From the `#` to the last character of the line, a comment behind it included. */
  readonly directive: Span;
  /** Outside of all conditionals. */
  readonly unconditional: boolean;
}

const included = /^#[ \t]*include[ \t]*[<"]([^<>"\n]+)[>"]/;

export function includeLines(text: string): readonly IncludeLine[] {
  return directivesIn(readDirectives(text).items, true).flatMap(({ directive: { span }, unconditional }) => {
    const written = text.slice(span.start, span.end).trimEnd();
    const [whole, header] = included.exec(written) ?? [];
    if (whole === undefined || header === undefined) return [];
    const end = span.start + whole.length - 1;
    const directive = { start: span.start, end: span.start + written.length };
    return [{ header, name: { start: end - header.length, end }, directive, unconditional }];
  });
}

interface PlacedDirective {
  readonly directive: Directive;
  readonly unconditional: boolean;
}

function directivesIn(items: readonly Item[], unconditional: boolean): readonly PlacedDirective[] {
  return items.flatMap((item) =>
    item.kind === "directive"
      ? [{ directive: item.directive, unconditional }]
      : item.branches.flatMap((branch) => directivesIn(branch.items, false)),
  );
}
