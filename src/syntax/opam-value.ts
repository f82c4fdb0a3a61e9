import { advance, intValue, type Lexer, reportAt } from "./opam-lexer.ts";
import type { Span } from "./span.ts";

type OpamRelationOperator = "=" | "!=" | "<" | ">" | "<=" | ">=" | "~";

export type OpamValue =
  /** `value` has its escapes and line breaks decoded. */
  | { readonly kind: "string"; readonly span: Span; readonly value: string }
  /** `name` as written: `build`, `ocaml:version`, `foo+bar:enable`. */
  | { readonly kind: "ident"; readonly span: Span; readonly name: string }
  | { readonly kind: "int"; readonly span: Span; readonly value: number }
  | { readonly kind: "bool"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly OpamValue[] }
  | { readonly kind: "group"; readonly span: Span; readonly items: readonly OpamValue[] }
  | {
      readonly kind: "option";
      readonly span: Span;
      readonly value: OpamValue;
      readonly filters: readonly OpamValue[];
    }
  | {
      readonly kind: "relation";
      readonly span: Span;
      readonly operator: OpamRelationOperator;
      readonly left: OpamValue;
      readonly right: OpamValue;
    }
  | {
      readonly kind: "prefix-relation";
      readonly span: Span;
      readonly operator: OpamRelationOperator;
      readonly right: OpamValue;
    }
  | {
      readonly kind: "logical";
      readonly span: Span;
      readonly operator: "&" | "|";
      readonly left: OpamValue;
      readonly right: OpamValue;
    }
  | {
      readonly kind: "prefix";
      readonly span: Span;
      readonly operator: "!" | "?";
      readonly operand: OpamValue;
    }
  | {
      readonly kind: "env-update";
      readonly span: Span;
      readonly name: OpamValue;
      readonly operator: string;
      readonly right: OpamValue;
    };

/** How many levels a value's tree may have (each operator of a chain is one), and how many sections may nest. */
export const deepestOpamNesting = 500;

/** Stands where no value could be read; the error has been reported. */
export interface UnreadableValue {
  readonly kind: "unreadable";
  /** The innermost bracket that was open, or else the start of the value. */
  readonly openedAt: number;
}

interface ValueReader {
  readonly lexer: Lexer;
  openedAt: number;
  /** The levels of the value read last. */
  height: number;
}

/**
 * Reads the value that starts at the lexer's token; the token after it is the next one. What binds tightest: relations and
 * environment updates, then `{…}`, `!` and `?`, `&`, `|`. Source: opam-file-format's opamBaseParser.mly.
 */
export function readOpamValue(lexer: Lexer): OpamValue | UnreadableValue {
  const reader = { lexer, openedAt: lexer.start, height: 0 };
  return readAlternatives(reader, 0) ?? { kind: "unreadable", openedAt: reader.openedAt };
}

/** What a message calls the lexer's token. */
function describeToken(lexer: Lexer): string {
  switch (lexer.kind) {
    case "end":
      return "end of the file";
    case "string":
      return "string";
    case "ident":
    case "int":
    case "bool":
    case "relation":
    case "env-update":
    case "prefix":
      return `"${lexer.word.length > 60 ? `${lexer.word.slice(0, 60)}…` : lexer.word}"`;
    case "invalid":
      return "text";
    default:
      return `"${lexer.kind}"`;
  }
}

function reportDepth(lexer: Lexer): undefined {
  const span = { start: lexer.start, end: lexer.end };
  reportAt(lexer, lexer.start, span, `nested deeper than ${deepestOpamNesting} levels`);
  return undefined;
}

/** Whether a node over values of `height` levels is still within the limit; reports it when not. */
function growsOver(reader: ValueReader, height: number): boolean {
  reader.height = height + 1;
  if (reader.height <= deepestOpamNesting) return true;
  reportDepth(reader.lexer);
  return false;
}

function readAlternatives(reader: ValueReader, depth: number): OpamValue | undefined {
  let left = readConjuncts(reader, depth);
  while (left !== undefined && reader.lexer.kind === "|") {
    left = readLogical(reader, "|", left, depth, readConjuncts);
  }
  return left;
}

function readConjuncts(reader: ValueReader, depth: number): OpamValue | undefined {
  let left = readUnary(reader, depth);
  while (left !== undefined && reader.lexer.kind === "&") {
    left = readLogical(reader, "&", left, depth, readUnary);
  }
  return left;
}

function readLogical(
  reader: ValueReader,
  operator: "&" | "|",
  left: OpamValue,
  depth: number,
  readOperand: (reader: ValueReader, depth: number) => OpamValue | undefined,
): OpamValue | undefined {
  const leftHeight = reader.height;
  advance(reader.lexer);
  const right = readOperand(reader, depth);
  if (right === undefined || !growsOver(reader, Math.max(leftHeight, reader.height))) return undefined;
  return { kind: "logical", span: { start: left.span.start, end: right.span.end }, operator, left, right };
}

function readUnary(reader: ValueReader, depth: number): OpamValue | undefined {
  const { lexer } = reader;
  if (lexer.kind !== "prefix") return readFiltered(reader, depth);
  if (depth >= deepestOpamNesting) return reportDepth(lexer);
  const { start } = lexer;
  const operator = lexer.word === "!" ? "!" : "?";
  advance(lexer);
  const operand = readUnary(reader, depth + 1);
  if (operand === undefined || !growsOver(reader, reader.height)) return undefined;
  return { kind: "prefix", span: { start, end: operand.span.end }, operator, operand };
}

function readFiltered(reader: ValueReader, depth: number): OpamValue | undefined {
  const { lexer } = reader;
  let value = readPrimary(reader, depth);
  while (value !== undefined && lexer.kind === "{") {
    const height = reader.height;
    const filters = readBracketed(reader, "}", depth);
    if (filters === undefined || !growsOver(reader, Math.max(height, reader.height))) return undefined;
    value = {
      kind: "option",
      span: { start: value.span.start, end: filters.span.end },
      value,
      filters: filters.items,
    };
  }
  return value;
}

function readPrimary(reader: ValueReader, depth: number): OpamValue | undefined {
  const { lexer } = reader;
  switch (lexer.kind) {
    case "[": {
      const read = readBracketed(reader, "]", depth);
      return read && growsOver(reader, reader.height) ? { kind: "list", ...read } : undefined;
    }
    case "(": {
      const read = readBracketed(reader, ")", depth);
      return read && growsOver(reader, reader.height) ? { kind: "group", ...read } : undefined;
    }
    case "relation": {
      const { start, word } = lexer;
      advance(lexer);
      const right = readAtom(reader);
      if (right === undefined) return undefined;
      reader.height = 2;
      return {
        kind: "prefix-relation",
        span: { start, end: right.span.end },
        operator: relationOf(word),
        right,
      };
    }
    default:
      return readAtomOrBinding(reader);
  }
}

function readAtomOrBinding(reader: ValueReader): OpamValue | undefined {
  const { lexer } = reader;
  const left = readAtom(reader);
  if (left === undefined || (lexer.kind !== "relation" && lexer.kind !== "env-update")) return left;
  const { kind, word } = lexer;
  advance(lexer);
  const right = readAtom(reader);
  if (right === undefined) return undefined;
  reader.height = 2;
  const span = { start: left.span.start, end: right.span.end };
  if (kind === "env-update") return { kind, span, name: left, operator: word, right };
  return { kind, span, operator: relationOf(word), left, right };
}

function relationOf(word: string): OpamRelationOperator {
  switch (word) {
    case "!=":
    case "<":
    case ">":
    case "<=":
    case ">=":
    case "~":
      return word;
    default:
      return "=";
  }
}

function readAtom(reader: ValueReader): OpamValue | undefined {
  const { lexer } = reader;
  const value = atomOf(lexer);
  if (value === undefined) return unexpected(lexer, "a value was expected");
  reader.height = 1;
  advance(lexer);
  return value;
}

function atomOf(lexer: Lexer): OpamValue | undefined {
  const { kind, word, start, end } = lexer;
  switch (kind) {
    case "string":
      return { kind, span: { start, end }, value: word };
    case "ident":
      return { kind, span: { start, end }, name: word };
    case "int":
      return { kind, span: { start, end }, value: intValue(word) };
    case "bool":
      return { kind, span: { start, end }, value: word === "true" };
    default:
      return undefined;
  }
}

interface Bracketed {
  readonly span: Span;
  readonly items: readonly OpamValue[];
}

/** Reads the values up to `closer` from the opening bracket; the height is that of the highest. */
function readBracketed(reader: ValueReader, closer: "]" | ")" | "}", depth: number): Bracketed | undefined {
  const { lexer } = reader;
  const { start, end: openerEnd } = lexer;
  if (depth >= deepestOpamNesting) return reportDepth(lexer);
  const outer = reader.openedAt;
  reader.openedAt = start;
  const items: OpamValue[] = [];
  let height = 0;
  for (let kind = advance(lexer); kind !== closer; kind = lexer.kind) {
    if (!startsValue(lexer)) return unclosed(lexer, { start, end: openerEnd }, closer);
    const item = readAlternatives(reader, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    height = Math.max(height, reader.height);
  }
  const { end } = lexer;
  advance(lexer);
  reader.openedAt = outer;
  reader.height = height;
  return { span: { start, end }, items };
}

function startsValue(lexer: Lexer): boolean {
  switch (lexer.kind) {
    case "ident":
    case "string":
    case "int":
    case "bool":
    case "relation":
    case "prefix":
    case "[":
    case "(":
      return true;
    default:
      return false;
  }
}

function unclosed(lexer: Lexer, opener: Span, closer: string): undefined {
  if (lexer.kind !== "end") return unexpected(lexer, `a value or "${closer}" was expected`);
  reportAt(lexer, lexer.start, opener, `no "${closer}" closes this bracket`);
  return undefined;
}

/** Reports the lexer's token, unless it is invalid and so reported already. */
export function unexpected(lexer: Lexer, expectation: string): undefined {
  if (lexer.kind === "invalid") return undefined;
  const span = { start: lexer.start, end: lexer.end };
  reportAt(lexer, lexer.start, span, `unexpected ${describeToken(lexer)}: ${expectation}`);
  return undefined;
}
