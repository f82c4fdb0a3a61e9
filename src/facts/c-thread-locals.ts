import type { NamedSpan } from "./c.ts";
import type { PlacedToken } from "./c-expanded.ts";

const keywords: ReadonlySet<string> = new Set(["__thread", "_Thread_local", "thread_local"]);

/** Variables of thread-local storage that expanded tokens declare, `extern` ones too. */
export function threadLocals(tokens: readonly PlacedToken[]): readonly NamedSpan[] {
  return tokens.flatMap(({ text, span }, at): readonly NamedSpan[] => {
    if (!keywords.has(text)) return [];
    let end = at + 1;
    while (end < tokens.length && !/^[;=[,({]$/.test(tokens[end]?.text ?? "")) end++;
    const name = tokens[end - 1];
    return name?.kind === "identifier" && end - 1 > at ? [{ name: name.text, span }] : [];
  });
}
