import type { Span } from "./span.ts";

/** Where something of a TOML document stands, and what is in it by key, or by index from 0. */
export interface TomlPlace {
  /** The key that names it, quotes included; undefined for the document and for elements of arrays. */
  readonly key: Span | undefined;
  /** The value; of a table its header where it has one, else the key. */
  readonly value: Span;
  readonly entries: ReadonlyMap<string | number, TomlPlace>;
}

interface Growing extends TomlPlace {
  readonly entries: Map<string | number, Growing>;
}

interface Cursor {
  readonly text: string;
  at: number;
}

interface Key {
  readonly name: string;
  readonly span: Span;
}

/** Deeper values have no places of their own; what reads the document refuses them. */
const deepest = 64;

/**
 * The places of all keys and values of a TOML document. It takes the document to be well-formed; of another one it tells
 * what it can make out, and never throws.
 */
export function tomlPlaces(text: string): TomlPlace {
  const cursor: Cursor = { text, at: 0 };
  const document = placeOf(undefined, { start: 0, end: 0 });
  let table = document;
  for (skipLines(cursor); cursor.at < text.length; skipLines(cursor)) {
    const from = cursor.at;
    if (text[from] === "[") table = readHeader(cursor, document);
    else readPair(cursor, table, 0);
    skipToLineEnd(cursor);
    // A document that is not well-formed must not stop it.
    if (cursor.at === from) cursor.at++;
  }
  return document;
}

/** What a path of keys and indices leads to; the last place on the way where it leads nowhere. */
export function placeAt(document: TomlPlace, path: readonly (string | number)[]): TomlPlace {
  let place = document;
  for (const step of path) {
    const next = place.entries.get(step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

const placeOf = (key: Span | undefined, value: Span): Growing => ({ key, value, entries: new Map() });

/** `[a.b]` or `[[a.b]]`: gives the table whose keys follow. */
function readHeader(cursor: Cursor, document: Growing): Growing {
  const { text } = cursor;
  const start = cursor.at;
  const isElement = text[start + 1] === "[";
  cursor.at += isElement ? 2 : 1;
  const keys = readKeys(cursor);
  const closing = isElement ? "]]" : "]";
  if (text.startsWith(closing, cursor.at)) cursor.at += closing.length;
  const span = { start, end: cursor.at };
  const last = keys.at(-1);
  if (last === undefined) return placeOf(undefined, span);
  const parent = keys.slice(0, -1).reduce((within, key) => lastTable(descend(within, key, span)), document);
  const named = { ...descend(parent, last, span), key: last.span, value: span };
  parent.entries.set(last.name, named);
  if (!isElement) return named;
  const element = placeOf(undefined, span);
  named.entries.set(named.entries.size, element);
  return element;
}

/** The table called `key`, which is made where it is not there yet. */
function descend(within: Growing, { name, span }: Key, value: Span): Growing {
  const known = within.entries.get(name);
  if (known !== undefined) return known;
  const made = placeOf(span, value);
  within.entries.set(name, made);
  return made;
}

/** Of an array of tables the one that was begun last. */
function lastTable(place: Growing): Growing {
  return place.entries.get(place.entries.size - 1) ?? place;
}

/** `a.b = value` */
function readPair(cursor: Cursor, table: Growing, depth: number): void {
  const keys = readKeys(cursor);
  const last = keys.at(-1);
  skipBlanks(cursor);
  if (last === undefined || cursor.text[cursor.at] !== "=") return;
  cursor.at++;
  skipBlanks(cursor);
  const parent = keys.slice(0, -1).reduce((within, key) => descend(within, key, key.span), table);
  parent.entries.set(last.name, readValue(cursor, last.span, depth));
}

function readKeys(cursor: Cursor): readonly Key[] {
  const keys: Key[] = [];
  do {
    if (keys.length > 0) cursor.at++;
    skipBlanks(cursor);
    const key = readKey(cursor);
    if (key === undefined) break;
    keys.push(key);
    skipBlanks(cursor);
  } while (cursor.text[cursor.at] === ".");
  return keys;
}

const bareKey = /[^\s.=[\]{}#,"']+/y;

function readKey(cursor: Cursor): Key | undefined {
  const { text, at: start } = cursor;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    skipString(cursor);
    const inside = text.slice(start + 1, Math.max(start + 1, cursor.at - 1));
    return { name: quote === '"' ? unescaped(inside) : inside, span: { start, end: cursor.at } };
  }
  bareKey.lastIndex = start;
  const [name] = bareKey.exec(text) ?? [];
  if (name === undefined) return undefined;
  cursor.at += name.length;
  return { name, span: { start, end: cursor.at } };
}

const escapeSequence = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))/g;
const escapedLetters: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\u001b",
};

function unescaped(text: string): string {
  return text.replace(escapeSequence, (whole, four?: string, eight?: string, two?: string, letter = "") => {
    const hex = four ?? eight ?? two;
    if (hex === undefined) return escapedLetters[letter] ?? letter;
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

function readValue(cursor: Cursor, key: Span | undefined, depth: number): Growing {
  const start = cursor.at;
  const place = { key, entries: new Map<string | number, Growing>() };
  const first = cursor.text[start];
  if (first === '"' || first === "'") skipString(cursor);
  else if (first === "[" && depth < deepest) readElements(cursor, place.entries, depth + 1);
  else if (first === "{" && depth < deepest) readInlineTable(cursor, place.entries, depth + 1);
  else skipScalar(cursor);
  return { ...place, value: { start, end: cursor.at } };
}

function readElements(cursor: Cursor, entries: Growing["entries"], depth: number): void {
  const { text } = cursor;
  cursor.at++;
  for (skipLines(cursor); cursor.at < text.length && text[cursor.at] !== "]"; skipLines(cursor)) {
    const from = cursor.at;
    if (text[from] === ",") cursor.at++;
    else entries.set(entries.size, readValue(cursor, undefined, depth));
    if (cursor.at === from) return;
  }
  if (text[cursor.at] === "]") cursor.at++;
}

function readInlineTable(cursor: Cursor, entries: Growing["entries"], depth: number): void {
  const { text } = cursor;
  const table: Growing = { key: undefined, value: { start: cursor.at, end: cursor.at }, entries };
  cursor.at++;
  for (skipLines(cursor); cursor.at < text.length && text[cursor.at] !== "}"; skipLines(cursor)) {
    const from = cursor.at;
    if (text[from] === ",") cursor.at++;
    else readPair(cursor, table, depth);
    if (cursor.at === from) return;
  }
  if (text[cursor.at] === "}") cursor.at++;
}

/** Strings of all four kinds, from the first quote to the last. */
function skipString(cursor: Cursor): void {
  const { text, at: start } = cursor;
  const quote = text[start] ?? "";
  const isLong = text.startsWith(quote.repeat(3), start);
  const end = isLong ? quote.repeat(3) : quote;
  for (cursor.at += end.length; cursor.at < text.length; cursor.at++) {
    if (text[cursor.at] === "\\" && quote === '"') cursor.at++;
    else if (text[cursor.at] === "\n" && !isLong) return;
    else if (text.startsWith(end, cursor.at)) {
      cursor.at += end.length;
      // Up to two quotes may stand right before the closing three.
      while (isLong && text[cursor.at] === quote && cursor.at < text.length) cursor.at++;
      return;
    }
  }
  cursor.at = text.length;
}

const scalar = /[^,\]}#\n]*/y;

function skipScalar(cursor: Cursor): void {
  scalar.lastIndex = cursor.at;
  cursor.at += (scalar.exec(cursor.text)?.[0] ?? "").trimEnd().length;
}

const blanks = /[ \t]*/y;
const blankLines = /(?:[ \t\r\n\uFEFF]+|#[^\n]*)*/y;
const restOfLine = /[^\n]*/y;

const skip = (pattern: RegExp, cursor: Cursor): void => {
  pattern.lastIndex = cursor.at;
  cursor.at += pattern.exec(cursor.text)?.[0].length ?? 0;
};
const skipBlanks = (cursor: Cursor): void => skip(blanks, cursor);
const skipLines = (cursor: Cursor): void => skip(blankLines, cursor);
const skipToLineEnd = (cursor: Cursor): void => skip(restOfLine, cursor);
