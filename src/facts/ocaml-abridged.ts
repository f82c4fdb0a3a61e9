import { codeOnly, type StructureItem, structureItemsOf } from "./ocaml-items.ts";
import { opaqueTextsOf } from "./ocaml-tokens.ts";

/** What a preprocessor reads goes by lines, which may stand in any item. */
const preprocessed = /^[ \t]*#[ \t]*\w|<:\w+<|<</m;
// Names that matter lead to names that matter; most files have two or three steps of it.
const mostRounds = 12;
const mostNames = 400;

/**
 * The text of an .ml file in which definitions that neither have one of `words` nor, by name, come to one that has are emptied: `let f x = 0`. Types are left
 * out. A word with a dot in front counts after a dot. All else stays, and stays where it is, so that a parser has less to read and finds the same uses of these words. The whole text
 * where it can't be told by words and brackets alone.
 */
export function abridged(text: string, words: ReadonlySet<string>): string {
  if (preprocessed.test(text)) return text;
  const opaques = [...opaqueTextsOf(text)];
  if (opaques.some(({ error }) => error !== undefined)) return text;
  const code = codeOnly(text, opaques);
  const items = structureItemsOf(code);
  if (items === undefined) return text;
  const kept = itemsThatReach(code, items, words);
  return kept === undefined ? text : emptied(text, code, items, kept);
}

const escaped = (name: string): string => name.replace(/[^\w]/g, "\\$&");

function patternOf(names: Iterable<string>): RegExp {
  const alternatives = [...names].map((name) => {
    if (name.startsWith(".")) return `\\.\\s*${escaped(name.slice(1))}\\b`;
    return /^\w/.test(name) ? `\\b${escaped(name)}\\b` : escaped(name);
  });
  return new RegExp(alternatives.join("|"), "g");
}

/** Items that have one of the words, and those that by name come to one that has; undefined where an open or include may bring anything. */
function itemsThatReach(
  code: string,
  items: readonly StructureItem[],
  words: ReadonlySet<string>,
): ReadonlySet<StructureItem> | undefined {
  const reaching = new Set<StructureItem>();
  const known = new Set(words);
  let names: ReadonlySet<string> = words;
  for (let round = 0; names.size > 0; round++) {
    if (round > mostRounds || known.size > mostNames) return undefined;
    const reached = itemsWith(patternOf(names), code, items);
    if (round === 0 && [...reached].some(({ kind }) => kind === "open")) return undefined;
    const found = new Set<string>();
    for (const item of reached)
      for (let at: StructureItem | undefined = item; at !== undefined && !reaching.has(at); at = at.parent) {
        reaching.add(at);
        for (const name of namesBoundBy(code, at)) if (!known.has(name)) found.add(name);
      }
    for (const name of found) known.add(name);
    names = found;
  }
  return reaching;
}

/** The innermost items around what the pattern finds. */
function itemsWith(
  pattern: RegExp,
  code: string,
  items: readonly StructureItem[],
): ReadonlySet<StructureItem> {
  const found = new Set<StructureItem>();
  let next = 0;
  let current: StructureItem | undefined;
  for (const { index } of code.matchAll(pattern)) {
    for (let item = items[next]; item !== undefined && item.start <= index; item = items[++next])
      current = item;
    while (current !== undefined && current.end <= index) current = current.parent;
    if (current !== undefined) found.add(current);
  }
  return found;
}

const simpleBinding = /(?:let|and)\s+(?:rec\s+)?([a-z_][\w']*)(?![\w']|\s*(?:,|::|\||as\b))/y;
const operatorBinding = /(?:let|and)\s+(?:rec\s+)?\(\s*([^\w\s()][^\s()]*|let[^\s()]+|and[^\s()]+)\s*\)/y;

function namesBoundBy(code: string, item: StructureItem): readonly string[] {
  switch (item.kind) {
    case "let":
      return item.bindings.flatMap((start, index) =>
        namesOfBinding(code, start, item.bindings[index + 1] ?? item.end),
      );
    case "module":
      return namesIn(code, item, /\b(?:module|and)\s+(?:rec\s+|type\s+)?([A-Z][\w']*)/g);
    case "other":
      return namesIn(code, item, /\b(?:class|virtual|and|type|\])\s+([a-z_][\w']*)/g);
    case "open":
    case "type":
      return [];
    default:
      return item.kind satisfies never;
  }
}

/** Of a pattern, all names in it. */
function namesOfBinding(code: string, start: number, end: number): readonly string[] {
  for (const binding of [simpleBinding, operatorBinding]) {
    binding.lastIndex = start;
    const name = binding.exec(code)?.[1];
    if (name !== undefined) return [name];
  }
  const header = code.slice(start, equalsAfter(code, start, end) ?? end);
  return (
    header.match(/(?<![\w'])[a-z_][\w']*/g)?.filter((name) => !/^(?:let|and|rec|as|_)$/.test(name)) ?? []
  );
}

function namesIn(code: string, { start, end }: StructureItem, pattern: RegExp): readonly string[] {
  return [...code.slice(start, end).matchAll(pattern)].map(([, name = ""]) => name);
}

/** Where the `=` between a binding's header and its body stands. */
function equalsAfter(code: string, start: number, end: number): number | undefined {
  const stop = /[()[\]{}=]/g;
  stop.lastIndex = start;
  let depth = 0;
  for (let match = stop.exec(code); match !== null && match.index < end; match = stop.exec(code)) {
    const [found] = match;
    if (found === "=") {
      if (depth === 0) return match.index;
    } else depth += "([{".includes(found) ? 1 : -1;
  }
  return undefined;
}

/** What may go: the span's text, and what is put in its place. */
function emptied(
  text: string,
  code: string,
  items: readonly StructureItem[],
  kept: ReadonlySet<StructureItem>,
): string {
  const pieces: string[] = [];
  let at = 0;
  const blank = (start: number, end: number, placeholder: string): void => {
    pieces.push(text.slice(at, start), placeholder.padEnd(end - start));
    at = end;
  };
  for (const item of items) {
    if (kept.has(item)) continue;
    if (item.kind === "type") blank(item.start, item.end, "");
    if (item.kind !== "let") continue;
    item.bindings.forEach((start, index) => {
      const end = item.bindings[index + 1] ?? item.end;
      const equals = equalsAfter(code, start, end);
      if (equals !== undefined && end - equals > 3) blank(equals + 1, end, " 0 ");
    });
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
