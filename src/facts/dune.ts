import { type Comment, isOcamlSyntax, type List, readSexps, type Sexp } from "../syntax/sexp.ts";
import type { ParseError } from "../syntax/span.ts";
import { executablesStanza, foreignLibraryStanza, libraryStanza } from "./buildable.ts";
import { type Condition, readCondition } from "./condition.ts";
import { type Field, fieldsOf, nameOf, namesOf, valuesOf } from "./fields.ts";
import { installStanza } from "./install-stanza.ts";
import { type Name, orderedSet } from "./ordered-set.ts";
import { ruleStanza } from "./rule-stanza.ts";
import { type StaleVariable, staleVariables } from "./stale-variables.ts";
import type { Stanza } from "./stanza.ts";

/** What one dune file says, or one that a dune file includes. */
export interface DuneFacts {
  /** The file is an OCaml program that prints stanzas: nothing in it can be seen. */
  readonly ocamlSyntax: boolean;
  readonly stanzas: readonly Stanza[];
  /** jbuild-style `${…}`, a plain string in dune's language. */
  readonly staleVariables: readonly StaleVariable[];
  readonly errors: readonly ParseError[];
}

export function duneFacts(text: string): DuneFacts {
  if (isOcamlSyntax(text)) return { ocamlSyntax: true, stanzas: [], staleVariables: [], errors: [] };
  const { items, comments, errors } = readSexps(text);
  return {
    ocamlSyntax: false,
    stanzas: stanzasOf(text, items, comments),
    staleVariables: /\$[{(]/.test(text) ? items.flatMap((item) => staleVariables(item)) : [],
    errors: errors.length > 0 ? errors : strayWords(items),
  };
}

/** dune takes lists alone at the top of a file. */
function strayWords(items: readonly Sexp[]): readonly ParseError[] {
  const [stray] = items.filter((item) => item.kind !== "list");
  return stray === undefined
    ? []
    : [{ message: "a stanza in parentheses was expected here", span: stray.span }];
}

function stanzasOf(text: string, items: readonly Sexp[], comments: readonly Comment[]): readonly Stanza[] {
  let next = 0;
  return items.flatMap((item): readonly Stanza[] => {
    if (item.kind !== "list") return [];
    // A comment belongs to the stanza that it stands in or ends the line of, or else to the next one.
    const end = lineEnd(text, item.span.end);
    const first = next;
    while ((comments[next]?.span.end ?? Number.POSITIVE_INFINITY) <= end) next++;
    return stanzaOf(text, item, comments.slice(first, next));
  });
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline;
}

function stanzaOf(text: string, list: List, comments: readonly Comment[]): readonly Stanza[] {
  const [head, ...values] = list.items;
  if (head?.kind !== "atom") return [];
  const fields = fieldsOf(values);
  const first = nameOf(values[0]);
  switch (head.text) {
    case "library":
      return [libraryStanza(list, fields, comments)];
    case "executable":
    case "executables":
      return [executablesStanza(list, fields, comments, false)];
    case "test":
    case "tests":
      return [executablesStanza(list, fields, comments, true)];
    case "foreign_library":
      return [foreignLibraryStanza(list, fields)];
    case "rule":
      return [ruleStanza(values, list.span)];
    case "copy_files":
    case "copy_files#":
      return copyFiles(values);
    case "include":
      return first === undefined ? [] : [{ kind: "include", file: first }];
    case "dynamic_include":
      return [{ kind: "dynamic-include", span: list.span }];
    case "subdir":
      return first === undefined
        ? []
        : [{ kind: "subdir", directory: first, stanzas: stanzasOf(text, values.slice(1), comments) }];
    case "dirs":
    case "data_only_dirs":
    case "vendored_dirs":
    case "ignored_subdirs":
      return [{ kind: "directories", selection: head.text, set: orderedSet(values) }];
    case "include_subdirs":
      return first === undefined ? [] : [{ kind: "include-subdirs", mode: first.text }];
    case "install":
      return [installStanza(fields)];
    case "deprecated_library_name":
      return deprecatedName(
        nameOf(valuesOf(fields, "old_public_name")[0]),
        nameOf(valuesOf(fields, "new_public_name")[0]),
      );
    case "ocamllex":
    case "ocamlyacc":
    case "menhir":
      return [{ kind: "generated-modules", modules: namesOf([...values, ...valuesOf(fields, "modules")]) }];
    default:
      return [{ kind: "other", span: list.span, name: head.text, enabledIf: enabledIfOf(fields) }];
  }
}

/** `(copy_files glob)` and, since dune 3.5, `(copy_files (files glob) (enabled_if …))`. */
function copyFiles(values: readonly Sexp[]): readonly Stanza[] {
  const fields = fieldsOf(values);
  const glob = nameOf(values[0]) ?? nameOf(valuesOf(fields, "files")[0]);
  return glob === undefined ? [] : [{ kind: "copy-files", glob, enabledIf: enabledIfOf(fields) }];
}

function enabledIfOf(fields: readonly Field[]): Condition | undefined {
  const condition = valuesOf(fields, "enabled_if")[0];
  return condition === undefined ? undefined : readCondition(condition);
}

function deprecatedName(oldName: Name | undefined, newName: Name | undefined): readonly Stanza[] {
  return oldName === undefined || newName === undefined
    ? []
    : [{ kind: "deprecated-library-name", oldName, newName }];
}
