import type { Node } from "web-tree-sitter";
import { modulePathAt } from "./ocaml-paths.ts";

type Handled = readonly string[] | "all";

// Both limits are far beyond what is written by hand.
const mostPatterns = 1000;
const longestTail = 1000;
const raising =
  /^(?:\w+\s*\.\s*)*(?:raise|raise_notrace|reraise|raise_with_backtrace|failwith|failwithf|invalid_arg|raise_s|fail|fail_with|error)\b/;

/** The expression that a handler ends in. */
function tailOf(body: Node): Node {
  let tail = body;
  for (let length = 0; length < longestTail; length++) {
    const inner: Node | null | undefined =
      tail.type === "sequence_expression" || tail.type === "parenthesized_expression"
        ? tail.namedChildren.at(-1)
        : tail.type.startsWith("let_")
          ? tail.childForFieldName("body")
          : undefined;
    if (inner === null || inner === undefined) break;
    tail = inner;
  }
  return tail;
}

/** Whether the handler always raises again, the same exception or another. */
function raisesAgain(matchCase: Node): boolean {
  const body = matchCase.childForFieldName("body");
  if (body === null) return false;
  const tail = tailOf(body);
  return raising.test(tail.text);
}

function alternativesOf(pattern: Node): readonly Node[] | undefined {
  switch (pattern.type) {
    case "or_pattern":
    case "parenthesized_pattern":
    case "exception_pattern":
      return pattern.namedChildren;
    case "alias_pattern":
    case "typed_pattern":
    case "local_open_pattern": {
      const inner = pattern.childForFieldName("pattern");
      return inner === null ? [] : [inner];
    }
    default:
      return undefined;
  }
}

function exceptionsOf(text: string, pattern: Node): Handled {
  const names: string[] = [];
  const pending = [pattern];
  for (let visited = 0; visited < mostPatterns; visited++) {
    const next = pending.pop();
    if (next === undefined) break;
    const inner = alternativesOf(next);
    if (inner !== undefined) pending.push(...inner);
    else if (next.type === "value_pattern") return "all";
    else if (next.type === "constructor_path" || next.type === "constructor_pattern") {
      const name = modulePathAt(text, next.startIndex, next.endIndex).components.at(-1);
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

/**
 * What the cases of `try` or of `match … with exception` take of what the expression before them raises.
 * A case that raises again takes nothing; one with a guard counts as taking all that it names.
 */
export function handledBy(text: string, expression: Node): Handled {
  const ofTry = expression.type === "try_expression";
  const handled = new Set<string>();
  for (const matchCase of expression.namedChildren) {
    if (matchCase.type !== "match_case") continue;
    const pattern = matchCase.childForFieldName("pattern");
    if (pattern === null || (!ofTry && !pattern.text.includes("exception")) || raisesAgain(matchCase))
      continue;
    const exceptions = exceptionsOf(text, pattern);
    if (exceptions === "all") return "all";
    for (const name of exceptions) handled.add(name);
  }
  return [...handled];
}

/** What both handlers take. */
export function bothHandled(outer: Handled, inner: Handled): Handled {
  if (outer === "all" || inner === "all") return "all";
  return outer.length === 0 ? inner : [...new Set([...outer, ...inner])];
}
