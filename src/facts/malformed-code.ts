import { bracketError } from "../syntax/brackets.ts";
import { lexemeAt } from "../syntax/c/lexemes.ts";
import type { PreprocessResult } from "../syntax/c/preprocess.ts";
import type { ParseError, Span } from "../syntax/span.ts";
import { opaqueTextsOf } from "./ocaml-tokens.ts";

/** Lines of cppo, and camlp4's quotations: what the compiler reads is not what stands in the file. */
const preprocessedText = /^[ \t]*#[ \t]*(?:if|ifdef|ifndef|define)\b|<:\w+<|<</m;

/** What no OCaml compiler would get past: an unterminated comment or string, a bracket without its partner. */
export function malformedOcaml(text: string): ParseError | undefined {
  const opaques = [...opaqueTextsOf(text)];
  // What is not terminated is the last.
  const lexical = opaques.at(-1)?.error;
  if (lexical !== undefined) return lexical;
  const error = bracketError(
    text,
    opaques.map(({ span }) => span),
  );
  return error !== undefined && preprocessedText.test(text) ? undefined : error;
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
