import type { Atom, QuotedString, Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";

export type Comparison = "=" | "<>" | "<" | ">" | "<=" | ">=";

/** dune's boolean language, as `enabled_if` has it. */
export type Condition =
  | { readonly kind: "word"; readonly word: Atom | QuotedString }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Atom | QuotedString;
      readonly right: Atom | QuotedString;
    }
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition }
  /** Not in the language as we know it: nothing can be said of it. */
  | { readonly kind: "unreadable"; readonly span: Span };

const comparisons: ReadonlySet<string> = new Set<Comparison>(["=", "<>", "<", ">", "<=", ">="]);
const isComparison = (word: string): word is Comparison => comparisons.has(word);

export function readCondition(value: Sexp): Condition {
  if (value.kind !== "list") return { kind: "word", word: value };
  const [head, ...operands] = value.items;
  const operator = head?.kind === "atom" ? head.text : "";
  if (operator === "and" || operator === "or")
    return { kind: operator, operands: operands.map(readCondition) };
  const [first, second] = operands;
  if (operator === "not" && first !== undefined) return { kind: "not", operand: readCondition(first) };
  if (isComparison(operator) && first !== undefined && second !== undefined) {
    if (first.kind !== "list" && second.kind !== "list")
      return { kind: "comparison", operator, left: first, right: second };
  }
  return { kind: "unreadable", span: value.span };
}
