import type { ExpandedToken } from "./expand.ts";
import { spelling } from "./tokens.ts";

/** The name of a header as an `#include` gives it. */
export interface IncludeName {
  readonly style: "angle" | "quote";
  readonly name: string;
  /** `#include_next`: the search begins after the directory of the file that asks. */
  readonly next?: true;
}

/** The header that tokens name, `"x"` or `<x>`; undefined where they name none. */
export function includeNameOf(tokens: readonly ExpandedToken[]): IncludeName | undefined {
  const [first] = tokens;
  if (first?.kind === "string" && first.text.startsWith('"')) {
    return { style: "quote", name: first.text.slice(1, -1) };
  }
  const close = tokens.findIndex((token) => token.text === ">");
  if (first?.text !== "<" || close < 1 || tokens.some((token) => token.kind === "unknown")) return undefined;
  const name = spelling(tokens.slice(1, close));
  return name === "" ? undefined : { style: "angle", name };
}
