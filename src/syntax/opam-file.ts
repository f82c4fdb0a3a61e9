import { advance, type Lexer, moveTo, type OpamComment, reportAt, startLexer } from "./opam-lexer.ts";
import { type Block, lineToResumeAt } from "./opam-recovery.ts";
import { deepestOpamNesting, type OpamValue, readOpamValue, unexpected } from "./opam-value.ts";
import type { ParseError, Span } from "./span.ts";

export type { OpamComment } from "./opam-lexer.ts";
export { printOpamFile, printOpamValue } from "./opam-print.ts";
export { deepestOpamNesting, type OpamValue } from "./opam-value.ts";

/** `name: value`. */
export interface OpamField {
  readonly kind: "field";
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: OpamValue;
}

/** `section "name" { items }`. */
export interface OpamSection {
  readonly kind: "section";
  readonly span: Span;
  readonly section: string;
  readonly name?: string;
  readonly items: readonly OpamItem[];
}

export type OpamItem = OpamField | OpamSection;

export interface OpamDocument {
  readonly items: readonly OpamItem[];
  /** In the order of the text; those in text that was skipped after an error are missing. */
  readonly comments: readonly OpamComment[];
  /** In the order of the text. */
  readonly errors: readonly ParseError[];
}

/**
 * Reads opam 1.2 and 2.x files, locked ones too. Never throws: a field that cannot be read is left out with one error, and
 * reading goes on at the next line that starts a field or section; a section keeps the items that could be read.
 * Repeated fields are all kept. `VAR = "x"` is a relation wherever it stands, as it is to opam's own parser.
 * Stricter than opam in one place: integers of more than 53 bits are an error. Laxer in one: a byte order mark is skipped.
 * Source: opam-file-format's opamLexer.mll and opamBaseParser.mly, up to format 2.2.
 */
export function readOpamFile(text: string): OpamDocument {
  const lexer = startLexer(text);
  const items = readItems(lexer, undefined, 0);
  const errors = [...lexer.errors, ...misplacedVersions(items)];
  errors.sort((left, right) => left.span.start - right.span.start);
  return { items, comments: lexer.comments, errors };
}

interface OpenSection {
  readonly start: number;
  readonly kind: string;
  readonly brace: Span;
}

/** Reads up to the `}` that closes `section`, which is left to the caller, or to the end of the file. */
function readItems(lexer: Lexer, section: OpenSection | undefined, depth: number): OpamItem[] {
  const items: OpamItem[] = [];
  const block: Block = {
    sectionStart: section?.start,
    firstStart: lexer.start,
    lastStart: section?.brace.start ?? -1,
    openedAt: -1,
  };
  for (;;) {
    if (lexer.kind === "end") {
      if (section !== undefined) {
        reportAt(lexer, lexer.start, section.brace, `the section "${section.kind}" is never closed`);
      }
      return items;
    }
    if (lexer.kind === "}" && section !== undefined) return items;
    const item = readItem(lexer, block, depth);
    if (item !== undefined) items.push(item);
    else {
      const line = lineToResumeAt(lexer.text, lexer.start, block);
      if (line === undefined) {
        skipToEnd(lexer);
        return items;
      }
      block.lastStart = line;
      moveTo(lexer, line);
    }
  }
}

function skipToEnd(lexer: Lexer): void {
  lexer.furthestError = lexer.text.length;
  moveTo(lexer, lexer.text.length);
}

function readItem(lexer: Lexer, block: Block, depth: number): OpamItem | undefined {
  if (lexer.kind !== "ident") return unexpected(lexer, "a field or a section was expected");
  const { start, end, word: name } = lexer;
  const next = advance(lexer);
  if (next === ":") {
    block.lastStart = start;
    advance(lexer);
    const value = readOpamValue(lexer);
    if (value.kind === "unreadable") {
      block.openedAt = value.openedAt;
      return undefined;
    }
    return { kind: "field", span: { start, end: value.span.end }, name, nameSpan: { start, end }, value };
  }
  if (next === "{") {
    block.lastStart = start;
    return readSection(lexer, start, name, {}, depth);
  }
  block.openedAt = start;
  if (next !== "string") return unexpected(lexer, `":" or "{" was expected after "${name}"`);
  const named = { name: lexer.word };
  if (advance(lexer) !== "{") return unexpected(lexer, `":" or "{" was expected after "${name}"`);
  block.lastStart = start;
  return readSection(lexer, start, name, named, depth);
}

function readSection(
  lexer: Lexer,
  start: number,
  kind: string,
  named: { readonly name?: string },
  depth: number,
): OpamSection | undefined {
  const brace = { start: lexer.start, end: lexer.end };
  if (depth >= deepestOpamNesting) {
    reportAt(lexer, lexer.start, brace, `nested deeper than ${deepestOpamNesting} levels`);
    skipToEnd(lexer);
    return undefined;
  }
  advance(lexer);
  const items = readItems(lexer, { start, kind, brace }, depth + 1);
  const end = lexer.end;
  if (lexer.kind === "}") advance(lexer);
  return { kind: "section", span: { start, end }, section: kind, ...named, items };
}

const majorAndMinor = /^(\d+)(?:\.(\d+))?/;

function isLater(version: string, major: number, minor: number): boolean {
  const match = majorAndMinor.exec(version);
  const difference = Number(match?.[1] ?? 0) - major;
  return difference > 0 || (difference === 0 && Number(match?.[2] ?? 0) > minor);
}

/** From format 2.1 on, `opam-version` stands first and once. Source: `main` in opam-file-format's opamBaseParser.mly. */
function misplacedVersions(items: readonly OpamItem[]): readonly ParseError[] {
  const errors: ParseError[] = [];
  let once = false;
  for (const [index, item] of items.entries()) {
    if (item.kind !== "field" || item.name !== "opam-version" || item.value.kind !== "string") continue;
    if (index === 0) once = isLater(item.value.value, 2, 0);
    else if (once) errors.push({ message: "opam-version cannot be repeated", span: item.span });
    else if (isLater(item.value.value, 2, 0)) {
      errors.push({ message: "opam-version must be the first field of the file", span: item.span });
    }
  }
  return errors;
}
