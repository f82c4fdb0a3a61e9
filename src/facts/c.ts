import { replaceComments } from "../syntax/c/lexemes.ts";
import { tokensOf } from "../syntax/c/tokens.ts";
import type { Span } from "../syntax/span.ts";
import { callsAndDefinitions } from "./c-outline.ts";

/** A name as a C file writes it. */
export interface NamedSpan {
  readonly name: string;
  readonly span: Span;
}

/** What the compiled text of one C file says. */
export interface CFacts {
  readonly path: string;
  /** Calls by name, in order; a macro that looks like a call is one. */
  readonly calls: readonly NamedSpan[];
  readonly definitions: readonly NamedSpan[];
}

const mostTokens = 2_000_000;

/**
 * Calls and function definitions in `aliveText`, the text that preprocessing left of a file of which not every header can be
 * seen, so that no parser would make more of it. Spans are offsets in it. What stands beyond two million tokens is not read.
 */
export function cFacts(path: string, aliveText: string): CFacts {
  const text = replaceComments(aliveText, (_, length) => " ".repeat(length));
  const tokens = tokensOf(text, mostTokens).tokens.map(({ at, kind, text }) => ({
    ...{ kind, text },
    span: { start: at, end: at + text.length },
  }));
  return { path, ...callsAndDefinitions(tokens) };
}
