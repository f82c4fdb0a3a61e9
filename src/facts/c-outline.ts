import type { NamedSpan } from "./c.ts";
import type { PlacedToken } from "./c-expanded.ts";
import { closing } from "./c-grammar-text.ts";
import { type CNames, type FileName, noNames, takenNames } from "./c-names.ts";

const words =
  "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict " +
  "return short signed sizeof static struct switch typedef union unsigned void volatile while _Alignas _Alignof _Atomic _Bool " +
  "_Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local asm typeof __asm__ __asm __attribute__ __attribute " +
  "__extension__ __inline __inline__ __restrict __restrict__ __volatile__ __volatile __const __const__ __signed__ __thread " +
  "__typeof__ __typeof __alignof__ __alignof __real__ __imag__ __label__ defined";
const keywords: ReadonlySet<string> = new Set(words.split(" "));

/** After these a name begins an expression or names no variable: it isn't declared there. */
const beforeUse: ReadonlySet<string> = new Set(
  "return else do case goto sizeof typeof __typeof__ __typeof _Alignof __alignof__ default".split(" "),
);
const tagWords: ReadonlySet<string> = new Set(["struct", "union", "enum"]);

/**
 * Names that stand in `files` and nowhere there in a place that can declare them, those aside that `knows` accounts for. Told from
 * one token to the next, without a parser: whatever is undeclared is among them, but for what only ever stands right of a
 * multiplication.
 */
export function undeclaredSuspects(
  files: readonly (readonly PlacedToken[])[],
  knows: (name: string) => boolean,
): ReadonlySet<string> {
  const suspects = new Set<string>();
  const declared = new Set<string>();
  for (const tokens of files) scan(tokens, suspects, declared);
  for (const name of suspects) if (declared.has(name) || knows(name)) suspects.delete(name);
  return suspects;
}

/**
 * What a file declares, told from one token to the next: enough of a header in which nothing can be wrong. A word that may be
 * declared anywhere in it counts as a type, which nobody looks for among what is to be linked.
 */
export function outlineOf(path: string, tokens: readonly PlacedToken[]): CNames {
  const words = new Set<string>();
  scan(tokens, new Set(), words);
  const declared: FileName[] = [];
  const isDeclared = new Set<string>();
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === "{" || token.text === "(") depth++;
    else if (token.text === "}" || token.text === ")") depth--;
    if (depth !== 0 || token.kind !== "identifier" || tokens[at + 1]?.text !== "(") continue;
    if (!words.has(token.text) || keywords.has(token.text)) continue;
    const after = tokens[closing(tokens, at + 1) + 1]?.text;
    const { text: name, span } = token;
    isDeclared.add(name);
    declared.push({ name, kind: "function", defines: after === "{", isLocal: false, span });
  }
  const start = { start: 0, end: 0 };
  for (const name of words)
    if (!isDeclared.has(name))
      declared.push({ name, kind: "type", defines: true, isLocal: false, span: start });
  return { ...noNames, path, declared, taken: takenNames(tokens) };
}

/** Names with a parenthesis after them: in the body of a function a call, outside with a body of its own a definition. */
export function callsAndDefinitions(tokens: readonly PlacedToken[]): {
  readonly calls: readonly NamedSpan[];
  readonly definitions: readonly NamedSpan[];
} {
  const calls: NamedSpan[] = [];
  const definitions: NamedSpan[] = [];
  let braces = 0;
  let parentheses = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const { kind, span, text: name } = token;
    if (name === "{") braces++;
    else if (name === "}") braces = Math.max(0, braces - 1);
    else if (name === "(") parentheses++;
    else if (name === ")") parentheses = Math.max(0, parentheses - 1);
    if (kind !== "identifier" || tokens[at + 1]?.text !== "(" || keywords.has(name)) continue;
    const before = tokens[at - 1]?.text;
    if (before === "." || before === "->") continue;
    if (braces > 0) {
      const context = parentheses > 0 ? "parentheses" : "block";
      if (!canDeclare(tokens, at, context)) calls.push({ name, span });
    } else if (parentheses === 0 && tokens[closing(tokens, at + 1) + 1]?.text === "{")
      definitions.push({ name, span });
  }
  return { calls, definitions };
}

/** What stands in parentheses behind them is no concern of names. */
const withWords = /^(?:__attribute__|__attribute|__declspec|__asm__|__asm|asm)$/;

type Context = "block" | "enum" | "initialiser" | "parentheses";

function scan(tokens: readonly PlacedToken[], used: Set<string>, declared: Set<string>): void {
  const contexts: Context[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const { kind, text } = token;
    if (text === "(" || text === "[") contexts.push("parentheses");
    else if (text === "{") contexts.push(braceContext(tokens, at, contexts.at(-1)));
    else if (text === ")" || text === "]" || text === "}") contexts.pop();
    if (kind === "identifier" && withWords.test(text) && tokens[at + 1]?.text === "(") {
      at = closing(tokens, at + 1);
      continue;
    }
    if (kind !== "identifier" || keywords.has(text)) continue;
    const before = tokens[at - 1]?.text ?? ";";
    if (before === "." || before === "->" || tagWords.has(before)) continue;
    (canDeclare(tokens, at, contexts.at(-1) ?? "block") ? declared : used).add(text);
  }
}

function braceContext(tokens: readonly PlacedToken[], open: number, around: Context | undefined): Context {
  const before = tokens[open - 1];
  const opensEnum =
    before?.text === "enum" || (before?.kind === "identifier" && tokens[open - 2]?.text === "enum");
  if (opensEnum) return "enum";
  return before?.text === "=" || around === "initialiser" || around === "parentheses"
    ? "initialiser"
    : "block";
}

function canDeclare(tokens: readonly PlacedToken[], at: number, context: Context): boolean {
  let index = at - 1;
  let stars = 0;
  for (let text = tokens[index]?.text; text === "*" || isQualifier(text); text = tokens[--index]?.text)
    if (text === "*") stars++;
  const before = tokens[index];
  if (before === undefined) return false;
  if (before.kind === "identifier" || before.kind === "unknown") return !beforeUse.has(before.text);
  const next = tokens[at + 1]?.text;
  switch (before.text) {
    case "(":
      return (stars > 0 && next === ")") || /^CAML(?:local|param|xparam)/.test(tokens[index - 1]?.text ?? "");
    case ",":
      // `int a, *b;` and `enum { A, B }`, but neither `f(a, b)` nor `{ a, b }`.
      return context === "enum" || context === "block" || /^CAML/.test(macroAround(tokens, index));
    case "{":
      return context === "enum" || next === ":";
    case "}":
      // `struct { … } name;`, but not a statement after a block.
      return next !== "(";
    case ")":
      return withParentheses.test(wordBeforeParentheses(tokens, index));
    default:
      return next === ":";
  }
}

/** What may stand between a type and the name, with something in parentheses; other parentheses are a cast or a condition. */
const withParentheses =
  /^(?:__attribute__|__attribute|__declspec|_Alignas|__typeof__|__typeof|typeof|_Atomic)$/;

const longestParentheses = 100;

/** The word before the parentheses that `close` closes; empty where they are long. */
function wordBeforeParentheses(tokens: readonly PlacedToken[], close: number): string {
  let depth = 0;
  for (let index = close; index > close - longestParentheses; index--) {
    const text = tokens[index]?.text;
    if (text === ")") depth++;
    else if (text === "(" && --depth === 0) return tokens[index - 1]?.text ?? "";
  }
  return "";
}

const isQualifier = (text: string | undefined): boolean =>
  text === "const" || text === "volatile" || text === "restrict" || text === "__restrict";

/** The word before the parenthesis that is open at a comma; empty where it is far. */
function macroAround(tokens: readonly PlacedToken[], comma: number): string {
  for (let index = comma; index > comma - 20; index--)
    if (tokens[index]?.text === "(") return tokens[index - 1]?.text ?? "";
  return "";
}
