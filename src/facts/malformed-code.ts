import { bracketError, bracketsOf } from "../syntax/brackets.ts";
import { lexemeAt } from "../syntax/c/lexemes.ts";
import type { PreprocessResult } from "../syntax/c/preprocess.ts";
import type { ParseError, Span } from "../syntax/span.ts";
import { opaqueTextAt } from "./ocaml-tokens.ts";

/** Lines of cppo, and camlp4's quotations: what the compiler reads is not what stands in the file. */
const preprocessedText = /^[ \t]*#[ \t]*(?:if|ifdef|ifndef|define)\b|<:\w+<|<</m;

/** What no OCaml compiler would get past: an unterminated comment or string, a bracket without its partner. */
export function malformedOcaml(text: string): ParseError | undefined {
  const brackets = bracketsOf(text);
  let error: ParseError | undefined;
  // Only asked whether it matches: there are many, and each match would be made anew.
  const stop = /[()[\]{}"']/g;
  while (stop.test(text)) {
    const at = stop.lastIndex - 1;
    const opaque = mayBeOpaque(text, at) ? opaqueTextAt(text, at) : undefined;
    if (opaque?.error !== undefined) return opaque.error;
    if (opaque !== undefined) stop.lastIndex = opaque.span.end;
    else if (text.charAt(at) !== "'") error ??= brackets.meet(at);
  }
  error ??= brackets.unclosed();
  return error !== undefined && preprocessedText.test(text) ? undefined : error;
}

function mayBeOpaque(text: string, at: number): boolean {
  const stop = text.charAt(at);
  return stop === '"' || stop === "'" || stop === "{" || (stop === "(" && text.charAt(at + 1) === "*");
}

/** The same for a C file that the preprocessor went through; a macro may stand for a bracket, and then nothing is said. */
export function malformedC({ errors, alive, macros }: PreprocessResult): ParseError | undefined {
  const [first] = errors;
  if (first !== undefined) return first;
  const error = bracketError(alive, cOpaqueSpans(alive));
  if (error === undefined) return undefined;
  const hidden = [...macros.values()].some(
    (macro) => typeof macro !== "string" && bracketError(macro.body, []) !== undefined,
  );
  return hidden ? undefined : error;
}

function* cOpaqueSpans(text: string): Generator<Span, void, undefined> {
  const opening = /["'/]/g;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const { kind, end } = lexemeAt(text, found.index);
    if (kind === "comment" || kind === "literal") yield { start: found.index, end };
    opening.lastIndex = end;
  }
}
