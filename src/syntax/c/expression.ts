import { type ExpandedToken, type ExpansionBudget, expand } from "./expand.ts";
import type { MacroValue } from "./macros.ts";
import { spelling, type Token, tokensOf } from "./tokens.ts";
import {
  binary,
  characterConstant,
  integerConstant,
  known,
  truthValue,
  unknownValue,
  type Value,
} from "./values.ts";

export type Truth = "yes" | "no" | "unknown";

/** The name of a header as an `#include` gives it. */
export interface IncludeName {
  readonly style: "angle" | "quote";
  readonly name: string;
  /** `#include_next`: the search begins after the directory of the file that asks. */
  readonly next?: true;
}

export interface ConditionScope {
  macro(name: string): MacroValue;
  hasInclude(include: IncludeName): Truth;
  /** `__has_builtin(x)`, `__has_attribute(x)` and their like. */
  hasFeature(operator: string, name: string): Truth;
  readonly budget: ExpansionBudget;
}

export interface ConditionResult {
  readonly truth: Truth;
  /** The macros because of which the truth is not known; the whole condition where it is in error. */
  readonly dependsOn: readonly string[];
  /** Offsets in the text of the condition. */
  readonly error: { readonly message: string; readonly start: number; readonly end: number } | undefined;
  /** The expansion ran out of budget or the expression out of depth. */
  readonly limited: boolean;
}

const includeOperators = new Set(["__has_include", "__has_include_next"]);
const featureOperators = new Set([
  "__has_attribute",
  "__has_cpp_attribute",
  "__has_c_attribute",
  "__has_builtin",
]);
/** Macros that gcc gives a value only where they are used. */
const dynamicMacros = new Set([
  "__FILE__",
  "__LINE__",
  "__DATE__",
  "__TIME__",
  "__TIMESTAMP__",
  "__COUNTER__",
  "__BASE_FILE__",
  "__FILE_NAME__",
  "__INCLUDE_LEVEL__",
  "_Pragma",
]);

/** Names that count as defined though no header and no list of predefined macros says so. */
export function builtIn(name: string): MacroValue | undefined {
  const isBuiltIn = includeOperators.has(name) || featureOperators.has(name) || dynamicMacros.has(name);
  return isBuiltIn ? "defined" : undefined;
}

export function definedness(value: MacroValue): Truth {
  if (value === "unknown") return "unknown";
  return value === "undefined" ? "no" : "yes";
}

const longestExpression = 10_000;
const deepestExpression = 200;

const precedence: Readonly<Record<string, number>> = {
  ",": 1,
  "||": 3,
  "&&": 4,
  "|": 5,
  "^": 6,
  "&": 7,
  "==": 8,
  "!=": 8,
  "<": 9,
  ">": 9,
  "<=": 9,
  ">=": 9,
  "<<": 10,
  ">>": 10,
  "+": 11,
  "-": 11,
  "*": 12,
  "/": 12,
  "%": 12,
};

interface Reader {
  readonly scope: ConditionScope;
  readonly tokens: readonly ExpandedToken[];
  readonly length: number;
  readonly dependsOn: Set<string>;
  at: number;
  depth: number;
  error: ConditionResult["error"];
  limited: boolean;
}

/** Evaluates what follows `#if` or `#elif`. An expression in error is of unknown truth. */
export function evaluateCondition(text: string, scope: ConditionScope): ConditionResult {
  const { tokens, complete } = tokensOf(text, longestExpression);
  const operator = (name: string): boolean =>
    name === "defined" ||
    ((includeOperators.has(name) || featureOperators.has(name)) && scope.macro(name) === "defined");
  const expansion = complete
    ? expand(tokens, { macro: scope.macro, operator, budget: scope.budget })
    : undefined;
  if (expansion === undefined || expansion.kind === "limit") {
    return { truth: "unknown", dependsOn: [text.trim()], error: undefined, limited: true };
  }
  const reader: Reader = {
    scope,
    tokens: expansion.tokens,
    length: text.length,
    dependsOn: new Set(),
    at: 0,
    depth: 0,
    error: undefined,
    limited: false,
  };
  const value = expression(reader, 0, true);
  const left = reader.tokens[reader.at];
  if (left !== undefined && reader.error === undefined && !reader.limited)
    fail(reader, `unexpected ${left.text}`);
  const { error, limited } = reader;
  if (error !== undefined || limited) return { truth: "unknown", dependsOn: [text.trim()], error, limited };
  if (value.kind === "unknown") return { truth: "unknown", dependsOn: [...reader.dependsOn], error, limited };
  return { truth: value.value === 0n ? "no" : "yes", dependsOn: [], error, limited };
}

/** Keeps the first error and moves to the end, so that every reader returns. */
function fail(reader: Reader, message: string): Value {
  const token = reader.tokens[reader.at];
  const start = token?.at ?? reader.length;
  reader.error ??= {
    message,
    start,
    end: token === undefined ? start : Math.min(start + token.text.length, reader.length),
  };
  reader.at = reader.tokens.length;
  return unknownValue;
}

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.at]?.text;
}

/** Reads operators that bind at least as tightly as `least`; `counts` is false in an operand that C would not evaluate. */
function expression(reader: Reader, least: number, counts: boolean): Value {
  if (++reader.depth > deepestExpression) {
    reader.limited = true;
    reader.at = reader.tokens.length;
    return unknownValue;
  }
  let left = unary(reader, counts);
  for (;;) {
    const operator = peek(reader);
    if (operator === undefined) break;
    if (operator === "?" && least <= 2) {
      left = choice(reader, left, counts);
      continue;
    }
    const binds = precedence[operator];
    if (binds === undefined || binds < least) break;
    reader.at++;
    if (operator === "&&" || operator === "||") left = logical(reader, operator, left, binds, counts);
    else {
      const right = expression(reader, binds + 1, counts);
      const result = binary(operator, left, right);
      left = result ?? (counts ? fail(reader, "division by zero") : unknownValue);
    }
  }
  reader.depth--;
  return left;
}

function logical(reader: Reader, operator: "&&" | "||", left: Value, binds: number, counts: boolean): Value {
  const decides = operator === "||";
  const decided = left.kind === "known" && (left.value !== 0n) === decides;
  const before = decided ? new Set(reader.dependsOn) : undefined;
  const right = expression(reader, binds + 1, counts && !decided);
  if (before !== undefined) restore(reader.dependsOn, before);
  if (decided || (right.kind === "known" && (right.value !== 0n) === decides)) return truthValue(decides);
  return left.kind === "unknown" || right.kind === "unknown" ? unknownValue : truthValue(!decides);
}

function restore(names: Set<string>, before: ReadonlySet<string>): void {
  for (const name of names) if (!before.has(name)) names.delete(name);
}

function choice(reader: Reader, condition: Value, counts: boolean): Value {
  reader.at++;
  const holds = condition.kind === "known" ? condition.value !== 0n : undefined;
  const yes = expression(reader, 1, counts && holds !== false);
  if (peek(reader) !== ":") return fail(reader, "expected :");
  reader.at++;
  const no = expression(reader, 2, counts && holds !== true);
  const unsigned = yes.unsigned || no.unsigned;
  const chosen = holds === undefined ? undefined : holds ? yes : no;
  if (chosen !== undefined)
    return chosen.kind === "known" ? known(chosen.value, unsigned) : { ...chosen, unsigned };
  const same = yes.kind === "known" && no.kind === "known" && yes.value === no.value;
  return same ? known(yes.value, unsigned) : { kind: "unknown", unsigned };
}

/** Prefix operators are read in a loop: a row of a million of them is no recursion. */
function unary(reader: Reader, counts: boolean): Value {
  const operators: string[] = [];
  for (let next = peek(reader); next !== undefined && /^[-+!~]$/.test(next); next = peek(reader)) {
    operators.push(next);
    reader.at++;
  }
  let value = primary(reader, counts);
  for (const operator of operators.reverse()) value = prefixed(operator, value);
  return value;
}

function prefixed(operator: string, value: Value): Value {
  if (value.kind === "unknown") return operator === "!" ? unknownValue : value;
  switch (operator) {
    case "-":
      return known(-value.value, value.unsigned);
    case "~":
      return known(~value.value, value.unsigned);
    case "!":
      return truthValue(value.value === 0n);
    default:
      return value;
  }
}

function primary(reader: Reader, counts: boolean): Value {
  const token = reader.tokens[reader.at];
  if (token === undefined) return fail(reader, "expected an expression");
  switch (token.kind) {
    case "number": {
      const value = integerConstant(token.text);
      if (value === undefined) return fail(reader, `${token.text} is no integer`);
      reader.at++;
      return value;
    }
    case "character": {
      const value = characterConstant(token.text);
      if (value === undefined) return fail(reader, "empty character constant");
      reader.at++;
      return value;
    }
    case "unknown":
      reader.at++;
      reader.dependsOn.add(token.text);
      return unknownValue;
    case "identifier":
      return named(reader, token);
    case "punctuator": {
      if (token.text !== "(") break;
      reader.at++;
      const value = expression(reader, 1, counts);
      if (peek(reader) !== ")") return fail(reader, "expected )");
      reader.at++;
      return value;
    }
    case "string":
    case "other":
      break;
    default:
      return token.kind satisfies never;
  }
  return fail(reader, `unexpected ${token.text}`);
}

function named(reader: Reader, token: ExpandedToken): Value {
  reader.at++;
  if (token.text === "defined") return definedOperator(reader);
  const built = builtIn(token.text) !== undefined && reader.scope.macro(token.text) === "defined";
  if (built && includeOperators.has(token.text)) return includeOperator(reader, token.text);
  if (built && featureOperators.has(token.text)) return featureOperator(reader, token.text);
  if (peek(reader) === "(") return fail(reader, `${token.text} is not defined, yet used as a function`);
  return known(0n);
}

function fromTruth(reader: Reader, truth: Truth, name: string): Value {
  if (truth !== "unknown") return truthValue(truth === "yes");
  reader.dependsOn.add(name);
  return unknownValue;
}

function definedOperator(reader: Reader): Value {
  const parenthesised = peek(reader) === "(";
  if (parenthesised) reader.at++;
  const name = reader.tokens[reader.at];
  if (name?.kind !== "identifier") return fail(reader, "defined needs a name");
  reader.at++;
  if (parenthesised) {
    if (peek(reader) !== ")") return fail(reader, "expected )");
    reader.at++;
  }
  return fromTruth(reader, definedness(reader.scope.macro(name.text)), name.text);
}

/** The tokens between the parentheses of an operator, which may hold parentheses themselves. */
function operand(reader: Reader): readonly Token[] | undefined {
  if (peek(reader) !== "(") return undefined;
  const found: Token[] = [];
  let open = 0;
  for (let token = reader.tokens[reader.at]; token !== undefined; token = reader.tokens[reader.at]) {
    reader.at++;
    if (token.text === "(" && ++open === 1) continue;
    if (token.text === ")" && --open === 0) return found;
    found.push({ ...token, kind: token.kind === "unknown" ? "identifier" : token.kind });
  }
  return undefined;
}

function includeOperator(reader: Reader, operator: string): Value {
  const tokens = operand(reader);
  if (tokens === undefined) return fail(reader, `${operator} needs the name of a header`);
  const name = includeNameOf(tokens) ?? expandedName(tokens, reader.scope);
  if (name === undefined) return fromTruth(reader, "unknown", `${operator}(${spelling(tokens)})`);
  const include: IncludeName = operator === "__has_include_next" ? { ...name, next: true } : name;
  return fromTruth(reader, reader.scope.hasInclude(include), `${operator}(${spelling(tokens)})`);
}

function featureOperator(reader: Reader, operator: string): Value {
  const tokens = operand(reader);
  if (tokens === undefined) return fail(reader, `${operator} needs a name`);
  const name = spelling(tokens);
  return fromTruth(reader, reader.scope.hasFeature(operator, name), `${operator}(${name})`);
}

function expandedName(tokens: readonly Token[], scope: ConditionScope): IncludeName | undefined {
  const result = expand(tokens, { macro: scope.macro, operator: () => false, budget: scope.budget });
  return result.kind === "tokens" ? includeNameOf(result.tokens) : undefined;
}

/** The header that tokens name, `"x"` or `<x>`; undefined where they name none. */
export function includeNameOf(tokens: readonly ExpandedToken[]): IncludeName | undefined {
  const [first] = tokens;
  if (first?.kind === "string" && first.text.startsWith('"')) {
    return { style: "quote", name: first.text.slice(1, -1) };
  }
  const close = tokens.findIndex((token) => token.text === ">");
  if (first?.text !== "<" || close < 1 || tokens.some((token) => token.kind === "unknown")) return undefined;
  const name = tokens
    .slice(1, close)
    .map((token, index) => (index > 0 && token.spaced ? ` ${token.text}` : token.text))
    .join("");
  return name === "" ? undefined : { style: "angle", name };
}
