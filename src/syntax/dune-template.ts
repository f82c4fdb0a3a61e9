import type { ParseError, Span } from "./span.ts";

/** A stretch of an atom or string: literal text, decoded, or a variable `%{name}` / `%{name:payload}`. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string; readonly span: Span }
  | { readonly kind: "variable"; readonly name: string; readonly payload?: string; readonly span: Span };

export type Report = (message: string, start: number, end: number) => void;

/** `end` is the offset after the last code unit that was taken. */
export interface Template {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  readonly end: number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const PERCENT = 37;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const FIRST_NON_ASCII = 128;

const codesWithout = (excluded: string): Uint8Array => {
  const allowed = new Uint8Array(FIRST_NON_ASCII);
  for (let code = 33; code < 127; code++)
    if (!excluded.includes(String.fromCharCode(code))) allowed[code] = 1;
  return allowed;
};
const atomCodes = codesWithout(';()"');
const variableNameCodes = codesWithout(';()":%{}');

/** Whether dune allows this code unit in an atom; false for `NaN`, the code past the end of a text. */
export const isAtomCode = (code: number): boolean => atomCodes[code] === 1;

const isVariableNameCode = (code: number): boolean => variableNameCodes[code] === 1;
const opensVariable = (text: string, at: number): boolean =>
  text.charCodeAt(at) === PERCENT && text.charCodeAt(at + 1) === OPEN_BRACE;

/** The space, tab and form feed that dune skips between tokens. */
export const isBlankCode = (code: number): boolean => code === 32 || code === 9 || code === 12;

/** Offset after the `\n` or `\r\n` at `at`, or -1 when no line ends there. */
export function afterLineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === LINE_FEED) return at + 1;
  return code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : -1;
}

/** A printable name of the character at `at`: itself in quotes when ASCII, else its code point. */
export function characterAt(text: string, at: number): { readonly name: string; readonly end: number } {
  const code = text.codePointAt(at) ?? 0;
  const end = at + (code > 0xffff ? 2 : 1);
  if (code >= 32 && code < 127) return { name: `'${text.slice(at, end)}'`, end };
  return { name: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`, end };
}

type VariableReading =
  | { readonly kind: "variable"; readonly variable: TemplatePart; readonly end: number }
  | { readonly kind: "malformed"; readonly error: ParseError; readonly end: number };

function readVariable(text: string, start: number): VariableReading {
  let at = start + 2;
  while (isVariableNameCode(text.charCodeAt(at))) at++;
  const name = text.slice(start + 2, at);
  let payload: string | undefined;
  if (name !== "" && text.charCodeAt(at) === COLON) {
    const from = ++at;
    while (text.charCodeAt(at) === COLON || isVariableNameCode(text.charCodeAt(at))) at++;
    payload = text.slice(from, at);
  }
  const malformed = (message: string, from: number, end: number, resumeAt: number): VariableReading => ({
    kind: "malformed",
    error: { message, span: { start: from, end } },
    end: resumeAt,
  });
  if (at >= text.length) return malformed("unterminated %{...} variable", start, at, at);
  if (text.charCodeAt(at) !== CLOSE_BRACE) {
    const character = characterAt(text, at);
    const resumeAt = text.charCodeAt(at) < FIRST_NON_ASCII ? at : character.end;
    return malformed(`character ${character.name} inside a %{...} variable`, at, character.end, resumeAt);
  }
  const end = at + 1;
  if (name === "") return malformed("empty %{...} variable", start, end, end);
  if (payload === "") return malformed("empty payload in a %{...} variable", start, end, end);
  const span = { start, end };
  const named = { kind: "variable", name, span } as const;
  return { kind: "variable", variable: payload === undefined ? named : { ...named, payload }, end };
}

/** The parts read so far; `chunks` and `bytes` are the text part that is still growing. */
interface Draft {
  readonly source: string;
  readonly report: Report;
  readonly parts: TemplatePart[];
  readonly chunks: string[];
  readonly bytes: number[];
  textStart: number;
}

const draftAt = (source: string, report: Report, textStart: number): Draft => ({
  source,
  report,
  parts: [],
  chunks: [],
  bytes: [],
  textStart,
});

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function addText(draft: Draft, chunk: string): void {
  if (chunk === "") return;
  addBytesAsText(draft);
  draft.chunks.push(chunk);
}

/** Escapes name bytes, and several of them may make up one character. */
function addBytesAsText(draft: Draft): void {
  if (draft.bytes.length === 0) return;
  draft.chunks.push(utf8.decode(Uint8Array.from(draft.bytes)));
  draft.bytes.length = 0;
}

function endText(draft: Draft, end: number): void {
  addBytesAsText(draft);
  if (draft.chunks.length === 0) return;
  const text = draft.chunks.length === 1 ? (draft.chunks[0] ?? "") : draft.chunks.join("");
  draft.parts.push({ kind: "text", text, span: { start: draft.textStart, end } });
  draft.chunks.length = 0;
}

/** Takes the `%{` at `at`; a malformed one is reported and stays text. */
function takeVariable(draft: Draft, at: number): number {
  const reading = readVariable(draft.source, at);
  if (reading.kind === "malformed") {
    draft.report(reading.error.message, reading.error.span.start, reading.error.span.end);
    addText(draft, draft.source.slice(at, reading.end));
    return reading.end;
  }
  endText(draft, at);
  draft.parts.push(reading.variable);
  draft.textStart = reading.end;
  return reading.end;
}

function writtenText(source: string, parts: readonly TemplatePart[]): string {
  const texts = parts.map((part) =>
    part.kind === "text" ? part.text : source.slice(part.span.start, part.span.end),
  );
  return texts.length === 1 ? (texts[0] ?? "") : texts.join("");
}

/** Reads the atom at `start`; non-ASCII characters, which dune refuses, are reported once and kept. */
export function readAtom(text: string, start: number, report: Report): Template {
  let at = start;
  let code = text.charCodeAt(at);
  while (isAtomCode(code) && code !== PERCENT) code = text.charCodeAt(++at);
  if (code !== PERCENT && !(code >= FIRST_NON_ASCII)) {
    const plain = text.slice(start, at);
    return { text: plain, parts: [{ kind: "text", text: plain, span: { start, end: at } }], end: at };
  }
  return readTemplateAtom(text, start, report);
}

function readTemplateAtom(text: string, start: number, report: Report): Template {
  const draft = draftAt(text, report, start);
  let chunkStart = start;
  let refused = -1;
  let at = start;
  for (
    let code = text.charCodeAt(at);
    isAtomCode(code) || code >= FIRST_NON_ASCII;
    code = text.charCodeAt(at)
  ) {
    if (code >= FIRST_NON_ASCII && refused === -1) refused = at;
    if (opensVariable(text, at)) {
      addText(draft, text.slice(chunkStart, at));
      at = takeVariable(draft, at);
      chunkStart = at;
    } else at++;
  }
  addText(draft, text.slice(chunkStart, at));
  endText(draft, at);
  if (refused !== -1) {
    const character = characterAt(text, refused);
    report(`non-ASCII character ${character.name} in an atom`, refused, character.end);
  }
  return { text: text.slice(start, at), parts: draft.parts, end: at };
}

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
  let chunkStart = start + 1;
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      addText(draft, text.slice(chunkStart, at));
      endText(draft, at);
      return { text: writtenText(text, draft.parts), parts: draft.parts, end: at + 1 };
    }
    if (code === LINE_FEED) {
      if (!mayGoOnAt(++at)) return undefined;
    } else if (code === BACKSLASH) {
      addText(draft, text.slice(chunkStart, at));
      const lineStart = afterLineEnd(text, at + 1);
      if (lineStart !== -1 && !mayGoOnAt(lineStart)) return undefined;
      at = lineStart === -1 ? takeEscape(draft, at) : skipIndentation(text, lineStart);
      chunkStart = at;
    } else if (opensVariable(text, at)) {
      addText(draft, text.slice(chunkStart, at));
      at = takeVariable(draft, at);
      chunkStart = at;
    } else at++;
  }
  return undefined;
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
    addText(draft, named);
    return at + 2;
  }
  const refuse = (message: string, end: number): number => {
    draft.report(message, at, end);
    addText(draft, source.slice(at, end));
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
    at = marker.raw ? takeRawLine(draft, at) : takeBlockLine(draft, at);
    marker = blockMarkerAt(text, at);
  }
  endText(draft, at);
  return { text: writtenText(text, draft.parts), parts: draft.parts, end: at };
}

function takeRawLine(draft: Draft, start: number): number {
  const lineEnd = draft.source.indexOf("\n", start);
  const end = lineEnd === -1 ? draft.source.length : lineEnd + 1;
  addText(draft, draft.source.slice(start, end));
  return end;
}

function takeBlockLine(draft: Draft, start: number): number {
  const { source } = draft;
  let chunkStart = start;
  let at = start;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === LINE_FEED) {
      addText(draft, source.slice(chunkStart, at + 1));
      return at + 1;
    }
    if (code === BACKSLASH) {
      addText(draft, source.slice(chunkStart, at));
      const lineStart = afterLineEnd(source, at + 1);
      if (lineStart !== -1) return lineStart;
      at = takeEscape(draft, at);
      chunkStart = at;
    } else if (opensVariable(source, at)) {
      addText(draft, source.slice(chunkStart, at));
      at = takeVariable(draft, at);
      chunkStart = at;
    } else at++;
  }
  addText(draft, source.slice(chunkStart, at));
  return at;
}
