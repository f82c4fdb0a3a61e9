import { afterLineEnd, characterAt, isAtomCode, isBlankCode } from "./dune-characters.ts";
import { readBlockString, readQuotedString } from "./dune-strings.ts";
import { type Report, readAtom, type Template, type TemplatePart } from "./dune-template.ts";
import type { ParseError, Span } from "./span.ts";

export type { TemplatePart } from "./dune-template.ts";

/** `text` is the atom as written. */
export interface Atom {
  readonly kind: "atom";
  readonly span: Span;
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

/** `text` is decoded, with variables as written; the span holds the quotes. An empty string has no parts. */
export interface QuotedString {
  readonly kind: "string";
  readonly span: Span;
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

export interface List {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Sexp[];
}

export type Sexp = Atom | QuotedString | List;

/** One comment to the end of its line: `text` without the leading semicolons, trimmed. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** Errors are in the order of the text. */
export interface SexpDocument {
  readonly items: readonly Sexp[];
  readonly comments: readonly Comment[];
  readonly errors: readonly ParseError[];
}

const nestingLimit = 1000;
const errorLimit = 100;

const BYTE_ORDER_MARK = 0xfeff;
const LINE_FEED = 10;
const QUOTE = 34;
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const SEMICOLON = 59;
const BACKSLASH = 92;

const startOf = (text: string): number => (text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0);

/** Whether a dune file is an OCaml script: dune goes by this exact beginning (`dune_file_script.mll`). */
export function isOcamlSyntax(text: string): boolean {
  return text.startsWith("(* -*- tuareg -*- *)", startOf(text));
}

/**
 * Reads a file in dune's language (`lexer.mll` of dune_sexp). A file with an unclosed parenthesis or an
 * unterminated string is read a second time, taking a `(` in column 1 for the beginning of a stanza: only
 * then, since dune itself lets fields and multi-line strings have one there.
 */
export function readSexps(text: string): SexpDocument {
  const asDune = read(text, {
    listsEndAtColumnOneFrom: Number.POSITIVE_INFINITY,
    stringsEndAtColumnOne: false,
  });
  switch (asDune.kind) {
    case "whole":
      return asDune.document;
    case "unclosed-list":
      return read(text, { listsEndAtColumnOneFrom: asDune.start, stringsEndAtColumnOne: false }).document;
    case "unterminated-string":
      return read(text, { listsEndAtColumnOneFrom: 0, stringsEndAtColumnOne: true }).document;
  }
}

interface Recovery {
  readonly listsEndAtColumnOneFrom: number;
  readonly stringsEndAtColumnOne: boolean;
}

interface OpenList {
  readonly start: number;
  readonly items: Sexp[];
}

/** Lists that recovery closed at once; `depth` says how many stray parentheses they could still use. */
interface ClosedEarly {
  readonly start: number;
  readonly blameless: boolean;
  depth: number;
}

interface Reader {
  readonly text: string;
  readonly recovery: Recovery;
  readonly topLevel: Sexp[];
  /** Outermost first. */
  readonly open: OpenList[];
  /** How many lists are open beyond the nesting limit; nothing in them is kept. */
  openBeyondLimit: number;
  readonly comments: Comment[];
  readonly errors: ParseError[];
  unlistedErrors: Span | undefined;
  readonly closedEarly: ClosedEarly[];
  /** A string broke off in a list that is still open: its closing parenthesis may be in the lost text. */
  openListsBlameless: boolean;
  /** Strings that start before this offset have no closing quote beyond their line. */
  quotesUnpairedUntil: number;
  sawUnterminatedString: boolean;
  readonly report: Report;
}

function readerOf(text: string, recovery: Recovery): Reader {
  const reader: Reader = {
    text,
    recovery,
    topLevel: [],
    open: [],
    openBeyondLimit: 0,
    comments: [],
    errors: [],
    unlistedErrors: undefined,
    closedEarly: [],
    openListsBlameless: false,
    quotesUnpairedUntil: 0,
    sawUnterminatedString: false,
    report(message, start, end) {
      const span = { start, end };
      if (reader.errors.length < errorLimit) reader.errors.push({ message, span });
      else reader.unlistedErrors ??= span;
    },
  };
  return reader;
}

type Reading =
  | { readonly kind: "whole" | "unterminated-string"; readonly document: SexpDocument }
  | { readonly kind: "unclosed-list"; readonly start: number; readonly document: SexpDocument };

function read(text: string, recovery: Recovery): Reading {
  const reader = readerOf(text, recovery);
  let at = startOf(text);
  while (at < text.length) at = takeToken(reader, at);
  const unclosed = reader.open[0]?.start;
  closeOpenLists(reader);
  const document = { items: reader.topLevel, comments: reader.comments, errors: errorsOf(reader) };
  if (reader.sawUnterminatedString) return { kind: "unterminated-string", document };
  return unclosed === undefined
    ? { kind: "whole", document }
    : { kind: "unclosed-list", start: unclosed, document };
}

/** Takes what stands at `at` and gives the offset after it, which is always larger. */
function takeToken(reader: Reader, at: number): number {
  const { text } = reader;
  const code = text.charCodeAt(at);
  if (isBlankCode(code) || code === LINE_FEED) return at + 1;
  switch (code) {
    case OPEN_PARENTHESIS:
      return openList(reader, at);
    case CLOSE_PARENTHESIS:
      return closeList(reader, at);
    case SEMICOLON:
      return takeComment(reader, at);
    case QUOTE:
      return takeString(reader, at);
  }
  if (isAtomCode(code) || code > 127) return keepWord(reader, "atom", at, readAtom(text, at, reader.report));
  const lineStart = afterLineEnd(text, at);
  return lineStart === -1 ? refuseCharacters(reader, at) : lineStart;
}

function keep(reader: Reader, sexp: Sexp): void {
  if (reader.openBeyondLimit > 0) return;
  (reader.open.at(-1)?.items ?? reader.topLevel).push(sexp);
}

function keepWord(reader: Reader, kind: "atom" | "string", start: number, template: Template): number {
  const { text, parts, end } = template;
  const [only] = parts;
  const wholeSpan = parts.length === 1 && only?.span.start === start && only.span.end === end;
  keep(reader, { kind, span: wholeSpan ? only.span : { start, end }, text, parts });
  return end;
}

function openList(reader: Reader, at: number): number {
  const { text, recovery, open } = reader;
  const inColumnOne = text.charCodeAt(at - 1) === LINE_FEED;
  if (inColumnOne && at > recovery.listsEndAtColumnOneFrom) closeOpenLists(reader);
  if (open.length < nestingLimit) open.push({ start: at, items: [] });
  else if (reader.openBeyondLimit++ === 0)
    reader.report(`lists are nested more than ${nestingLimit} deep`, at, at + 1);
  return at + 1;
}

function closeList(reader: Reader, at: number): number {
  if (reader.openBeyondLimit > 0) {
    reader.openBeyondLimit--;
    return at + 1;
  }
  const list = reader.open.pop();
  if (list !== undefined) {
    keep(reader, { kind: "list", span: { start: list.start, end: at + 1 }, items: list.items });
    if (reader.open.length === 0) reader.openListsBlameless = false;
    return at + 1;
  }
  const early = reader.closedEarly.at(-1);
  if (early === undefined) reader.report("closing parenthesis without an opening one", at, at + 1);
  else if (--early.depth === 0) reader.closedEarly.pop();
  return at + 1;
}

/** Closes every open list after its last item. */
function closeOpenLists(reader: Reader): void {
  const { open } = reader;
  const [outermost] = open;
  if (outermost === undefined) return;
  reader.closedEarly.push({
    start: outermost.start,
    blameless: reader.openListsBlameless,
    depth: open.length + reader.openBeyondLimit,
  });
  reader.openBeyondLimit = 0;
  for (let list = open.pop(); list !== undefined; list = open.pop()) {
    const end = list.items.at(-1)?.span.end ?? list.start + 1;
    keep(reader, { kind: "list", span: { start: list.start, end }, items: list.items });
  }
  reader.openListsBlameless = false;
}

function takeComment(reader: Reader, at: number): number {
  const { text } = reader;
  const lineFeed = text.indexOf("\n", at);
  const lineEnd = lineFeed === -1 ? text.length : lineFeed;
  const end = lineFeed !== -1 && text.charAt(lineFeed - 1) === "\r" ? lineFeed - 1 : lineEnd;
  const written = text.slice(at, end);
  const strayReturn = written.indexOf("\r");
  if (strayReturn !== -1)
    reader.report("carriage return in a comment", at + strayReturn, at + strayReturn + 1);
  reader.comments.push({ text: written.replace(/^;+/, "").trim(), span: { start: at, end } });
  return end;
}

function takeString(reader: Reader, at: number): number {
  const { text, recovery } = reader;
  const block = text.charCodeAt(at + 1) === BACKSLASH ? readBlockString(text, at, reader.report) : undefined;
  if (block !== undefined) return keepWord(reader, "string", at, block);
  const inUnpairedText = at < reader.quotesUnpairedUntil;
  let reached = text.length;
  const mayGoOnAt = (lineStart: number): boolean => {
    const stops =
      inUnpairedText || (recovery.stringsEndAtColumnOne && text.charCodeAt(lineStart) === OPEN_PARENTHESIS);
    if (stops) reached = lineStart;
    return !stops;
  };
  const inString: ParseError[] = [];
  const quoted = readQuotedString(
    text,
    at,
    (message, start, end) =>
      inString.length <= errorLimit && inString.push({ message, span: { start, end } }),
    mayGoOnAt,
  );
  if (quoted === undefined) return skipBrokenString(reader, at, reached, inUnpairedText);
  for (const { message, span } of inString) reader.report(message, span.start, span.end);
  return keepWord(reader, "string", at, quoted);
}

/** Reading goes on at the next line; what quotes it holds up to `reached` belong to the same error. */
function skipBrokenString(reader: Reader, at: number, reached: number, sameError: boolean): number {
  const { text } = reader;
  const lineFeed = text.indexOf("\n", at);
  const nextLine = lineFeed === -1 ? text.length : lineFeed;
  const lineEnd = text.charAt(nextLine - 1) === "\r" ? nextLine - 1 : nextLine;
  reader.sawUnterminatedString = true;
  reader.openListsBlameless = reader.open.length > 0;
  if (!sameError) {
    reader.report("unterminated quoted string", at, lineEnd);
    reader.quotesUnpairedUntil = reached;
  }
  return lineEnd - closersAtEnd(text.slice(at + 1, lineEnd));
}

/** How many of the parentheses that `(name "foo)` ends with close a list from before the quote. */
function closersAtEnd(lost: string): number {
  let unpaired = 0;
  let trailing = 0;
  for (const character of lost) {
    if (character === ")") unpaired++;
    if (character === "(") unpaired--;
    trailing = character === ")" ? trailing + 1 : 0;
  }
  return Math.max(0, Math.min(unpaired, trailing));
}

function refuseCharacters(reader: Reader, at: number): number {
  const { text } = reader;
  let end = at + 1;
  while (text.charCodeAt(end) === text.charCodeAt(at) && afterLineEnd(text, end) === -1) end++;
  reader.report(`character ${characterAt(text, at).name} outside a string or comment`, at, end);
  return end;
}

function errorsOf(reader: Reader): readonly ParseError[] {
  for (const { start, blameless } of reader.closedEarly)
    if (!blameless) reader.report("unclosed parenthesis", start, start + 1);
  const errors = reader.errors.sort((one, other) => one.span.start - other.span.start);
  const rest = reader.unlistedErrors;
  if (rest === undefined) return errors;
  return [...errors, { message: `more than ${errorLimit} errors: the others are not listed`, span: rest }];
}
