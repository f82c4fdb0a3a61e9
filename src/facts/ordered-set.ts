import type { Atom, QuotedString, Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";

/** A literal word of a stanza, where it stands. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** dune's ordered set language: `(a b \ c)`, `:standard`, `(:include file)`. */
export type OrderedSet =
  | { readonly kind: "element"; readonly name: Name; readonly literal: boolean }
  | { readonly kind: "standard" }
  | { readonly kind: "include"; readonly file: Name | undefined }
  | { readonly kind: "union"; readonly sets: readonly OrderedSet[] }
  | { readonly kind: "difference"; readonly from: OrderedSet; readonly without: OrderedSet };

/** Reads the values of a field as one set; what is no set (a stray list) is an empty union. */
export function orderedSet(values: readonly Sexp[]): OrderedSet {
  const cut = values.findIndex((value) => value.kind === "atom" && value.text === "\\");
  if (cut === -1) return { kind: "union", sets: values.map(element) };
  return {
    kind: "difference",
    from: orderedSet(values.slice(0, cut)),
    without: orderedSet(values.slice(cut + 1)),
  };
}

function element(value: Sexp): OrderedSet {
  if (value.kind === "list") {
    const [head] = value.items;
    const keyword = head?.kind === "atom" ? head.text : "";
    if (keyword === ":include") return { kind: "include", file: includedFile(value.items[1]) };
    return orderedSet(keyword === "or" ? value.items.slice(1) : value.items);
  }
  if (value.kind === "atom" && value.text === ":standard") return { kind: "standard" };
  return { kind: "element", name: { text: value.text, span: value.span }, literal: isLiteral(value) };
}

function includedFile(value: Sexp | undefined): Name | undefined {
  return value === undefined || value.kind === "list" ? undefined : { text: value.text, span: value.span };
}

/** Whether a word has no `%{…}` in it. */
function isLiteral(word: Atom | QuotedString): boolean {
  return word.parts.every((part) => part.kind === "text");
}

/** Whether the set takes what dune would take without it. */
export function takesStandard(set: OrderedSet): boolean {
  switch (set.kind) {
    case "element":
    case "include":
      return false;
    case "standard":
      return true;
    case "union":
      return set.sets.some(takesStandard);
    case "difference":
      return takesStandard(set.from);
  }
}

/** The elements that a set names positively, `:standard` and `(:include …)` aside. */
export function elementsOf(set: OrderedSet): readonly Name[] {
  switch (set.kind) {
    case "element":
      return [set.name];
    case "standard":
    case "include":
      return [];
    case "union":
      return set.sets.flatMap(elementsOf);
    case "difference": {
      const without = new Set(elementsOf(set.without).map((name) => name.text));
      return elementsOf(set.from).filter((name) => !without.has(name.text));
    }
  }
}

/** Whether `word` is in the set; `standard` answers for `:standard`, `matches` compares an element with the word. */
export function contains(
  set: OrderedSet,
  word: string,
  standard: (word: string) => boolean,
  matches: (element: string, word: string) => boolean,
): boolean {
  switch (set.kind) {
    case "element":
      return matches(set.name.text, word);
    case "standard":
      return standard(word);
    case "include":
      return false;
    case "union":
      return set.sets.some((inner) => contains(inner, word, standard, matches));
    case "difference":
      return contains(set.from, word, standard, matches) && !contains(set.without, word, standard, matches);
  }
}

/** The files that hold a part of the set, which a rule may make. */
export function includedFiles(set: OrderedSet): readonly Name[] {
  switch (set.kind) {
    case "element":
    case "standard":
      return [];
    case "include":
      return set.file === undefined ? [] : [set.file];
    case "union":
      return set.sets.flatMap(includedFiles);
    case "difference":
      return [...includedFiles(set.from), ...includedFiles(set.without)];
  }
}
