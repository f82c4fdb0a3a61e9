import { type List, readSexps, type Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import type { Edit } from "./edit.ts";
import { removalOf, separatorBefore } from "./layout.ts";

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

/** Takes a word, such as a flag, out of the list that it stands in. */
export function withoutWord(file: string, text: string, word: Span): readonly Edit[] | undefined {
  const { items, comments, errors } = readSexps(text);
  const list = listsAround(items, word).at(-1);
  const isThere = list?.items.some(({ span }) => span.start === word.start && span.end === word.end);
  if (errors.length > 0 || isThere !== true) return undefined;
  return [{ file, span: removalOf(text, word, comments), text: "" }];
}

/** A stanza's body, such as `(default …)` in `(context (default …))`, by the place of the stanza's first word. */
function bodyOf(items: readonly Sexp[], head: Span): List | undefined {
  const stanza = listsAround(items, head)[0];
  const body = stanza?.items[1];
  return body?.kind === "list" ? body : undefined;
}

/** Adds fields to a build context of a dune-workspace file, behind the others. */
export function withFieldsInContext(
  file: string,
  text: string,
  context: Span,
  fields: readonly string[],
): readonly Edit[] | undefined {
  const last = bodyOf(readSexps(text).items, context)?.items.at(-1);
  if (last === undefined) return undefined;
  const { end } = last.span;
  const separator = separatorBefore(text, last.span);
  return [{ file, span: { start: end, end }, text: fields.map((field) => separator + field).join("") }];
}

/** Gives fields of a build context another value where they have one that is chosen. */
export function withValuesInContext(
  file: string,
  text: string,
  context: Span,
  value: (field: string, now: string) => string | undefined,
): readonly Edit[] {
  return (bodyOf(readSexps(text).items, context)?.items ?? []).flatMap((field): readonly Edit[] => {
    if (field.kind !== "list") return [];
    const [, written] = field.items;
    const now = written === undefined || written.kind === "list" ? undefined : written;
    const next = now === undefined ? undefined : value(headOf(field), now.text);
    return now === undefined || next === undefined ? [] : [{ file, span: now.span, text: next }];
  });
}
