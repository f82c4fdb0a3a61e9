import type { Span } from "../syntax/span.ts";
import { functionSpans } from "./c-functions.ts";
import type { CommentLanguage } from "./comments.ts";
import { codeOnly, type StructureItem, structureItemsOf } from "./ocaml-items.ts";
import { opaqueTextsOf } from "./ocaml-tokens.ts";

/** What a source defines by name, and where all of that stands. */
export interface NamedDefinition {
  /** `connect`; of something in a module of the file with that, `Store.connect`; `()` for what is only run. */
  readonly name: string;
  readonly span: Span;
}

/** The definitions of a C or OCaml source by its words, outer before inner; none in what has none, or where they do not add up. */
export function namedDefinitions(text: string, language: CommentLanguage): readonly NamedDefinition[] {
  switch (language) {
    case "c":
      return functionSpans(text);
    case "ocaml":
      return ocamlDefinitions(text);
    case "dune":
    case "opam":
      return [];
  }
}

function ocamlDefinitions(text: string): readonly NamedDefinition[] {
  const opaques = [...opaqueTextsOf(text)];
  if (opaques.some(({ error }) => error !== undefined)) return [];
  const code = codeOnly(text, opaques);
  const names = new Map<StructureItem, string>();
  return (structureItemsOf(code) ?? []).flatMap((item): readonly NamedDefinition[] => {
    const outer = item.parent === undefined ? "" : names.get(item.parent);
    const qualified = (name: string): string => (outer ? `${outer}.${name}` : name);
    if (item.kind === "let")
      return item.bindings.map((start, index) => ({
        name: qualified(nameAt(code, start, bound) ?? "()"),
        span: { start, end: item.bindings[index + 1] ?? item.end },
      }));
    const name = nameAt(code, item.start, declared);
    if (name === undefined) {
      if (outer) names.set(item, outer);
      return [];
    }
    names.set(item, qualified(name));
    return [{ name: qualified(name), span: { start: item.start, end: item.end } }];
  });
}

const bound = /(?:let|and)(?:%[\w.]+)?\s+(?:rec\s+)?(?:([a-z_][\w']*)|\(\s*([^\w\s()][^\s()]*)\s*\))/y;
const declared = /(?:module|external|class)\s+(?:rec\s+|type\s+|virtual\s+|\[[^\]]*\]\s*)*([A-Za-z_][\w']*)/y;

function nameAt(code: string, start: number, form: RegExp): string | undefined {
  form.lastIndex = start;
  return form
    .exec(code)
    ?.slice(1)
    .find((name) => name !== undefined);
}
