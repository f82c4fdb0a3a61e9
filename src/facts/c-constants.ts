import type { Node } from "web-tree-sitter";
import { type CType, numberType } from "./c-types.ts";

/** The type of a number as it is written. */
export function literalType(text: string): CType {
  const isHex = /^0[xX]/.test(text);
  if (isHex ? /[.pP]/.test(text) : /[.eE]/.test(text)) {
    if (/[qQ]$/.test(text)) return numberType("__float128");
    if (/[lL]$/.test(text)) return numberType("long double");
    return numberType(/[fF]$/.test(text) && !isHex ? "float" : "double");
  }
  const [suffix = ""] = /[uUlL]*$/.exec(text) ?? [];
  const isLong = /l/i.test(suffix);
  if (/u/i.test(suffix)) return numberType(isLong ? "unsigned long" : "unsigned int");
  return numberType(isLong ? "long" : "int");
}

/** The value of a literal, also in parentheses, negated or cast. */
export function constantValue(node: Node): string | undefined {
  let step: Node | null = node;
  for (let depth = 0; step !== null && depth < deepestConstant; depth++) {
    if (step.type === "number_literal" || step.type === "char_literal") return step.text;
    if (step.type === "parenthesized_expression") step = step.namedChild(0);
    else if (step.type === "cast_expression") step = step.childForFieldName("value");
    else if (step.type === "unary_expression") step = step.childForFieldName("argument");
    else return undefined;
  }
  return undefined;
}

const deepestConstant = 20;

/**
 * Whether gcc divides 128 bits by a constant without libgcc: where some 2^n with n from 32 to 64 is 1 modulo its odd part
 * (expand_doubleword_mod in gcc/optabs.cc).
 */
export function isEasyDivision(operator: string, divisor: Node | null): boolean {
  if (operator !== "/" && operator !== "%") return false;
  const text = divisor === null ? undefined : constantValue(divisor);
  const digits = /^(?:0[xX][\da-fA-F]+|\d+)(?=[uUlL]*$)/.exec(text ?? "")?.[0];
  if (digits === undefined) return text !== undefined;
  let odd = BigInt(digits);
  while (odd > 0n && odd % 2n === 0n) odd /= 2n;
  if (odd <= 1n) return true;
  for (let bits = 32n; bits <= 64n; bits++) if (2n ** bits % odd === 1n) return true;
  return false;
}
