import { lexemeAt } from "../syntax/c/lexemes.ts";
import type { NamedSpan } from "./c.ts";

/** With parentheses of their own between a function's and its body. */
const notNames = /^(?:__attribute__|__attribute|__declspec|__asm__|__asm|asm|if|for|while|switch|sizeof)$/;
const token = /[A-Za-z_]\w*|[(){};=]/g;

/**
 * The functions that a C file defines, by its words and brackets alone and whatever its conditionals decide: where their branches do not add
 * up, a brace in the first column ends a function.
 */
export function functionSpans(text: string): readonly NamedSpan[] {
  const code = codeAlone(text);
  const functions: NamedSpan[] = [];
  let parentheses = 0;
  let braces = 0;
  let before = "";
  let named: { readonly name: string; readonly start: number } | undefined;
  let open: typeof named;
  for (const { 0: word, index } of code.matchAll(token)) {
    const isFirst = index === 0 || code[index - 1] === "\n";
    if (word === "{") {
      // What `extern "C"` and the like hold stands at the top level.
      if (braces === 0 && before === "extern") continue;
      if (braces === 0) open = named;
      braces++;
    } else if (word === "}") {
      braces = isFirst ? 0 : Math.max(0, braces - 1);
      if (braces === 0 && open !== undefined) {
        functions.push({ name: open.name, span: { start: open.start, end: index + 1 } });
        open = undefined;
      }
    } else if (braces === 0) {
      if (word === "(") {
        if (parentheses === 0 && /^\w/.test(before) && !notNames.test(before))
          named = { name: before, start: index - before.length };
        parentheses++;
      } else if (word === ")") parentheses = Math.max(0, parentheses - 1);
      else if ((word === ";" || word === "=") && parentheses === 0) named = undefined;
    }
    if (braces === 0 && word === "}") {
      named = undefined;
      parentheses = 0;
    }
    before = word;
  }
  return functions;
}

/** Comments, literals and directives are blank; offsets stay. */
function codeAlone(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  const stop = /["'/\\]/g;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const { kind, end } = lexemeAt(text, found.index);
    stop.lastIndex = end;
    if (kind === "other") continue;
    pieces.push(text.slice(at, found.index), blank(text.slice(found.index, end), kind === "splice"));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("").replace(/^[ \t]*#.*/gm, (directive) => " ".repeat(directive.length));
}

/** A line that goes on has no end there. */
const blank = (text: string, isSplice: boolean): string =>
  isSplice ? " ".repeat(text.length) : text.replace(/[^\n]/g, " ");
