import type { Atom, QuotedString, Sexp, TemplatePart } from "../../src/syntax/sexp.ts";

/** One line that reads as `sexp` again; an atom that could not be written so becomes a string. */
export function printSexp(sexp: Sexp): string {
  const printed: string[] = [];
  const pending: (Sexp | string)[] = [sexp];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") printed.push(next);
    else if (next.kind !== "list") printed.push(printWord(next));
    else {
      printed.push("(");
      pending.push(")");
      for (let index = next.items.length - 1; index >= 0; index--) {
        const item = next.items[index];
        if (item !== undefined) pending.push(item);
        if (index > 0) pending.push(" ");
      }
    }
  }
  return printed.join("");
}

function printWord(word: Atom | QuotedString): string {
  const bare = word.kind === "atom" && word.text !== "" && word.parts.every(isBare);
  const printed = word.parts.map((part) => {
    if (part.kind === "variable") {
      return part.payload === undefined ? `%{${part.name}}` : `%{${part.name}:${part.payload}}`;
    }
    return bare ? part.text : part.text.replace(escaped, escapeCharacter);
  });
  return bare ? printed.join("") : `"${printed.join("")}"`;
}

function isBare(part: TemplatePart): boolean {
  return part.kind === "variable" || (/^[!-~]*$/.test(part.text) && !/[;()"]|%\{/.test(part.text));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a string cannot hold these as they are.
const escaped = /["\\\u0000-\u001f\u007f]|%(?=\{)/g;

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\b", "\\b"],
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["%", "\\%"],
]);

function escapeCharacter(character: string): string {
  return namedEscapes.get(character) ?? `\\${String(character.charCodeAt(0)).padStart(3, "0")}`;
}
