import type { ParseError, Span } from "../span.ts";
import { lexemeAt } from "./lexemes.ts";
import { dropFirst, type LogicalText } from "./logical-text.ts";

/** One `#` line, with the lines that it continues on. */
export interface Directive {
  /** As written: `include`, `ifdef`, …; empty for a lone `#`, a number for a line marker. */
  readonly keyword: string;
  /** From the `#` to the end of the logical line, without its newline. */
  readonly span: Span;
  /** What follows the keyword; a comment counts as one space. */
  readonly body: LogicalText;
}

export interface Branch {
  /** The `#if`, `#elif`, `#else`, … that begins it. */
  readonly opener: Directive;
  /** The text between its opener and the directive that ends it. */
  readonly inside: Span;
  readonly items: readonly Item[];
}

export type Item =
  | { readonly kind: "directive"; readonly directive: Directive }
  | {
      readonly kind: "conditional";
      readonly branches: readonly Branch[];
      readonly close: Directive | undefined;
    };

export interface DirectiveTree {
  readonly items: readonly Item[];
  readonly errors: readonly ParseError[];
  /** Deeper conditionals were found and are not in the tree. */
  readonly tooDeep: Span | undefined;
  /** The name that keeps the file from being read twice, where all of it stands in one `#ifndef`. */
  readonly guard: string | undefined;
  /** The same without asking that the file defines it. */
  readonly wrapper: string | undefined;
}

/** Conditionals nested deeper than this are left out of the tree. */
const deepestConditional = 64;

const candidate = /[#"'/\\\n]/g;
const blank = /[ \t\v\f\r]/;
const includes = /^\s*(?:include|include_next|import)\b/;
const afterHash = /^\s*([\p{ID_Start}_\d$][\p{ID_Continue}$]*)?/u;

/** The directive whose `#` stands at `hash`, and the errors in its line. */
function directiveAt(text: string, hash: number, errors: ParseError[]): Directive {
  const pieces: { at: number; from: number }[] = [];
  let logical = "";
  let copied = hash + 1;
  const flush = (to: number): void => {
    if (to <= copied) return;
    pieces.push({ at: logical.length, from: copied });
    logical += text.slice(copied, to);
  };
  const stop = /["'/\\\n<]/g;
  let at = hash + 1;
  let sawAngle = false;
  for (;;) {
    stop.lastIndex = at;
    const found = stop.exec(text)?.index ?? text.length;
    if (found === text.length || text[found] === "\n") {
      at = found;
      break;
    }
    if (text[found] === "<") {
      at = found + 1;
      // Between the angle brackets of a header's name nothing is a comment.
      if (!sawAngle && includes.test(logical + text.slice(copied, found))) at = angleEnd(text, found);
      sawAngle = true;
      continue;
    }
    const lexeme = lexemeAt(text, found);
    at = lexeme.end;
    if (lexeme.kind === "comment" || lexeme.kind === "splice") {
      flush(found);
      if (lexeme.kind === "comment") {
        pieces.push({ at: logical.length, from: found });
        logical += " ";
        if (!lexeme.terminated) errors.push(unterminatedComment(found, lexeme.end));
      }
      copied = at;
    }
  }
  flush(text[at - 1] === "\r" ? at - 1 : at);
  const whole: LogicalText = { text: logical, pieces };
  const keyword = afterHash.exec(logical);
  return {
    keyword: keyword?.[1] ?? "",
    span: { start: hash, end: text[at - 1] === "\r" && at > hash + 1 ? at - 1 : at },
    body: dropFirst(whole, keyword?.[0].length ?? 0),
  };
}

function angleEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === ">") return at + 1;
    if (text[at] === "\n") return at;
  }
  return text.length;
}

function unterminatedComment(start: number, end: number): ParseError {
  return { message: "unterminated comment", span: { start, end } };
}

/** All directives of a file, in order. Linear; a file is never refused. Trigraphs and `%:` are not read. */
export function scanDirectives(text: string): {
  directives: readonly Directive[];
  errors: readonly ParseError[];
} {
  const directives: Directive[] = [];
  const errors: ParseError[] = [];
  // Everything from the start of the logical line to here is blanks and comments.
  let blankUntil = 0;
  let at = 0;
  for (;;) {
    candidate.lastIndex = at;
    const found = candidate.exec(text)?.index;
    if (found === undefined) return { directives, errors };
    if (text[found] === "\n") {
      at = found + 1;
      blankUntil = at;
      continue;
    }
    const blankBefore = isBlank(text, blankUntil, found);
    if (text[found] === "#") {
      at = found + 1;
      if (!blankBefore) continue;
      const directive = directiveAt(text, found, errors);
      directives.push(directive);
      at = directive.span.end;
      blankUntil = at + 1;
      continue;
    }
    const lexeme = lexemeAt(text, found);
    at = lexeme.end;
    if ((lexeme.kind === "comment" || lexeme.kind === "splice") && blankBefore) blankUntil = at;
    if (lexeme.kind === "comment" && !lexeme.terminated) errors.push(unterminatedComment(found, at));
  }
}

function isBlank(text: string, from: number, to: number): boolean {
  let at = to;
  while (at > from && blank.test(text[at - 1] ?? "")) at--;
  return at === from;
}

interface OpenConditional {
  readonly branches: Branch[];
  opener: Directive;
  items: Item[];
  readonly first: Directive;
  hasElse: boolean;
}

const openers = new Set(["if", "ifdef", "ifndef"]);
const continuations = new Set(["elif", "elifdef", "elifndef", "else"]);

/** Reads the directives of a file and groups them by their conditionals. Conditionals left open end with the file. */
export function readDirectives(text: string): DirectiveTree {
  const scanned = scanDirectives(text);
  const errors: ParseError[] = [...scanned.errors];
  const top: Item[] = [];
  const open: OpenConditional[] = [];
  let skipped = 0;
  let tooDeep: Span | undefined;
  const endBranch = (conditional: OpenConditional, end: number): void => {
    const { opener, items } = conditional;
    conditional.branches.push({ opener, inside: { start: opener.span.end, end }, items });
  };
  const close = (directive: Directive | undefined): void => {
    const conditional = open.pop();
    if (conditional === undefined) return;
    endBranch(conditional, directive?.span.start ?? text.length);
    (open.at(-1)?.items ?? top).push({
      kind: "conditional",
      branches: conditional.branches,
      close: directive,
    });
  };
  for (const directive of scanned.directives) {
    const { keyword, span } = directive;
    const innermost = open.at(-1);
    if (openers.has(keyword)) {
      if (skipped > 0 || open.length === deepestConditional) {
        skipped++;
        tooDeep ??= span;
      } else open.push({ branches: [], opener: directive, items: [], first: directive, hasElse: false });
    } else if (skipped > 0) {
      if (keyword === "endif") skipped--;
    } else if (keyword === "endif" || continuations.has(keyword)) {
      if (innermost === undefined) errors.push({ message: `#${keyword} without #if`, span });
      else if (keyword === "endif") close(directive);
      else if (innermost.hasElse) errors.push({ message: `#${keyword} after #else`, span });
      else {
        endBranch(innermost, span.start);
        innermost.opener = directive;
        innermost.items = [];
        innermost.hasElse = keyword === "else";
      }
    } else (innermost?.items ?? top).push({ kind: "directive", directive });
  }
  while (open.length > 0) {
    const first = open.at(-1)?.first;
    if (first !== undefined) errors.push({ message: `unterminated #${first.keyword}`, span: first.span });
    close(undefined);
  }
  errors.sort((a, b) => a.span.start - b.span.start);
  return { items: top, errors, tooDeep, ...guardOf(top) };
}

const negatedDefined = /^\s*!\s*defined\s*(?:\(\s*([\w$]+)\s*\)|([\w$]+))\s*$/;

/** The name N of `#ifndef N`, `#if !defined N` and `#if !defined(N)`. */
export function nameThatMustBeUndefined(opener: Directive): string | undefined {
  if (opener.keyword === "ifndef") return firstName(opener.body.text);
  if (opener.keyword !== "if") return undefined;
  const match = negatedDefined.exec(opener.body.text);
  return match?.[1] ?? match?.[2];
}

/** The identifier that a directive's body begins with. */
export function firstName(body: string): string | undefined {
  return /^\s*([\p{ID_Start}_$][\p{ID_Continue}$]*)/u.exec(body)?.[1];
}

function guardOf(items: readonly Item[]): Pick<DirectiveTree, "guard" | "wrapper"> {
  const conditionals = items.filter((item) => item.kind === "conditional");
  const [only] = conditionals;
  const branch = only?.branches[0];
  if (only === undefined || branch === undefined || conditionals.length > 1 || only.branches.length > 1) {
    return { guard: undefined, wrapper: undefined };
  }
  const name = nameThatMustBeUndefined(branch.opener);
  const defines = branch.items.some(
    (item) =>
      item.kind === "directive" &&
      item.directive.keyword === "define" &&
      firstName(item.directive.body.text) === name,
  );
  return { guard: defines ? name : undefined, wrapper: name };
}

/** Reads each file once as long as its text stays the same; `path` alone tells files apart. */
export function rememberedDirectives(): (path: string, text: string) => DirectiveTree {
  const known = new Map<string, { readonly text: string; readonly tree: DirectiveTree }>();
  return (path, text) => {
    const before = known.get(path);
    if (before !== undefined && before.text === text) return before.tree;
    const tree = readDirectives(text);
    known.set(path, { text, tree });
    return tree;
  };
}
