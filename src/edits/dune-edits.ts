import { type List, readSexps, type Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import type { Edit } from "./edit.ts";
import { removalOf } from "./layout.ts";

/** The lists around a place of a dune file, outermost first. */
function listsAround(items: readonly Sexp[], { start, end }: Span): readonly List[] {
  const around = items.find(
    (item): item is List => item.kind === "list" && item.span.start <= start && end <= item.span.end,
  );
  return around === undefined ? [] : [around, ...listsAround(around.items, { start, end })];
}

const headOf = ({ items: [head] }: List): string => (head?.kind === "atom" ? head.text : "");

/**
 * Takes a name out of the field that lists it, and the field with it where it lists nothing else; undefined where the name stands in
 * something that a field lists, such as a `select`.
 */
export function withoutNameInField(
  file: string,
  text: string,
  field: string,
  name: Span,
): readonly Edit[] | undefined {
  const { items, comments, errors } = readSexps(text);
  const list = listsAround(items, name).at(-1);
  if (errors.length > 0 || list === undefined || headOf(list) !== field) return undefined;
  if (!list.items.some(({ span }) => span.start === name.start && span.end === name.end)) return undefined;
  const holdsComment = comments.some(({ span }) => span.start > list.span.start && span.end < list.span.end);
  const gone = list.items.length === 2 && !holdsComment ? list.span : name;
  return [{ file, span: removalOf(text, gone, comments), text: "" }];
}
