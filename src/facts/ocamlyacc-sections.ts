import { bracedCodeEnd } from "./ocaml-braces.ts";
import type { CodeSection, MadeFunction, Sections } from "./ocaml-sections.ts";
import { opaqueTextAt } from "./ocaml-tokens.ts";

const declarationToken = /%[{%]|\/[*/]|\(\*|"|<|%[a-z_]+|[a-z_][\w']*|[A-Z][\w']*/g;
const ruleToken = /%[{%]|\/[*/]|\(\*|["{|:]/g;
const headerEnd = /%\}|["'{]|\(\*/g;
const givenName = /([a-z_][\w']*)\s*=(?!=)|~\s*=\s*([a-z_][\w']*)|\(([^()]{1,200})\)\s*=(?!=)/g;
const lowerName = /(?<![\w'])[a-z_][\w']*/g;
const keywordValue = /\$([a-z]\w*)/g;

interface Reading {
  readonly text: string;
  readonly sections: CodeSection[];
  readonly functions: MadeFunction[];
}

/** Behind the comment, string or type that begins at `at`, or behind its first character. */
function skipped(text: string, at: number): number {
  const closing = text.startsWith("/*", at) ? "*/" : text.startsWith("//", at) ? "\n" : undefined;
  if (closing !== undefined) {
    const end = text.indexOf(closing, at + 2);
    return end === -1 ? text.length : end + closing.length;
  }
  return opaqueTextAt(text, at)?.span.end ?? at + 1;
}

/** Behind the `>` that ends the type which `<` at `start` opens. */
function typeEnd(text: string, start: number): number {
  let end = text.indexOf(">", start);
  while (end !== -1 && text[end - 1] === "-") end = text.indexOf(">", end + 1);
  return end === -1 ? text.length : end + 1;
}

/** Reads `%{ … %}`, and returns the offset behind it. */
function readHeader({ text, sections }: Reading, start: number): number {
  for (let at = start + 2; ; ) {
    headerEnd.lastIndex = at;
    const found = headerEnd.exec(text);
    const closed = found?.[0] === "%}";
    if (found === null || closed) {
      const end = found?.index ?? text.length;
      sections.push({ kind: "items", start: start + 2, end });
      return closed ? end + 2 : end;
    }
    at = opaqueTextAt(text, found.index)?.span.end ?? found.index + 1;
  }
}

/** Reads up to the first `%%`, and returns the offset behind it. */
function readDeclarations(reading: Reading): number {
  const { text, functions } = reading;
  let directive = "";
  for (let at = 0; ; ) {
    declarationToken.lastIndex = at;
    const found = declarationToken.exec(text);
    if (found === null) return text.length;
    const [written] = found;
    const { index } = found;
    at = index + written.length;
    if (written === "%%") return at;
    if (written === "%{") at = readHeader(reading, index);
    else if (written.startsWith("%")) directive = written;
    else if (written === "<") at = typeEnd(text, index);
    else if (!/^\w/.test(written)) at = skipped(text, index);
    else if (directive === "%start" && /^[a-z_]/.test(written))
      functions.push({ name: written, start: index, arity: 2 });
  }
}

function namesIn(production: string, code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name, punned, pattern] of production.matchAll(givenName)) {
    if (name !== undefined) names.add(name);
    if (punned !== undefined) names.add(punned);
    for (const [inPattern] of pattern?.matchAll(lowerName) ?? []) names.add(inPattern);
  }
  for (const [, name] of code.matchAll(keywordValue)) names.add(`_${name}`);
  return names;
}

/** Reads up to the second `%%`, and returns the offset behind it. */
function readRules(reading: Reading, start: number): number {
  const { text, sections, functions } = reading;
  // Which of several start symbols runs an action can't be told.
  const rule = functions.length === 1 ? functions[0]?.start : undefined;
  let production = start;
  for (let at = start; ; ) {
    ruleToken.lastIndex = at;
    const found = ruleToken.exec(text);
    if (found === null) return text.length;
    const [written] = found;
    const { index } = found;
    at = index + written.length;
    if (written === "%%") return at;
    if (written === "%{") at = readHeader(reading, index);
    else if (written === "{") {
      at = bracedCodeEnd(text, index);
      const names = namesIn(text.slice(production, index), text.slice(index, at));
      if (at - index > 1) sections.push({ kind: "action", start: index, end: at, names, rule });
      production = at;
    } else if (written === "|" || written === ":") production = at;
    else at = skipped(text, index);
  }
}

/** Headers, actions and trailer of an .mly file, as ocamlyacc or menhir reads it (https://gallium.inria.fr/~fpottier/menhir/manual.html). */
export function ocamlyaccSections(text: string): Sections {
  const reading: Reading = { text, sections: [], functions: [] };
  const rules = readDeclarations(reading);
  const trailer = readRules(reading, rules);
  if (trailer < text.length) reading.sections.push({ kind: "items", start: trailer, end: text.length });
  return { sections: reading.sections, functions: reading.functions };
}
