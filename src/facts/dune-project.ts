import { readSexps, type Sexp } from "../syntax/sexp.ts";
import type { ParseError } from "../syntax/span.ts";
import { type Field, fieldsOf, nameOf, valuesOf, wordOf } from "./fields.ts";
import type { Name } from "./ordered-set.ts";

export interface ProjectPackage {
  readonly name: Name;
  /** Names in `(depends …)` and `(depopts …)`, whatever their constraints. */
  readonly depends: readonly ProjectDependency[];
}

export interface ProjectDependency {
  readonly name: Name;
  /** Words of its filter: `:with-test`, `:build`, … */
  readonly filters: readonly string[];
  readonly optional: boolean;
}

/** What a dune-project file says. */
export interface DuneProjectFacts {
  /** `3.11` of `(lang dune 3.11)`. */
  readonly lang: string | undefined;
  readonly name: string | undefined;
  readonly packages: readonly ProjectPackage[];
  /** The opam files are made from this file. */
  readonly generatesOpamFiles: boolean;
  readonly errors: readonly ParseError[];
}

export function duneProjectFacts(text: string): DuneProjectFacts {
  const { items, errors } = readSexps(text);
  const fields = fieldsOf(items);
  const generates = fields.find((field) => field.name === "generate_opam_files");
  return {
    lang: nameOf(valuesOf(fields, "lang")[1])?.text,
    name: wordOf(fields, "name")?.text,
    packages: fields.filter((field) => field.name === "package").flatMap(projectPackage),
    generatesOpamFiles: generates !== undefined && nameOf(generates.values[0])?.text !== "false",
    errors,
  };
}

function projectPackage(field: Field): readonly ProjectPackage[] {
  const fields = fieldsOf(field.values);
  const name = wordOf(fields, "name");
  if (name === undefined) return [];
  const depends = [
    ...valuesOf(fields, "depends").flatMap((value) => projectDependency(value, false)),
    ...valuesOf(fields, "depopts").flatMap((value) => projectDependency(value, true)),
  ];
  return [{ name, depends }];
}

function projectDependency(value: Sexp, optional: boolean): readonly ProjectDependency[] {
  if (value.kind !== "list") return [{ name: { text: value.text, span: value.span }, filters: [], optional }];
  const [head, ...rest] = value.items;
  const name = nameOf(head);
  if (name === undefined) return [];
  if (name.text === "or" || name.text === "and")
    return rest.flatMap((inner) => projectDependency(inner, optional));
  return [{ name, filters: filterWords(rest), optional }];
}

function filterWords(values: readonly Sexp[]): readonly string[] {
  return values.flatMap((value) => (value.kind === "list" ? filterWords(value.items) : [value.text]));
}
