import type { List, Sexp } from "../syntax/sexp.ts";
import type { Name } from "./ordered-set.ts";

/** `(name value …)` inside a stanza. */
export interface Field {
  readonly name: string;
  readonly list: List;
  readonly values: readonly Sexp[];
}

/** The fields of a stanza, in order; what is no field is passed over. */
export function fieldsOf(values: readonly Sexp[]): readonly Field[] {
  return values.flatMap((list) => {
    if (list.kind !== "list") return [];
    const [head, ...rest] = list.items;
    return head?.kind === "atom" ? [{ name: head.text, list, values: rest }] : [];
  });
}

/** All values of every field called `name`, one after the other. */
export function valuesOf(fields: readonly Field[], name: string): readonly Sexp[] {
  return fields.filter((field) => field.name === name).flatMap((field) => field.values);
}

export function nameOf(value: Sexp | undefined): Name | undefined {
  return value === undefined || value.kind === "list" ? undefined : { text: value.text, span: value.span };
}

export function namesOf(values: readonly Sexp[]): readonly Name[] {
  return values.flatMap((value) => nameOf(value) ?? []);
}

/** The first word of the field called `name`. */
export function wordOf(fields: readonly Field[], name: string): Name | undefined {
  return nameOf(valuesOf(fields, name)[0]);
}
