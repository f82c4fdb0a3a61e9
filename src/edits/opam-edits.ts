import type { Name } from "../facts/ordered-set.ts";
import { type OpamField, type OpamValue, readOpamFile } from "../syntax/opam-file.ts";
import type { Edit } from "./edit.ts";
import { removalOf, separatorBefore } from "./layout.ts";

/** An opam file, or the template of one, whose `depends:` is changed. */
export interface OpamText {
  readonly file: string;
  readonly text: string;
}

/** The field as it is read; undefined where there is none, or where the file is malformed. */
function fieldOf({ text }: OpamText, name: string): OpamField | undefined {
  const { items, errors } = readOpamFile(text);
  if (errors.length > 0) return undefined;
  return items.find((item) => item.kind === "field" && item.name === name) as OpamField | undefined;
}

export const hasDepends = (opam: OpamText): boolean => fieldOf(opam, "depends") !== undefined;

const itemsOf = (value: OpamValue): readonly OpamValue[] => (value.kind === "list" ? value.items : [value]);

/** The package that an item of `depends:` asks for; undefined for a formula of several. */
function packageIn(item: OpamValue): Name | undefined {
  const value = item.kind === "option" ? item.value : item;
  return value.kind === "string" ? { text: value.value, span: value.span } : undefined;
}

/** The items of `depends:` that ask for a package; undefined where a formula does, which stays as it is. */
function itemsFor(opam: OpamText, name: string): readonly OpamValue[] | undefined {
  const field = fieldOf(opam, "depends");
  if (field?.value.kind !== "list") return undefined;
  const found = field.value.items.filter((item) => packageIn(item)?.text === name);
  const mentions = opam.text.slice(field.span.start, field.span.end).split(`"${name}"`).length - 1;
  return found.length > 0 && mentions === found.length ? found : undefined;
}

export function withoutOpamDependency(opam: OpamText, name: string): readonly Edit[] | undefined {
  const { comments } = readOpamFile(opam.text);
  return itemsFor(opam, name)?.map((item) => ({
    file: opam.file,
    span: removalOf(opam.text, item.span, comments),
    text: "",
  }));
}

/** Asks for another package in the place of one, whatever its version; once where both are asked for. */
export function withOpamReplacement(
  opam: OpamText,
  name: string,
  successor: string,
): readonly Edit[] | undefined {
  if (itemsFor(opam, successor) !== undefined) return withoutOpamDependency(opam, name);
  return itemsFor(opam, name)?.map(({ span }) => ({ file: opam.file, span, text: `"${successor}"` }));
}

/** Adds a filter such as `with-test` to what is there. */
export function withOpamFilter(opam: OpamText, name: string, filter: string): readonly Edit[] | undefined {
  const items = itemsFor(opam, name);
  if (items?.some((item) => item.kind === "option" && !isPlainConjunction(item.filters))) return undefined;
  return items?.map((item): Edit => {
    const brace = item.kind === "option" ? opam.text.indexOf("{", item.value.span.end) + 1 : undefined;
    const at = brace ?? item.span.end;
    const text = brace === undefined ? ` {${filter}}` : `${filter} & `;
    return { file: opam.file, span: { start: at, end: at }, text };
  });
}

/** What another filter may be put before, with `&` in between. */
function isPlainConjunction(filters: readonly OpamValue[]): boolean {
  const [only] = filters;
  return filters.length === 1 && only !== undefined && !(only.kind === "logical" && only.operator === "|");
}

/** Adds an item such as `"dune" {>= "3.0"}`, behind OCaml or before all others, and a field for it where there is none. */
export function withOpamDependency(opam: OpamText, item: string): readonly Edit[] | undefined {
  const { file, text } = opam;
  const insert = (at: number, inserted: string): readonly Edit[] => [
    { file, span: { start: at, end: at }, text: inserted },
  ];
  const depends = fieldOf(opam, "depends");
  if (depends === undefined) {
    const build = fieldOf(opam, "build");
    return build === undefined ? undefined : insert(build.span.start, `depends: [\n  ${item}\n]\n`);
  }
  const items = itemsOf(depends.value);
  const ocaml = items.find((one) => packageIn(one)?.text === "ocaml");
  if (ocaml !== undefined && depends.value.kind === "list")
    return insert(ocaml.span.end, `${separatorBefore(text, ocaml.span)}${item}`);
  const [first] = items;
  if (depends.value.kind !== "list") return undefined;
  if (first === undefined) return insert(depends.value.span.start + 1, `\n  ${item}\n`);
  return insert(first.span.start, `${item}${separatorBefore(text, first.span)}`);
}
