import { fieldsOf, nameOf, valuesOf } from "../facts/fields.ts";
import { type List, readSexps, type Sexp } from "../syntax/sexp.ts";
import type { Edit } from "./edit.ts";
import { removalOf } from "./layout.ts";

/** What `(package (name …) (depends …))` of a dune-project says of its dependencies. */
interface ProjectDepends {
  /** The fields `depends`, mostly one. */
  readonly fields: readonly List[];
  readonly values: readonly Sexp[];
}

function dependsOf(text: string, packageName: string): ProjectDepends | undefined {
  const { items, errors } = readSexps(text);
  if (errors.length > 0) return undefined;
  for (const { name, values } of fieldsOf(items)) {
    if (name !== "package") continue;
    const own = fieldsOf(values);
    if (nameOf(valuesOf(own, "name")[0])?.text !== packageName) continue;
    const fields = own.filter((field) => field.name === "depends");
    return { fields: fields.map(({ list }) => list), values: fields.flatMap((field) => field.values) };
  }
  return undefined;
}

const packageIn = (value: Sexp): string | undefined =>
  nameOf(value.kind === "list" ? value.items[0] : value)?.text;

function mentions(value: Sexp, name: string): boolean {
  return value.kind === "list" ? value.items.some((item) => mentions(item, name)) : value.text === name;
}

/** The values that ask for a package; undefined where a formula does, which stays as it is. */
function valuesFor({ values }: ProjectDepends, name: string): readonly Sexp[] | undefined {
  const found = values.filter((value) => packageIn(value) === name);
  const others = values.filter((value) => mentions(value, name));
  return others.length === found.length ? found : undefined;
}

/** No edits where the package is not asked for; undefined where it is in a formula. */
export function withoutProjectDependency(
  file: string,
  text: string,
  packageName: string,
  name: string,
): readonly Edit[] | undefined {
  const depends = dependsOf(text, packageName);
  if (depends === undefined) return [];
  const { comments } = readSexps(text);
  const gone = valuesFor(depends, name);
  const [field, ...others] = depends.fields;
  const holdsComment = comments.some(
    ({ span }) => field !== undefined && span.start > field.span.start && span.end < field.span.end,
  );
  const isLast = others.length === 0 && gone?.length === depends.values.length && !holdsComment;
  const spans =
    isLast && field !== undefined && gone.length > 0 ? [field.span] : gone?.map(({ span }) => span);
  return spans?.map((span) => ({ file, span: removalOf(text, span, comments), text: "" }));
}

/** Asks for another package in the place of one, whatever its version; once where both are asked for. */
export function withProjectReplacement(
  file: string,
  text: string,
  packageName: string,
  { name, successor }: { readonly name: string; readonly successor: string },
): readonly Edit[] | undefined {
  const depends = dependsOf(text, packageName);
  if (depends === undefined) return [];
  if (depends.values.some((value) => mentions(value, successor)))
    return withoutProjectDependency(file, text, packageName, name);
  return valuesFor(depends, name)?.map(({ span }) => ({ file, span, text: successor }));
}

/** Adds a filter such as `:with-test` to what is there. */
export function withProjectFilter(
  file: string,
  text: string,
  packageName: string,
  name: string,
  filter: string,
): readonly Edit[] | undefined {
  const depends = dependsOf(text, packageName);
  if (depends === undefined) return [];
  return valuesFor(depends, name)?.flatMap((value): readonly Edit[] => {
    const insert = (at: number, inserted: string): Edit => ({
      file,
      span: { start: at, end: at },
      text: inserted,
    });
    if (value.kind !== "list") return [insert(value.span.start, "("), insert(value.span.end, ` ${filter})`)];
    const [head, ...constraints] = value.items;
    const [first] = constraints;
    const last = constraints.at(-1);
    if (head === undefined || first === undefined || last === undefined)
      return head === undefined ? [] : [insert(head.span.end, ` ${filter}`)];
    return [insert(first.span.start, `(and ${filter} `), insert(last.span.end, ")")];
  });
}
