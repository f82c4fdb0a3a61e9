import type { Sexp } from "../syntax/sexp.ts";
import { fieldsOf, nameOf, namesOf } from "./fields.ts";
import type { LibraryDependency, SelectChoice } from "./stanza.ts";

/** The values of `(libraries …)`: names, `(re_export name)`, `(select file from …)`. */
export function libraryDependencies(values: readonly Sexp[]): readonly LibraryDependency[] {
  return values.flatMap((value): readonly LibraryDependency[] => {
    if (value.kind !== "list")
      return [{ kind: "library", name: { text: value.text, span: value.span }, reExport: false }];
    const [field] = fieldsOf([value]);
    if (field?.name === "re_export")
      return namesOf(field.values).map((name) => ({ kind: "library", name, reExport: true }));
    if (field?.name === "select") return selectDependency(field.values);
    return [];
  });
}

function selectDependency(values: readonly Sexp[]): readonly LibraryDependency[] {
  const result = nameOf(values[0]);
  if (result === undefined) return [];
  const choices = values
    .slice(2)
    .flatMap((value) => (value.kind === "list" ? selectChoice(value.items) : []));
  return [{ kind: "select", result, choices }];
}

function selectChoice(items: readonly Sexp[]): readonly SelectChoice[] {
  const arrow = items.findIndex((item) => item.kind === "atom" && item.text === "->");
  const file = nameOf(items[arrow + 1]);
  if (arrow === -1 || file === undefined) return [];
  const literals = namesOf(items.slice(0, arrow)).map(({ text, span }) => {
    const negated = text.startsWith("!");
    return { name: { text: negated ? text.slice(1) : text, span }, negated };
  });
  return [{ literals, file }];
}
