import { bracedCodeEnd } from "./ocaml-braces.ts";
import type { CodeSection, MadeFunction, Sections } from "./ocaml-sections.ts";
import { opaqueTextAt } from "./ocaml-tokens.ts";

const token = /\(\*|["'{]|(?<![\w'])(?:rule|and|let|refill|as)(?![\w'])/g;
const entry = /\s*([a-z_][\w']*)((?:\s+[a-z_][\w']*)*)\s*=\s*(?:parse|shortest)(?![\w'])/y;
const bound = /\s*([a-z_][\w']*)/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

interface Entry {
  readonly start: number;
  readonly parameters: readonly string[];
}

interface Reading {
  readonly text: string;
  readonly sections: CodeSection[];
  readonly functions: MadeFunction[];
  entry: Entry | undefined;
  /** `… as name` of the case that is being read. */
  names: string[];
  /** Behind the last braces and the comments that follow them. */
  end: number;
}

function isClosed(text: string, start: number, end: number): boolean {
  return end - start > 1 && text[end - 1] === "}";
}

function readItems({ text, sections }: Reading, start: number, end: number): void {
  sections.push({ kind: "items", start: start + 1, end: isClosed(text, start, end) ? end - 1 : end });
}

function readBraces(reading: Reading, start: number): number {
  const { text, sections, entry, names } = reading;
  const end = bracedCodeEnd(text, start);
  const isHeader =
    sections.length === 0 && text.slice(reading.end, start).trim() === "" && entry === undefined;
  const isTrailer = sections.at(-1)?.kind === "action" && text.slice(reading.end, start).trim() === "";
  if (isHeader || isTrailer) readItems(reading, start, end);
  else if (end - start > 1) {
    const given = new Set([...names, ...(entry?.parameters ?? [])]);
    sections.push({ kind: "action", start, end, names: given, rule: entry?.start });
  }
  reading.names = [];
  reading.end = end;
  return end;
}

function readEntry(reading: Reading, at: number): number {
  const found = matchAt(entry, reading.text, at);
  const name = found?.[1];
  if (found === null || name === undefined) return at;
  const parameters = found[2]?.trim().split(/\s+/).filter(Boolean) ?? [];
  const start = at + found[0].indexOf(name);
  reading.functions.push({ name, start, arity: parameters.length + 1 });
  reading.entry = { start, parameters: [...parameters, "lexbuf"] };
  reading.names = [];
  return at + found[0].length;
}

function readWord(reading: Reading, word: string, at: number): number {
  if (word === "rule" || word === "and") return readEntry(reading, at);
  if (word !== "as") return at;
  const found = matchAt(bound, reading.text, at);
  if (found?.[1] === undefined) return at;
  reading.names.push(found[1]);
  return at + found[0].length;
}

function followsBraces({ text, end }: Reading, at: number): boolean {
  return text.slice(end, at).trim() === "";
}

function readOpaque(reading: Reading, start: number): number {
  const opaque = opaqueTextAt(reading.text, start);
  if (opaque === undefined) return start + 1;
  const { end } = opaque.span;
  if (opaque.kind === "comment" && followsBraces(reading, start)) reading.end = end;
  return end;
}

/** Header, actions and trailer of an .mll file (https://ocaml.org/manual/lexyacc.html). */
export function ocamllexSections(text: string): Sections {
  const reading: Reading = { text, sections: [], functions: [], entry: undefined, names: [], end: 0 };
  for (let found = matchAt(token, text, 0); found !== null; ) {
    const { index } = found;
    const [written] = found;
    const at =
      written === "{"
        ? readBraces(reading, index)
        : /^[a-z]/.test(written)
          ? readWord(reading, written, index + written.length)
          : readOpaque(reading, index);
    found = matchAt(token, text, at);
  }
  return { sections: reading.sections, functions: reading.functions };
}
