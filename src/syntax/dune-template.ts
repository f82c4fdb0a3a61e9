import { characterAt, FIRST_NON_ASCII, isAtomCode, isVariableNameCode } from "./dune-characters.ts";
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

const PERCENT = 37;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

export const opensVariable = (text: string, at: number): boolean =>
  text.charCodeAt(at) === PERCENT && text.charCodeAt(at + 1) === OPEN_BRACE;

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
export interface Draft {
  readonly source: string;
  readonly report: Report;
  readonly parts: TemplatePart[];
  readonly chunks: string[];
  readonly bytes: number[];
  textStart: number;
  /** Up to here the source is in the draft, as it is written or decoded. */
  copied: number;
}

export const draftAt = (source: string, report: Report, start: number): Draft => ({
  source,
  report,
  parts: [],
  chunks: [],
  bytes: [],
  textStart: start,
  copied: start,
});

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

export function addText(draft: Draft, chunk: string): void {
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

/** Takes the source up to `end` as it is written. */
export function copyUntil(draft: Draft, end: number): void {
  addText(draft, draft.source.slice(draft.copied, end));
  draft.copied = end;
}

export function endText(draft: Draft, end: number): void {
  copyUntil(draft, end);
  addBytesAsText(draft);
  if (draft.chunks.length === 0) return;
  const text = draft.chunks.length === 1 ? (draft.chunks[0] ?? "") : draft.chunks.join("");
  draft.parts.push({ kind: "text", text, span: { start: draft.textStart, end } });
  draft.chunks.length = 0;
}

/** Takes the `%{` at `at`, and gives the offset after it; a malformed one is reported and stays text. */
export function takeVariable(draft: Draft, at: number): number {
  const reading = readVariable(draft.source, at);
  if (reading.kind === "malformed") {
    draft.report(reading.error.message, reading.error.span.start, reading.error.span.end);
    return reading.end;
  }
  endText(draft, at);
  draft.parts.push(reading.variable);
  draft.textStart = reading.end;
  draft.copied = reading.end;
  return reading.end;
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
  let refused = -1;
  let at = start;
  for (
    let code = text.charCodeAt(at);
    isAtomCode(code) || code >= FIRST_NON_ASCII;
    code = text.charCodeAt(at)
  ) {
    if (code >= FIRST_NON_ASCII && refused === -1) refused = at;
    at = opensVariable(text, at) ? takeVariable(draft, at) : at + 1;
  }
  endText(draft, at);
  if (refused !== -1) {
    const character = characterAt(text, refused);
    report(`non-ASCII character ${character.name} in an atom`, refused, character.end);
  }
  return { text: text.slice(start, at), parts: draft.parts, end: at };
}
