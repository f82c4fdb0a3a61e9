import { readSexps, type Sexp } from "../syntax/sexp.ts";
import type { ParseError, Span } from "../syntax/span.ts";
import { type Field, fieldsOf, nameOf, namesOf, valuesOf, wordOf } from "./fields.ts";
import type { Name } from "./ordered-set.ts";

/** What `lock.dune` says of the lock directory that it stands in. */
export interface DuneLockFacts {
  readonly start: Span;
  /** Where the packages were chosen from; undefined where none are recorded. */
  readonly repositories: readonly Name[] | undefined;
  /** Every repository is recorded, with its commit. */
  readonly complete: boolean;
  readonly errors: readonly ParseError[];
}

/** One `NAME.pkg` or, in a portable lock directory, `NAME.VERSION.pkg`. */
export interface DuneLockPackage {
  readonly version: Name | undefined;
  /** Whether dune runs the build on some platform; undefined where nothing is built. */
  readonly callsDune: boolean | undefined;
  readonly sources: readonly { readonly url: Name; readonly hash: string | undefined }[];
  readonly errors: readonly ParseError[];
}

/** Source: dune's src/dune_pkg/lock_dir.ml. Never throws. */
export function duneLockFacts(text: string): DuneLockFacts {
  const { items, errors } = readSexps(text);
  const fields = fieldsOf(items);
  const repositories = fields.find(({ name }) => name === "repositories");
  const inner = fieldsOf(repositories?.values ?? []);
  const used = valuesOf(inner, "used").flatMap((value) =>
    value.kind === "list" ? namesOf(valuesOf(fieldsOf(value.items), "source")) : [],
  );
  return {
    start: items[0]?.span ?? { start: 0, end: 0 },
    repositories: repositories === undefined ? undefined : used,
    complete: wordOf(inner, "complete")?.text === "true",
    errors,
  };
}

export function duneLockPackage(text: string): DuneLockPackage {
  const { items, errors } = readSexps(text);
  const fields = fieldsOf(items);
  const build = fields.filter(({ name }) => name === "build" || name === "dune");
  return {
    version: wordOf(fields, "version"),
    callsDune: build.length === 0 ? undefined : build.some(({ list }) => mentionsDune(list)),
    sources: fetched(fields),
    errors,
  };
}

/** `(dune)` in any of the forms that a build has, or an action that runs dune. */
function mentionsDune(value: Sexp): boolean {
  if (value.kind !== "list")
    return value.text === "dune" || /(?:^|[^\w-])dune (?:build|install)/.test(value.text);
  return value.items.some(mentionsDune);
}

/** What `(fetch (url …) (checksum …))` asks for, in `source` and in `extra_sources`. */
function fetched(fields: readonly Field[]): DuneLockPackage["sources"] {
  return fields.flatMap(({ name, values }) => {
    if (name !== "fetch") return name === "build" ? [] : fetched(fieldsOf(values));
    const inner = fieldsOf(values);
    const url = wordOf(inner, "url");
    return url === undefined ? [] : [{ url, hash: nameOf(valuesOf(inner, "checksum")[0])?.text }];
  });
}
