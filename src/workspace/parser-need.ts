import type { PlacedToken } from "../facts/c-expanded.ts";
import { undeclaredSuspects } from "../facts/c-outline.ts";
import { isUnixOnlySymbol, symbolOutcomes } from "../target/call-outcome.ts";
import type { Target } from "../target/target.ts";

/** Builtins for which gcc may call libgcc, and storage of threads. */
const touchy = /^(?:__builtin_\w+|__(?:atomic|sync)_\w+|__thread|_Thread_local)$/;
const wide = /^(?:__u?int128(?:_t)?|__float128|_Float128|TI|__TI__)$/;
/** What gcc does not do by itself with a wide number: to divide it, and to convert it from or to a floating one. */
const hardWithWide = /^(?:\/=?|%=?|double|float|_Float\w+)$/;

/** Tells whether something may be wrong in a file of a stub, so that a look at its words is not enough. */
export function parserNeed(
  files: readonly (readonly PlacedToken[])[],
  knows: (name: string) => boolean,
  target: Target,
): (tokens: readonly PlacedToken[]) => boolean {
  const suspects = undeclaredSuspects(files, knows);
  const outcomes = symbolOutcomes(target);
  const wideNames = wideNamesIn(files);
  const isWide = ({ text }: PlacedToken): boolean => wide.test(text) || wideNames.has(text);
  const mayDivideWide = files.some(
    (tokens) => tokens.some(isWide) && tokens.some(({ text }) => hardWithWide.test(text)),
  );
  const matters = ({ kind, text }: PlacedToken): boolean => {
    if (kind !== "identifier") return false;
    const outcome = outcomes.get(text);
    return (
      suspects.has(text) ||
      touchy.test(text) ||
      (mayDivideWide && wide.test(text)) ||
      (outcome !== undefined && outcome.kind !== "works") ||
      isUnixOnlySymbol(target, text)
    );
  };
  return (tokens) => tokens.some(matters);
}

/** Names that a `typedef` gives to a wide type, and functions that return one. */
function wideNamesIn(files: readonly (readonly PlacedToken[])[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const tokens of files)
    for (let at = 0; at < tokens.length; at++) {
      const text = tokens[at]?.text ?? "";
      const next = tokens[at + 1];
      const isReturned = next?.kind === "identifier" && tokens[at + 2]?.text === "(";
      if (isReturned && (wide.test(text) || names.has(text))) names.add(next.text);
      if (text !== "typedef") continue;
      const after = tokens.slice(at + 1, at + longestTypedef);
      const end = after.findIndex(({ text }) => text === ";");
      const inside = end === -1 ? after : after.slice(0, end);
      const name = inside.findLast(({ kind }) => kind === "identifier");
      if (name !== undefined && inside.some(({ text }) => wide.test(text) || names.has(text)))
        names.add(name.text);
    }
  return names;
}

const longestTypedef = 100;
