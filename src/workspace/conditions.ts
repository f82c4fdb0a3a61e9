import type { Comparison, Condition } from "../facts/condition.ts";
import type { Atom, QuotedString } from "../syntax/sexp.ts";

/** What a condition comes to under the target. */
export type Truth = "yes" | "no" | "unknown";

export const truth = (value: boolean): Truth => (value ? "yes" : "no");

/** Gives a dune variable's value under the target; undefined where that can't be known. */
export type Variables = (name: string, payload: string | undefined) => string | undefined;

export function evaluate(condition: Condition, variables: Variables): Truth {
  switch (condition.kind) {
    case "word":
      return truthOfWord(expand(condition.word, variables));
    case "comparison": {
      const left = expand(condition.left, variables);
      const right = expand(condition.right, variables);
      if (left === undefined || right === undefined) return "unknown";
      return truth(compare(condition.operator, left, right));
    }
    case "not":
      return negate(evaluate(condition.operand, variables));
    case "and":
      return all(condition.operands.map((operand) => evaluate(operand, variables)));
    case "or":
      return negate(all(condition.operands.map((operand) => negate(evaluate(operand, variables)))));
    case "unreadable":
      return "unknown";
  }
}

/** The word with its variables replaced; undefined when one of them is unknown. */
export function expand(word: Atom | QuotedString, variables: Variables): string | undefined {
  let result = "";
  for (const part of word.parts) {
    const text = part.kind === "text" ? part.text : variables(part.name, part.payload);
    if (text === undefined) return undefined;
    result += text;
  }
  return result;
}

/** The same for a plain text of a stanza: what is unknown stays as written. */
export function expandText(text: string, variables: Variables): string {
  return text.replaceAll(
    /%\{([^}:]+)(?::([^}]*))?\}/g,
    (whole, name: string, payload: string | undefined) => {
      return variables(name, payload) ?? whole;
    },
  );
}

export function all(truths: readonly Truth[]): Truth {
  if (truths.includes("no")) return "no";
  return truths.includes("unknown") ? "unknown" : "yes";
}

export function negate(value: Truth): Truth {
  return value === "unknown" ? value : truth(value === "no");
}

function truthOfWord(word: string | undefined): Truth {
  return word === "true" || word === "false" ? truth(word === "true") : "unknown";
}

/** dune compares as strings, whatever they are: src/dune_lang/relop.ml and value.ml. */
function compare(operator: Comparison, left: string, right: string): boolean {
  switch (operator) {
    case "=":
      return left === right;
    case "<>":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
  }
}
