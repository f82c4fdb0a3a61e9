import type { OpamValue } from "../syntax/opam-file.ts";
import type { Sexp } from "../syntax/sexp.ts";

/**
 * A constraint in one spelling, whichever file says it: `>= "1.0" & with-test`, operands of `&` and `|` in order. Undefined for what
 * opam or dune may understand and this does not.
 */
export type Constraint = string | undefined;

/** What stands in the braces behind a package's name. */
export function constraintOfOpam(filters: readonly OpamValue[]): Constraint {
  return joined("&", filters.map(opamOperand));
}

function opamOperand(value: OpamValue): Constraint {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.value);
    case "ident":
      return value.name;
    case "bool":
      return String(value.value);
    case "prefix-relation":
      return relation(value.operator, opamOperand(value.right));
    case "relation":
      return relation(value.operator, opamOperand(value.right), opamOperand(value.left));
    case "logical":
      return joined(value.operator, operandsOf(value, value.operator).map(opamOperand));
    case "group":
      return value.items.length === 1 ? joined("&", value.items.map(opamOperand)) : undefined;
    case "prefix":
      return value.operator === "!" ? negated(opamOperand(value.operand)) : undefined;
    default:
      return undefined;
  }
}

/** `a & b & c` as its three operands. */
function operandsOf(value: OpamValue, operator: "&" | "|"): readonly OpamValue[] {
  if (value.kind === "group" && value.items.length === 1)
    return value.items.flatMap((item) => operandsOf(item, operator));
  return value.kind === "logical" && value.operator === operator
    ? [...operandsOf(value.left, operator), ...operandsOf(value.right, operator)]
    : [value];
}

/** What stands behind a package's name in dune-project. */
export function constraintOfDune(values: readonly Sexp[]): Constraint {
  return joined("&", values.flatMap((value) => duneOperands(value, "and")).map(duneOperand));
}

const relations: Readonly<Record<string, string>> = {
  "=": "=",
  "<>": "!=",
  "<": "<",
  ">": ">",
  "<=": "<=",
  ">=": ">=",
};

function duneOperand(value: Sexp): Constraint {
  if (value.kind !== "list")
    return value.text.startsWith(":") ? value.text.slice(1) : JSON.stringify(value.text);
  const [head, ...rest] = value.items;
  const word = head?.kind === "atom" ? head.text : "";
  if (word === "and" || word === "or")
    return joined(word === "and" ? "&" : "|", duneOperands(value, word).map(duneOperand));
  if (word === "not") return rest.length === 1 ? negated(constraintOfDune(rest)) : undefined;
  const operator = relations[word];
  const [first, second] = rest.map(duneOperand);
  if (operator === undefined || rest.length < 1 || rest.length > 2) return undefined;
  return rest.length === 1 ? relation(operator, first) : relation(operator, second, first);
}

function duneOperands(value: Sexp, word: "and" | "or"): readonly Sexp[] {
  if (value.kind !== "list") return [value];
  const [head, ...rest] = value.items;
  return head?.kind === "atom" && head.text === word
    ? rest.flatMap((inner) => duneOperands(inner, word))
    : [value];
}

function relation(operator: string, right: Constraint, left: Constraint = ""): Constraint {
  if (right === undefined || left === undefined) return undefined;
  return `${left} ${operator} ${right}`.trimStart();
}

const negated = (operand: Constraint): Constraint => (operand === undefined ? undefined : `!(${operand})`);

function joined(operator: "&" | "|", operands: readonly Constraint[]): Constraint {
  const known = operands.filter((operand) => operand !== undefined);
  if (known.length < operands.length) return undefined;
  const [only] = known;
  if (known.length === 1) return only;
  const sorted = [...new Set(known)].sort();
  return operator === "&" ? sorted.join(" & ") : `(${sorted.join(" | ")})`;
}
