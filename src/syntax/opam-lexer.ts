import { readEscape } from "./opam-string.ts";
import type { ParseError, Span } from "./span.ts";

/** `invalid` stands for text that is no token and has been reported. */
export type TokenKind =
  | "ident"
  | "string"
  | "int"
  | "bool"
  | "relation"
  | "env-update"
  | "prefix"
  | ":"
  | "&"
  | "|"
  | "{"
  | "}"
  | "["
  | "]"
  | "("
  | ")"
  | "end"
  | "invalid";

export interface OpamComment {
  /** Without `#` or the outer `(*` and `*)`, and without blanks around it. */
  readonly text: string;
  /** With them. */
  readonly span: Span;
}

/** Reads one token at a time; the token read last is in `kind`, `start`, `end` and `word`. */
export interface Lexer {
  readonly text: string;
  readonly comments: OpamComment[];
  readonly errors: ParseError[];
  kind: TokenKind;
  start: number;
  end: number;
  /** A string's value; an identifier, number or operator as written. */
  word: string;
  /** Where the furthest error was met; a place that is read again is not reported again. */
  furthestError: number;
  /** Openings of comments that nothing closes, known once the end has been met inside one. */
  neverClosed: ReadonlySet<number>;
  /** Up to here, the run of digits, `_` and `-` that was looked through last has no letter. */
  letterlessUntil: number;
}

/** A lexer on the first token of `text`, after a byte order mark. */
export function startLexer(text: string): Lexer {
  const lexer: Lexer = {
    text,
    comments: [],
    errors: [],
    kind: "end",
    start: 0,
    end: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    word: "",
    furthestError: -1,
    neverClosed: new Set(),
    letterlessUntil: 0,
  };
  advance(lexer);
  return lexer;
}

/** Reports a problem met at `at`, which `span` shows, unless that place or a later one has been reported. */
export function reportAt(lexer: Lexer, at: number, span: Span, message: string): void {
  if (at <= lexer.furthestError) return;
  lexer.furthestError = at;
  lexer.errors.push({ message, span });
}

/** Goes on with the token at or after `offset`, which may lie before the token read last. */
export function moveTo(lexer: Lexer, offset: number): TokenKind {
  const { comments } = lexer;
  for (let last = comments.at(-1); last !== undefined && last.span.end > offset; last = comments.at(-1)) {
    comments.pop();
  }
  lexer.letterlessUntil = 0;
  lexer.end = offset;
  return advance(lexer);
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const asterisk = 0x2a;
const plus = 0x2b;
const minus = 0x2d;
const colon = 0x3a;
const equals = 0x3d;
const backslash = 0x5c;
const underscore = 0x5f;

const notOfWords = 0;
const signOrDigit = 1;
const letter = 2;
const wordChars = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z]/.test(char)) return letter;
  return /[0-9_-]/.test(char) ? signOrDigit : notOfWords;
});

function isDigitOrUnderscore(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === underscore;
}

/** Reads the next token. Source: `token` in opam-file-format's opamLexer.mll. */
export function advance(lexer: Lexer): TokenKind {
  const { text } = lexer;
  let at = lexer.end;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === space || code === lineFeed || code === tab) at++;
    else if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at += 2;
    else if (code === hash) at = skipLineComment(lexer, at);
    else if (code === openParenthesis && text.charCodeAt(at + 1) === asterisk) {
      const end = skipBlockComment(lexer, at);
      if (end === undefined) return settle(lexer, "invalid", at, text.length);
      at = end;
    } else {
      if (code === doubleQuote) return readString(lexer, at);
      if ((wordChars[code] ?? notOfWords) !== notOfWords) return readWord(lexer, at);
      return readSymbol(lexer, at, text.charAt(at));
    }
  }
}

function settle(lexer: Lexer, kind: TokenKind, start: number, end: number): TokenKind {
  lexer.kind = kind;
  lexer.start = start;
  lexer.end = end;
  return kind;
}

function settleInvalid(lexer: Lexer, start: number, end: number, message: string): TokenKind {
  reportAt(lexer, start, { start, end }, message);
  return settle(lexer, "invalid", start, end);
}

function skipLineComment(lexer: Lexer, start: number): number {
  const { text } = lexer;
  const lineEnd = text.indexOf("\n", start);
  let end = lineEnd === -1 ? text.length : lineEnd;
  if (text.charCodeAt(end - 1) === carriageReturn) end--;
  lexer.comments.push({ text: text.slice(start + 1, end).trim(), span: { start, end } });
  return lineEnd === -1 ? text.length : lineEnd;
}

/** The end of the comment that opens at `start`, or the openings that are still open at the end of `text`. */
export function blockCommentEnd(text: string, start: number): number | readonly number[] {
  const open: number[] = [];
  for (let at = text.indexOf("*", start); at !== -1; at = text.indexOf("*", at)) {
    if (text.charCodeAt(at - 1) === openParenthesis && at - 1 >= start) {
      open.push(at - 1);
      at++;
    } else if (text.charCodeAt(at + 1) === closeParenthesis) {
      open.pop();
      at += 2;
      if (open.length === 0) return at;
    } else at++;
  }
  return open;
}

function skipBlockComment(lexer: Lexer, start: number): number | undefined {
  const { text } = lexer;
  if (!lexer.neverClosed.has(start)) {
    const end = blockCommentEnd(text, start);
    if (typeof end === "number") {
      lexer.comments.push({ text: text.slice(start + 2, end - 2).trim(), span: { start, end } });
      return end;
    }
    lexer.neverClosed = new Set(end);
  }
  reportAt(lexer, start, { start, end: start + 2 }, "this comment is never closed");
  return undefined;
}

function readString(lexer: Lexer, start: number): TokenKind {
  const { text } = lexer;
  const quote = text.startsWith('"""', start) ? '"""' : '"';
  let at = start + quote.length;
  let copied = at;
  let value = "";
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) {
      if (quote.length === 1 || text.startsWith(quote, at)) {
        lexer.word = value + text.slice(copied, at);
        return settle(lexer, "string", start, at + quote.length);
      }
    } else if (code === backslash) {
      const read = readEscape(text, at);
      if (!read.legal) reportIllegalEscape(lexer, at);
      value += text.slice(copied, at) + read.value;
      copied = read.end;
      at = read.end - 1;
    } else if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) {
      value += text.slice(copied, at);
      copied = at + 1;
    }
  }
  reportAt(lexer, start, { start, end: start + quote.length }, "this string is never closed");
  return settle(lexer, "invalid", start, text.length);
}

function reportIllegalEscape(lexer: Lexer, at: number): void {
  const next = lexer.text.codePointAt(at + 1);
  const end = at + 1 + (next === undefined ? 0 : String.fromCodePoint(next).length);
  reportAt(lexer, at, { start: at, end }, "this is not an escape sequence of opam files");
}

/** The end of the run of letters, digits, `_` and `-` at `start`; undefined when no letter is among them. */
function identPartEnd(lexer: Lexer, start: number): number | undefined {
  if (start < lexer.letterlessUntil) return undefined;
  const { text } = lexer;
  let lettered = false;
  let at = start;
  for (; at < text.length; at++) {
    const kind = wordChars[text.charCodeAt(at)] ?? notOfWords;
    if (kind === notOfWords) break;
    if (kind === letter) lettered = true;
  }
  if (lettered) return at;
  lexer.letterlessUntil = at;
  return undefined;
}

/** The end of the longest `part+part:part`, where all but the last may be `_` alone; `start` when there is none. */
function identEnd(lexer: Lexer, start: number): number {
  const { text } = lexer;
  let end = start;
  for (let partStart = start; ; partStart = end + 1) {
    const partEnd = identPartEnd(lexer, partStart);
    if (partEnd !== undefined) end = partEnd;
    else if (text.charCodeAt(partStart) === underscore) end = partStart + 1;
    else return end;
    if (text.charCodeAt(end) !== plus) break;
  }
  return text.charCodeAt(end) === colon ? (identPartEnd(lexer, end + 1) ?? end) : end;
}

function intEnd(text: string, start: number): number {
  const digits = text.charCodeAt(start) === minus ? start + 1 : start;
  let at = digits;
  while (isDigitOrUnderscore(text.charCodeAt(at))) at++;
  return at === digits ? start : at;
}

function readWord(lexer: Lexer, start: number): TokenKind {
  const { text } = lexer;
  const ident = identEnd(lexer, start);
  const int = intEnd(text, start);
  if (ident === start && int === start) return readSymbol(lexer, start, text.charAt(start));
  const word = text.slice(start, Math.max(ident, int));
  lexer.word = word;
  if (ident > int) return settle(lexer, word === "true" || word === "false" ? "bool" : "ident", start, ident);
  if (!/^-?[0-9]/.test(word)) return settleInvalid(lexer, start, int, "this is neither a name nor a number");
  if (!Number.isSafeInteger(intValue(word))) {
    return settleInvalid(lexer, start, int, "this number is too large to be kept exactly");
  }
  return settle(lexer, "int", start, int);
}

/** The value of an `int` token, in which `_` separates digits. */
export function intValue(word: string): number {
  return Number(word.replaceAll("_", "")) + 0;
}

function readSymbol(lexer: Lexer, start: number, char: string): TokenKind {
  const { text } = lexer;
  switch (char) {
    case "":
      return settle(lexer, "end", start, start);
    case "{":
    case "}":
    case "[":
    case "]":
    case "(":
    case ")":
    case "&":
    case "|":
      return settle(lexer, char, start, start + 1);
    case "?":
      return readOperator(lexer, "prefix", start, start + 1);
    case "~":
      return readOperator(lexer, "relation", start, start + 1);
    case "<":
    case ">":
      return readOperator(lexer, "relation", start, text.startsWith("=", start + 1) ? start + 2 : start + 1);
    case "!":
      if (text.startsWith("=", start + 1)) return readOperator(lexer, "relation", start, start + 2);
      return readOperator(lexer, "prefix", start, start + 1);
    case ":":
    case "+":
      if (text.startsWith("=", start + 1)) return readOperator(lexer, "env-update", start, start + 2);
      return char === ":" ? settle(lexer, ":", start, start + 1) : readUnknown(lexer, start);
    case "=":
      return readEquals(lexer, start);
    default:
      return readUnknown(lexer, start);
  }
}

function readOperator(lexer: Lexer, kind: TokenKind, start: number, end: number): TokenKind {
  lexer.word = lexer.text.slice(start, end);
  return settle(lexer, kind, start, end);
}

function readEquals(lexer: Lexer, start: number): TokenKind {
  const { text } = lexer;
  const second = text.charCodeAt(start + 1);
  if (second !== plus && second !== colon) return readOperator(lexer, "relation", start, start + 1);
  if (text.charCodeAt(start + 2) !== equals) return readOperator(lexer, "env-update", start, start + 2);
  if (second === colon) return settleInvalid(lexer, start, start + 3, '"=:=" is not an operator');
  return readOperator(lexer, "env-update", start, start + 3);
}

function readUnknown(lexer: Lexer, start: number): TokenKind {
  const char = String.fromCodePoint(lexer.text.codePointAt(start) ?? 0);
  const shown = /^[!-~]$/.test(char)
    ? `"${char}"`
    : `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return settleInvalid(lexer, start, start + char.length, `${shown} has no meaning here`);
}
