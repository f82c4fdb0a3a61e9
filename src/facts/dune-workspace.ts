import { readSexps } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import { fieldsOf, namesOf, valuesOf, wordOf } from "./fields.ts";

/** One `(context (default …))` of a dune-workspace file. */
export interface BuildContext {
  readonly span: Span;
  /** As `%{context_name}` has it, before `(targets …)` adds to it. */
  readonly name: string;
  readonly toolchain: string | undefined;
  readonly host: string | undefined;
  readonly targets: readonly string[];
  readonly disablesDynamicArchives: boolean;
  /** `(merlin)`: editors are told of this context, not of the first. */
  readonly merlin: boolean;
}

/** The contexts of a dune-workspace file; none where it can't be read. */
export function buildContexts(text: string): readonly BuildContext[] {
  const { items, errors } = readSexps(text);
  if (errors.length > 0) return [];
  return fieldsOf(items)
    .filter(({ name }) => name === "context")
    .flatMap(({ list, values }): readonly BuildContext[] => {
      // (context default) is the context of that name with nothing said of it.
      const [body] = fieldsOf(values);
      if (body === undefined || (body.name !== "default" && body.name !== "opam")) return [];
      const fields = fieldsOf(body.values);
      const disables = wordOf(fields, "disable_dynamically_linked_foreign_archives")?.text;
      return [
        {
          span: list.items[0]?.span ?? list.span,
          name: wordOf(fields, "name")?.text ?? wordOf(fields, "switch")?.text ?? "default",
          toolchain: wordOf(fields, "toolchain")?.text,
          host: wordOf(fields, "host")?.text,
          targets: namesOf(valuesOf(fields, "targets")).map(({ text }) => text),
          disablesDynamicArchives: disables === "true",
          merlin: fields.some(({ name }) => name === "merlin"),
        },
      ];
    });
}
