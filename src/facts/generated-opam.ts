import { readSexps, type Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import { type Field, fieldsOf, nameOf, valuesOf } from "./fields.ts";
import { type Constraint, constraintOfDune } from "./opam-formula.ts";
import type { Name } from "./ordered-set.ts";

export interface GeneratedDependency {
  readonly name: Name;
  readonly constraint: Constraint;
}

/** What dune-project says of an opam file that dune makes of it. */
export interface GeneratedOpamFile {
  readonly package: Name;
  readonly depends: readonly GeneratedDependency[];
  readonly depopts: readonly GeneratedDependency[];
  /** Words of other fields, by their names in opam; only those that dune-project says itself. */
  readonly fields: ReadonlyMap<string, { readonly words: readonly string[]; readonly at: Span }>;
}

/** Names of fields in dune-project and in opam: dune's src/dune_rules/opam_create.ml. */
const namesInOpam: ReadonlyMap<string, string> = new Map([
  ["synopsis", "synopsis"],
  ["description", "description"],
  ["license", "license"],
  ["authors", "authors"],
  ["maintainers", "maintainer"],
  ["homepage", "homepage"],
  ["bug_reports", "bug-reports"],
  ["documentation", "doc"],
  ["tags", "tags"],
]);

/** One for each package of a dune-project. */
export function generatedOpamFiles(text: string): readonly GeneratedOpamFile[] {
  const ofProject = fieldsOf(readSexps(text).items);
  const ofEach = new Map(textFields(ofProject));
  return ofProject
    .filter(({ name }) => name === "package")
    .flatMap(({ values }): readonly GeneratedOpamFile[] => {
      const own = fieldsOf(values);
      const name = nameOf(valuesOf(own, "name")[0]);
      if (name === undefined) return [];
      return [
        {
          package: name,
          depends: valuesOf(own, "depends").flatMap(dependenciesOf),
          depopts: valuesOf(own, "depopts").flatMap(dependenciesOf),
          fields: new Map([...ofEach, ...textFields(own)]),
        },
      ];
    });
}

function textFields(
  fields: readonly Field[],
): readonly (readonly [string, { readonly words: readonly string[]; readonly at: Span }])[] {
  return fields.flatMap(({ name, values, list }) => {
    const inOpam = namesInOpam.get(name);
    return inOpam === undefined ? [] : [[inOpam, { words: values.flatMap(wordsIn), at: list.span }] as const];
  });
}

/** Tags stand in a list of their own. */
const wordsIn = (value: Sexp): readonly string[] =>
  value.kind === "list" ? value.items.flatMap(wordsIn) : [value.text];

/** `(or a b)` asks for either, each with its own constraint. */
function dependenciesOf(value: Sexp): readonly GeneratedDependency[] {
  const name = nameOf(value.kind === "list" ? value.items[0] : value);
  if (name === undefined) return [];
  const rest = value.kind === "list" ? value.items.slice(1) : [];
  if (value.kind === "list" && (name.text === "or" || name.text === "and"))
    return rest.flatMap(dependenciesOf);
  return [{ name, constraint: constraintOfDune(rest) }];
}
