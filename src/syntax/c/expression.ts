import { type ExpandedToken, type ExpansionBudget, expand } from "./expand.ts";
import { type IncludeName, includeNameOf } from "./include-name.ts";
import type { MacroValue } from "./macros.ts";
import { spelling, type Token, tokensOf } from "./tokens.ts";
import {
  binary,
  characterConstant,
  integerConstant,
  known,
  truthValue,
  unknownBecause,
  unknownName,
  type Value,
} from "./values.ts";

export type Truth = "yes" | "no" | "unknown";

export interface ConditionScope {
  macro(name: string): MacroValue;
  hasInclude(include: IncludeName): Truth;
  /** `__has_builtin(x)`, `__has_attribute(x)` and their like. */
  hasFeature(operator: string, name: string): Truth;
  readonly budget: ExpansionBudget;
}

export interface ConditionResult {
  readonly truth: Truth;
  /** The macros because of which the truth is not known. */
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
  at: number;
  depth: number;
  error: ConditionResult["error"];
  limited: boolean;
}

const tooLong: ConditionResult = { truth: "unknown", dependsOn: [], error: undefined, limited: true };

/** Evaluates what follows `#if` or `#elif`. An expression in error is false, as gcc takes it. */
export function evaluateCondition(text: string, scope: ConditionScope): ConditionResult {
  const { tokens, complete } = tokensOf(text, longestExpression);
  const operator = (name: string): boolean =>
    name === "defined" ||
    ((includeOperators.has(name) || featureOperators.has(name)) && scope.macro(name) === "defined");
  const expansion = complete
    ? expand(tokens, { macro: scope.macro, operator, budget: scope.budget })
    : undefined;
  if (expansion === undefined || expansion.kind === "limit") {
    return tooLong;
  }
  const reader: Reader = {
    scope,
    tokens: expansion.tokens,
    length: text.length,
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
  if (limited) return tooLong;
  if (error !== undefined) return { truth: "no", dependsOn: [], error, limited };
  if (value.kind === "unknown") return { truth: "unknown", dependsOn: value.because, error, limited };
  return { truth: value.value === 0n ? "no" : "yes", dependsOn: [], error, limited };
}

/** What is read after an error or a limit, and where C evaluates nothing. */
const ignored: Value = known(0n);

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
  return ignored;
}

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.at]?.text;
}

/** Reads operators that bind at least as tightly as `least`; `counts` is false in an operand that C would not evaluate. */
function expression(reader: Reader, least: number, counts: boolean): Value {
  if (++reader.depth > deepestExpression) {
    reader.limited = true;
    reader.at = reader.tokens.length;
    return ignored;
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
      left = result ?? (counts ? fail(reader, "division by zero") : unknownBecause([]));
    }
  }
  reader.depth--;
  return left;
}

function logical(reader: Reader, operator: "&&" | "||", left: Value, binds: number, counts: boolean): Value {
  const decides = operator === "||";
  const decided = left.kind === "known" && (left.value !== 0n) === decides;
  const right = expression(reader, binds + 1, counts && !decided && left.kind === "known");
  if (decided || (right.kind === "known" && (right.value !== 0n) === decides)) return truthValue(decides);
  if (left.kind === "unknown" || right.kind === "unknown") return unknownBecause([left, right]);
  return truthValue(!decides);
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
  return same ? known(yes.value, unsigned) : unknownBecause([condition, yes, no], unsigned);
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
  if (value.kind === "unknown") return operator === "!" ? unknownBecause([value]) : value;
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
      return unknownName(token.text);
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

function fromTruth(truth: Truth, name: string): Value {
  if (truth !== "unknown") return truthValue(truth === "yes");
  return unknownName(name);
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
  return fromTruth(definedness(reader.scope.macro(name.text)), name.text);
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
  if (name === undefined) return fromTruth("unknown", `${operator}(${spelling(tokens)})`);
  const include: IncludeName = operator === "__has_include_next" ? { ...name, next: true } : name;
  return fromTruth(reader.scope.hasInclude(include), `${operator}(${spelling(tokens)})`);
}

function featureOperator(reader: Reader, operator: string): Value {
  const tokens = operand(reader);
  if (tokens === undefined) return fail(reader, `${operator} needs a name`);
  const name = spelling(tokens);
  return fromTruth(reader.scope.hasFeature(operator, name), `${operator}(${name})`);
}

function expandedName(tokens: readonly Token[], scope: ConditionScope): IncludeName | undefined {
  const result = expand(tokens, { macro: scope.macro, operator: () => false, budget: scope.budget });
  return result.kind === "tokens" ? includeNameOf(result.tokens) : undefined;
}
