import { afterLineEnd, characterAt, FIRST_NON_ASCII } from "./dune-characters.ts";
import {
  addText,
  copyUntil,
  type Draft,
  draftAt,
  endText,
  opensVariable,
  type Report,
  type Template,
  takeVariable,
} from "./dune-template.ts";

const LINE_FEED = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads the string whose opening quote is at `start`. `mayGoOnAt` is asked at the start of every line
 * that the string reaches; the answer no, or the end of the text, makes the result undefined: unterminated.
 */
export function readQuotedString(
  text: string,
  start: number,
  report: Report,
  mayGoOnAt: (lineStart: number) => boolean,
): Template | undefined {
  const draft = draftAt(text, report, start + 1);
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      endText(draft, at);
      return templateOf(draft, at + 1);
    }
    if (code === LINE_FEED) {
      if (!mayGoOnAt(++at)) return undefined;
    } else if (code === BACKSLASH) {
      const lineStart = afterLineEnd(text, at + 1);
      if (lineStart !== -1 && !mayGoOnAt(lineStart)) return undefined;
      at = lineStart === -1 ? takeEscape(draft, at) : dropUntil(draft, at, skipIndentation(text, lineStart));
    } else at = opensVariable(text, at) ? takeVariable(draft, at) : at + 1;
  }
  return undefined;
}

function templateOf({ source, parts }: Draft, end: number): Template {
  const texts = parts.map((part) =>
    part.kind === "text" ? part.text : source.slice(part.span.start, part.span.end),
  );
  return { text: texts.length === 1 ? (texts[0] ?? "") : texts.join(""), parts, end };
}

/** Leaves out what stands from `at` to `end`, and gives `end`. */
function dropUntil(draft: Draft, at: number, end: number): number {
  copyUntil(draft, at);
  draft.copied = end;
  return end;
}

function skipIndentation(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["%", "%"],
]);
const numericEscape = /[0-9]{1,3}|x[0-9a-fA-F]{0,2}/y;

/** Takes the escape whose backslash is at `at`; one that dune does not know is reported and stays as written. */
function takeEscape(draft: Draft, at: number): number {
  const { source } = draft;
  const named = namedEscapes.get(source.charAt(at + 1));
  if (named !== undefined) {
    const end = dropUntil(draft, at, at + 2);
    addText(draft, named);
    return end;
  }
  const refuse = (message: string, end: number): number => {
    draft.report(message, at, end);
    return end;
  };
  if (at + 1 >= source.length) return refuse("unterminated escape sequence", at + 1);
  numericEscape.lastIndex = at + 1;
  const digits = numericEscape.exec(source)?.[0];
  if (digits === undefined) return refuse("unknown escape sequence", characterAt(source, at + 1).end);
  const end = at + 1 + digits.length;
  const hexadecimal = digits.startsWith("x");
  if (digits.length < 3)
    return refuse(`unterminated ${hexadecimal ? "hexadecimal" : "decimal"} escape sequence`, end);
  const byte = hexadecimal ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  if (byte > 255) return refuse("escape sequence out of range", end);
  dropUntil(draft, at, end);
  if (byte < FIRST_NON_ASCII) addText(draft, String.fromCharCode(byte));
  else draft.bytes.push(byte);
  return end;
}

const blockMarker = /[ \t\f]*"\\([|>])/y;

/** The offset after a block string's marker at `at`, and which marker it is: `"\|` or `"\>` (raw). */
function blockMarkerAt(
  text: string,
  at: number,
): { readonly end: number; readonly raw: boolean } | undefined {
  blockMarker.lastIndex = at;
  const match = blockMarker.exec(text);
  return match === null ? undefined : { end: blockMarker.lastIndex, raw: match[1] === ">" };
}

/**
 * Reads the block string whose first quote is at `start`, or gives undefined when `"\|` or `"\>` is not there.
 * It ends after the last line that begins with a marker, line end included.
 */
export function readBlockString(text: string, start: number, report: Report): Template | undefined {
  let marker = blockMarkerAt(text, start);
  if (marker === undefined) return undefined;
  const draft = draftAt(text, report, marker.end);
  let at = marker.end;
  while (marker !== undefined) {
    at = marker.end;
    if (text.charAt(at) === " ") at++;
    else if (at < text.length && afterLineEnd(text, at) === -1)
      report(`space missing after "\\${marker.raw ? ">" : "|"}`, at, characterAt(text, at).end);
    draft.copied = at;
    at = marker.raw ? rawLineEnd(text, at) : takeBlockLine(draft, at);
    copyUntil(draft, at);
    marker = blockMarkerAt(text, at);
  }
  endText(draft, at);
  return templateOf(draft, at);
}

function rawLineEnd(text: string, start: number): number {
  const lineEnd = text.indexOf("\n", start);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

/** Takes what is special in the line from `start` on, and gives the offset after it. */
function takeBlockLine(draft: Draft, start: number): number {
  const { source } = draft;
  let at = start;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === LINE_FEED) return at + 1;
    if (code === BACKSLASH) {
      const lineStart = afterLineEnd(source, at + 1);
      if (lineStart !== -1) return dropUntil(draft, at, lineStart);
      at = takeEscape(draft, at);
    } else at = opensVariable(source, at) ? takeVariable(draft, at) : at + 1;
  }
  return at;
}
