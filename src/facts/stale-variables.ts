import type { Sexp } from "../syntax/sexp.ts";
import type { Name } from "./ordered-set.ts";

/** jbuilder's variables and actions' prefixes: src/dune_lang/pform.ml and the jbuild manual of dune 1.0. */
const jbuildVariable =
  /\$[{(](?:os_type|arch_sixtyfour|architecture|system|model|context_name|profile|ocaml|ocamlc|ocamlopt|ocaml_where|ocaml_version|ocaml_bin|ARCH_SIXTYFOUR|ROOT|SCOPE_ROOT|MAKE|CC|CXX|CPP|PA_CPP|OCAML|OCAMLC|OCAMLOPT|EXT_OBJ|EXT_LIB|EXT_DLL|ext_obj|ext_asm|ext_lib|ext_dll|ext_exe|null|make|cc|cxx|[<@^!]|(?:exe|bin|lib|libexec|lib-available|path|path-no-dep|dep|read|read-lines|read-strings|version|ocaml-config|findlib|env):[^})\s]+)[})]/g;

/** Actions whose text another program reads, where `${…}` may well be meant. */
const opaqueActions: ReadonlySet<string> = new Set(["system", "bash", "echo", "write-file", "documentation"]);

export interface StaleVariable extends Name {
  /** It stands in a condition: what is built hangs on it. */
  readonly inCondition: boolean;
}

/** Every `${variable}` that jbuilder would have replaced and dune takes as it stands. */
export function staleVariables(value: Sexp, inCondition = false): readonly StaleVariable[] {
  if (value.kind === "list") {
    const [head] = value.items;
    const keyword = head?.kind === "atom" ? head.text : "";
    if (opaqueActions.has(keyword)) return [];
    const decides = inCondition || keyword === "enabled_if";
    // An argument with blanks in it is a program for sh, awk or the like.
    const words =
      keyword === "run"
        ? value.items.filter((item) => item.kind === "list" || !/\s/.test(item.text))
        : value.items;
    return words.flatMap((word) => staleVariables(word, decides));
  }
  return [...value.text.matchAll(jbuildVariable)].map((match) => ({
    text: match[0],
    span: spanWithin(value, match),
    inCondition,
  }));
}

/** Escapes in a quoted string shift its text against the file: then the whole string is the place. */
function spanWithin(value: Exclude<Sexp, { kind: "list" }>, match: RegExpExecArray) {
  const quotes = value.kind === "string" ? 1 : 0;
  if (value.span.end - value.span.start !== value.text.length + 2 * quotes) return value.span;
  const start = value.span.start + quotes + match.index;
  return { start, end: start + match[0].length };
}
