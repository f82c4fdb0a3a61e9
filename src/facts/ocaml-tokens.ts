import type { ParseError, Span } from "../syntax/span.ts";

/** A stretch of source in which words are not code. `error` is there when the file ends inside it. */
export interface OpaqueText {
  readonly kind: "comment" | "string" | "quoted-string" | "character";
  readonly span: Span;
  readonly error?: ParseError;
}

// The quote after a letter or another quote belongs to an identifier such as x'.
const character = String.raw`(?<![\w'\u00c0-\uffff])'(?:[^\\'\r\n]|\r?\n|\\(?:[\\'"ntbr ]|[0-9]{3}|o[0-3][0-7]{2}|x[0-9a-fA-F]{2}))'`;
const delimiterLetters = String.raw`[a-z_\u00df-\u00f6\u00f8-\u00ff\u0153\u0161\u017e\u0300-\u0327]*`;
const quotedStringOpening = String.raw`\{(?:%%?[A-Za-z_][\w.']*(?:\s+${delimiterLetters})?|${delimiterLetters})\|`;
const opening = String.raw`\(\*|"|${quotedStringOpening}|${character}`;
const openingInCode = new RegExp(opening, "g");
const openingHere = new RegExp(opening, "y");
const tokenInComment = new RegExp(String.raw`\(\*|\*\)|"|${quotedStringOpening}|''|${character}`, "g");

function stringEnd(text: string, opening: number): number | undefined {
  for (let at = opening + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit === 0x5c) at++;
  }
  return undefined;
}

/** `opening` is the text from the brace to the bar: `{id|` or `{%ext id|`. */
function quotedStringEnd(text: string, opening: string, start: number): number | undefined {
  const delimiter = opening.startsWith("{%") ? (/\s(\S*)\|$/.exec(opening)?.[1] ?? "") : opening.slice(1, -1);
  const closing = `|${delimiter}}`;
  const at = text.indexOf(closing, start + opening.length);
  return at === -1 ? undefined : at + closing.length;
}

function unterminated(what: string, start: number, length: number): ParseError {
  return { message: `${what} is not terminated`, span: { start, end: start + length } };
}

/** Strings, quoted strings and characters inside a comment are lexed too, as OCaml's own lexer does. */
function readComment(text: string, start: number): OpaqueText {
  const openings = [start];
  tokenInComment.lastIndex = start + 2;
  for (let token = tokenInComment.exec(text); token !== null; token = tokenInComment.exec(text)) {
    const [found] = token;
    if (found === "(*") openings.push(token.index);
    else if (found === "*)") {
      openings.pop();
      if (openings.length === 0) return { kind: "comment", span: { start, end: tokenInComment.lastIndex } };
    } else if (found === '"' || found.startsWith("{")) {
      const end = found === '"' ? stringEnd(text, token.index) : quotedStringEnd(text, found, token.index);
      if (end === undefined) {
        const error = unterminated("a string in a comment", token.index, found.length);
        return { kind: "comment", span: { start, end: text.length }, error };
      }
      tokenInComment.lastIndex = end;
    }
  }
  const error = unterminated("a comment", openings.at(-1) ?? start, 2);
  return { kind: "comment", span: { start, end: text.length }, error };
}

function readOpaque(text: string, opening: string, start: number): OpaqueText {
  if (opening === "(*") return readComment(text, start);
  if (opening.startsWith("'")) return { kind: "character", span: { start, end: start + opening.length } };
  const kind = opening === '"' ? "string" : "quoted-string";
  const end = kind === "string" ? stringEnd(text, start) : quotedStringEnd(text, opening, start);
  if (end !== undefined) return { kind, span: { start, end } };
  const error = unterminated(kind === "string" ? "a string" : "a quoted string", start, opening.length);
  return { kind, span: { start, end: text.length }, error };
}

/** Comments (outermost ones), strings, quoted strings and characters, in source order. */
export function* opaqueTextsOf(text: string): Generator<OpaqueText, void, undefined> {
  let at = 0;
  for (;;) {
    openingInCode.lastIndex = at;
    const opening = openingInCode.exec(text);
    if (opening === null) return;
    const opaque = readOpaque(text, opening[0], opening.index);
    yield opaque;
    at = opaque.span.end;
  }
}

/** The one that begins at `at`. */
export function opaqueTextAt(text: string, at: number): OpaqueText | undefined {
  openingHere.lastIndex = at;
  const found = openingHere.exec(text);
  return found === null ? undefined : readOpaque(text, found[0], at);
}

/** `text` with all but line ends of the spans (ascending, disjoint) replaced by spaces, so that offsets stay. */
export function blanked(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    pieces.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, " "));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

const patterns = new WeakMap<ReadonlySet<string>, RegExp>();

function patternOf(words: ReadonlySet<string>): RegExp {
  const known = patterns.get(words);
  if (known !== undefined) return known;
  const alternatives = [...words].map((word) => word.replace(/[^\w]/g, "\\$&")).join("|");
  // A backquote makes it a polymorphic variant's tag, which never names a module.
  const pattern = new RegExp(`(?<![\\w'\`\\u00c0-\\uffff])(?:${alternatives})(?![\\w'\\u00c0-\\uffff])`, "g");
  patterns.set(words, pattern);
  return pattern;
}

/**
 * Words of `words` (capitalised module names, or lower-case words such as `external`) that occur in `text`
 * outside comments, strings, quoted strings and characters. The set must not change between calls.
 * A word as a polymorphic variant's tag does not count.
 */
export function wordsOutsideComments(text: string, words: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  if (words.size === 0) return found;
  const pattern = patternOf(words);
  pattern.lastIndex = 0;
  let word = pattern.exec(text);
  if (word === null) return found;
  const opaques = opaqueTextsOf(text);
  let opaque = opaques.next();
  while (word !== null) {
    while (!opaque.done && opaque.value.span.end <= word.index) opaque = opaques.next();
    if (!opaque.done && opaque.value.span.start <= word.index) {
      pattern.lastIndex = opaque.value.span.end;
    } else {
      found.add(word[0]);
      if (found.size === words.size) return found;
    }
    word = pattern.exec(text);
  }
  return found;
}
