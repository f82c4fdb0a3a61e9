import { opaqueTextAt } from "./ocaml-tokens.ts";

const brace = /[{}"']|\(\*/g;

/**
 * The end of the OCaml code that the brace at `start` opens: behind the brace that closes it, without those in
 * comments, strings and characters; the end of the text where none does.
 */
export function bracedCodeEnd(text: string, start: number): number {
  let depth = 1;
  let at = start + 1;
  for (;;) {
    brace.lastIndex = at;
    const found = brace.exec(text);
    if (found === null) return text.length;
    const opaque = opaqueTextAt(text, found.index);
    if (opaque !== undefined) {
      at = opaque.span.end;
      continue;
    }
    at = brace.lastIndex;
    if (found[0] === "{") depth++;
    else if (found[0] === "}") depth--;
    if (depth === 0) return at;
  }
}
