import { codeOnly, nameOfBinding, type StructureItem, structureItemsOf } from "./ocaml-items.ts";
import { type OpaqueText, opaqueTextsOf } from "./ocaml-tokens.ts";

/** What a source is read for. */
export type Interest =
  | {
      readonly kind: "uses";
      /** Uses of these, whatever they are of, are wanted: a word with a dot in front counts after a dot. */
      readonly words: readonly ReadonlySet<string>[];
      /** Those of the words that are modules whose names are not all among the words: an open of one may bring anything. */
      readonly modules: ReadonlySet<string>;
    }
  /** What it defines for others. */
  | { readonly kind: "exports" }
  /** Its `external` declarations. */
  | { readonly kind: "externals" };

/** What a preprocessor reads goes by lines, which may stand in any item. */
const preprocessed = /^[ \t]*#[ \t]*\w|<:\w+<|<</m;
// A module may be given one name after another; most files have no step of it.
const mostRounds = 12;

/** What is left of a source. */
export interface Abridgement {
  readonly text: string;
  /** Where in the source a character of the text stands; the end of the source for the text's end. */
  readonly placeOf: (offset: number) => number;
}

interface ItemsByWords {
  readonly opaques: readonly OpaqueText[];
  readonly code: string;
  readonly items: readonly StructureItem[];
}

/**
 * An .ml or .mli file without comments and without the definitions that are of no interest, or with nothing but their names (`let f = 0`) where it is read for
 * what it exports: a parser has less to read and finds the same. The whole text where it can't be told by words and brackets alone.
 */
export function abridged(text: string, interest: Interest): Abridgement {
  const source = itemsByWords(text);
  const parts = source && partsToLeaveOut(source, interest);
  return parts === undefined
    ? { text, placeOf: (offset) => offset }
    : without(text, [...parts], source?.opaques ?? []);
}

/** In characters, of sources whose items are remembered: a source is asked about several times. */
const mostRemembered = 4_000_000;
const remembered = new Map<string, ItemsByWords | undefined>();
let charactersRemembered = 0;

/** Undefined where the words and brackets of a source do not add up, or a preprocessor reads it first. */
export function itemsByWords(text: string): ItemsByWords | undefined {
  if (remembered.has(text)) return remembered.get(text);
  charactersRemembered += text.length;
  if (charactersRemembered > mostRemembered) {
    remembered.clear();
    charactersRemembered = text.length;
  }
  const found = findItems(text);
  remembered.set(text, found);
  return found;
}

function findItems(text: string): ItemsByWords | undefined {
  const opaques = [...opaqueTextsOf(text)];
  if (opaques.some(({ error }) => error !== undefined)) return undefined;
  const code = codeOnly(text, opaques);
  // Most have neither, which is sooner seen.
  const mayBePreprocessed = code.includes("#") || code.includes("<");
  const items = mayBePreprocessed && preprocessed.test(code) ? undefined : structureItemsOf(code);
  return items && { opaques, code, items };
}

function partsToLeaveOut({ code, items }: ItemsByWords, interest: Interest): Iterable<Part> | undefined {
  if (interest.kind === "exports") return namesOnly(code, items);
  const words = interest.kind === "uses" ? interest.words : [externalWord];
  const kept = keptFor(code, items, words, interest.kind === "uses" ? interest.modules : none);
  return kept === undefined ? undefined : partsOtherThan(kept, words, code, items);
}

const none: ReadonlySet<string> = new Set();
const externalWord: ReadonlySet<string> = new Set(["external"]);

/** Of a name, for a regular expression. */
export const escaped = (name: string): string => name.replace(/[^\w]/g, "\\$&");

const patterns = new WeakMap<ReadonlySet<string>, RegExp>();

/** The sets are those of many questions, and must not change. */
function patternOf(names: ReadonlySet<string>): RegExp {
  const known = patterns.get(names) ?? patternAnew(names);
  patterns.set(names, known);
  return known;
}

function patternAnew(names: ReadonlySet<string>): RegExp {
  const all = [...names];
  const isAfterDot = (name: string): boolean => name.startsWith(".");
  const toItsEnd = (name: string): string => `${escaped(name)}${/\w$/.test(name) ? "\\b" : ""}`;
  const dotted = all.filter(isAfterDot).map((name) => toItsEnd(name.slice(1)));
  const others = all
    .filter((name) => !isAfterDot(name))
    .map((name) => `${/^\w/.test(name) ? "\\b" : ""}${toItsEnd(name)}`);
  // With a dot in each alternative all of them would be tried at every dot.
  const afterDot = dotted.length === 0 ? [] : [`\\.\\s*(?:${dotted.join("|")})`];
  return new RegExp([...afterDot, ...others].join("|"), "g");
}

/** A definition of an item, by where it begins: the item itself, or one of its `and`. */
type Kept = ReadonlySet<number>;

/** What has one of the words, or a name that is given to a module which has; undefined where an open may bring anything. */
function keptFor(
  code: string,
  items: readonly StructureItem[],
  words: readonly ReadonlySet<string>[],
  modules: ReadonlySet<string>,
): Kept | undefined {
  const kept = new Set<number>();
  const known = new Set<string>();
  let sought = words.filter(({ size }) => size > 0);
  for (let round = 0; sought.length > 0; round++) {
    if (round > mostRounds) return undefined;
    const found = new Set<string>();
    for (const names of sought) {
      for (const name of names) known.add(name);
      for (const { item, at, word } of occurrences(patternOf(names), code, items)) {
        kept.add(item.bindings.findLast((start) => start <= at) ?? item.start);
        if (item.kind === "open") {
          if (modules.has(word)) return undefined;
          for (const name of afterDots(words)) found.add(name);
        } else if (item.kind === "module") for (const name of modulesBoundBy(code, item)) found.add(name);
      }
    }
    const next = new Set([...found].filter((name) => !known.has(name)));
    sought = next.size === 0 ? [] : [next];
  }
  return kept;
}

function* afterDots(words: readonly ReadonlySet<string>[]): Generator<string, void, undefined> {
  for (const names of words) for (const name of names) if (name.startsWith(".")) yield name.slice(1);
}

interface Occurrence {
  /** The innermost one around it. */
  readonly item: StructureItem;
  readonly at: number;
  readonly word: string;
}

function* occurrences(
  pattern: RegExp,
  code: string,
  items: readonly StructureItem[],
): Generator<Occurrence, void, undefined> {
  let next = 0;
  let current: StructureItem | undefined;
  for (const { index: at, 0: word } of code.matchAll(pattern)) {
    for (let item = items[next]; item !== undefined && item.start <= at; item = items[++next]) current = item;
    while (current !== undefined && current.end <= at) current = current.parent;
    if (current !== undefined) yield { item: current, at, word };
  }
}

function modulesBoundBy(code: string, { start, end }: StructureItem): readonly string[] {
  const binding = /\b(?:module|and)\s+(?:rec\s+|type\s+)?([A-Z][\w']*)/g;
  return [...code.slice(start, end).matchAll(binding)].map(([, name = ""]) => name);
}

/** A part of the text, and what is put in its place. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/** A piece of the text that is left, and where it stands in the source. */
interface Piece {
  readonly start: number;
  readonly place: number;
}

function without(text: string, parts: readonly Part[], opaques: readonly OpaqueText[]): Abridgement {
  const left: string[] = [];
  const pieces: Piece[] = [];
  let start = 0;
  const keep = (piece: string, place: number): void => {
    pieces.push({ start, place });
    left.push(piece);
    start += piece.length;
  };
  let at = 0;
  for (const part of withComments(parts, opaques)) {
    keep(text.slice(at, part.start), at);
    keep(` ${part.placeholder} `, part.start);
    at = part.end;
  }
  keep(text.slice(at), at);
  return { text: left.join(""), placeOf: placesIn(pieces) };
}

/** Comments outside the parts go as well. */
function* withComments(
  parts: readonly Part[],
  opaques: readonly OpaqueText[],
): Generator<Part, void, undefined> {
  let next = 0;
  let end = 0;
  for (const { kind, span } of opaques) {
    if (kind !== "comment") continue;
    for (let part = parts[next]; part !== undefined && part.start <= span.start; part = parts[++next]) {
      yield part;
      end = part.end;
    }
    if (span.start >= end) yield { ...span, placeholder: "" };
  }
  yield* parts.slice(next);
}

const placesIn =
  (pieces: readonly Piece[]) =>
  (offset: number): number => {
    let low = 0;
    let high = pieces.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle;
    }
    const { start = 0, place = 0 } = pieces[low] ?? {};
    return place + offset - start;
  };

const isLookedFor = (name: string | undefined, words: readonly ReadonlySet<string>[]): boolean =>
  words.some((names) => names.has(`.${name}`));

function* partsOtherThan(
  kept: Kept,
  words: readonly ReadonlySet<string>[],
  code: string,
  items: readonly StructureItem[],
): Generator<Part, void, undefined> {
  for (const { kind, start, end, bindings } of items) {
    if (kind === "type" || kind === "val" || kind === "method") {
      if (!kept.has(start)) yield { start, end, placeholder: "" };
    } else if (kind === "let") {
      const isNeeded = bindings.some((binding) => kept.has(binding));
      for (const [index, binding] of bindings.entries()) {
        if (kept.has(binding)) continue;
        const bindingEnd = bindings[index + 1] ?? end;
        // What follows an `and` needs its `let`; and a name that is looked for elsewhere means this one here.
        if ((isNeeded && index === 0) || isLookedFor(nameOfBinding(code, binding)?.name, words))
          yield* bodyOf(code, binding, bindingEnd);
        else yield { start: binding, end: bindingEnd, placeholder: "" };
      }
    }
  }
}

function* namesOnly(code: string, items: readonly StructureItem[]): Generator<Part, void, undefined> {
  for (const { kind, start, end, bindings } of items) {
    if (kind === "method") yield { start, end, placeholder: "" };
    else if (kind === "type") yield { start, end, placeholder: derives(code, start, end) ? "[%%t]" : "" };
    else if (kind === "val") yield* typeOf(code, start, end);
    else if (kind === "let")
      for (const [index, binding] of bindings.entries())
        yield* bodyOf(code, binding, bindings[index + 1] ?? end);
  }
}

/** Values may be made of it that are not written. */
function derives(code: string, start: number, end: number): boolean {
  return /\[@@@?\s*deriving(?!_inline|\.end)/.test(code.slice(start, end));
}

/** The body of a binding; with its parameters and type where it is plain to see that it has just one name. */
function* bodyOf(code: string, start: number, end: number): Generator<Part, void, undefined> {
  const equals = equalsAfter(code, start, end);
  if (equals === undefined || end - equals <= 3) return;
  const name = nameOfBinding(code, start);
  const nameEnd = name === undefined ? equals : name.start + name.name.length;
  yield { start: Math.min(nameEnd, equals), end, placeholder: "= 0 " };
}

const declaredValue = /val\s+(?:\(\s*[^\w\s()][^\s()]*\s*\)|[a-z_][\w']*)(?=\s*:)/y;

function* typeOf(code: string, start: number, end: number): Generator<Part, void, undefined> {
  declaredValue.lastIndex = start;
  if (!declaredValue.test(code) || end - declaredValue.lastIndex < 4) return;
  yield { start: declaredValue.lastIndex, end, placeholder: ": t " };
}

/** Where the `=` between a binding's header and its body stands. */
export function equalsAfter(code: string, start: number, end: number): number | undefined {
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
