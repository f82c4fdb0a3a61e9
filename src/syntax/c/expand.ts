import type { MacroDefinition, MacroValue } from "./macros.ts";
import { spelling, type Token, tokensOf } from "./tokens.ts";

/** How many more tokens may be produced; shared by all expansions of a run so that no input can multiply it. */
export interface ExpansionBudget {
  left: number;
}

/** A name that is not to be expanded again in what came out of it. */
interface Painted {
  readonly name: string;
  readonly parent: Painted | undefined;
  readonly depth: number;
}

/** `unknown` marks a macro whose value is not known; a call's arguments are already gone. */
export interface ExpandedToken extends Omit<Token, "kind"> {
  readonly kind: Token["kind"] | "unknown";
}

export type Expansion =
  | { readonly kind: "tokens"; readonly tokens: readonly ExpandedToken[] }
  | { readonly kind: "limit" };

export interface ExpansionScope {
  macro(name: string): MacroValue;
  /** Operators such as `defined` take their operand as written. */
  operator(name: string): boolean;
  readonly budget: ExpansionBudget;
}

interface Pending {
  readonly token: Token;
  readonly painted: Painted | undefined;
}

const deepestExpansion = 200;
const deepestArgument = 40;
const longestBody = 20_000;

const bodies = new WeakMap<MacroDefinition, readonly Token[]>();

function bodyOf(macro: MacroDefinition): readonly Token[] {
  const known = bodies.get(macro);
  if (known !== undefined) return known;
  const { tokens } = tokensOf(macro.body, longestBody);
  bodies.set(macro, tokens);
  return tokens;
}

function isPainted(painted: Painted | undefined, name: string): boolean {
  for (let step = painted; step !== undefined; step = step.parent) if (step.name === name) return true;
  return false;
}

/** Once `limited`, every loop stops at its next step. */
interface Run {
  readonly scope: ExpansionScope;
  limited: boolean;
}

/** Expands all macros in `tokens`. Gives `limit` where the budget runs out or macros nest too deep. */
export function expand(tokens: readonly Token[], scope: ExpansionScope): Expansion {
  const run: Run = { scope, limited: false };
  const pending = tokens.map((token) => ({ token, painted: undefined })).reverse();
  const expanded = expandAll(pending, run, 0);
  return run.limited ? { kind: "limit" } : { kind: "tokens", tokens: expanded };
}

function spend(run: Run, tokens: number): void {
  run.scope.budget.left -= tokens;
  if (run.scope.budget.left < 0) run.limited = true;
}

/** `pending` is a stack: its last element is the next token. */
function expandAll(pending: Pending[], run: Run, depth: number): ExpandedToken[] {
  const { scope } = run;
  const done: ExpandedToken[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    spend(run, 1);
    if (run.limited) return done;
    const { token, painted } = next;
    if (token.kind !== "identifier" || isPainted(painted, token.text)) done.push(token);
    else if (scope.operator(token.text)) {
      done.push(token);
      moveOperand(pending, done);
    } else {
      const value = scope.macro(token.text);
      if (value === "undefined") done.push(token);
      else if (value === "unknown" || value === "defined") {
        if (isOpen(pending.at(-1))) callArguments(pending, run);
        done.push({ ...token, kind: "unknown" });
      } else expandMacro(token, value, painted, pending, done, run, depth);
    }
  }
  return done;
}

function expandMacro(
  token: Token,
  macro: MacroDefinition,
  painted: Painted | undefined,
  pending: Pending[],
  done: ExpandedToken[],
  run: Run,
  depth: number,
): void {
  const inside: Painted = { name: token.text, parent: painted, depth: (painted?.depth ?? 0) + 1 };
  if (inside.depth > deepestExpansion) run.limited = true;
  let body = bodyOf(macro);
  if (macro.parameters !== undefined) {
    const given = isOpen(pending.at(-1)) ? callArguments(pending, run) : undefined;
    if (given === undefined) {
      done.push(token);
      return;
    }
    body = substitute(macro, macro.parameters, given, run, depth);
  }
  spend(run, body.length);
  if (run.limited) return;
  for (let index = body.length - 1; index >= 0; index--) {
    const part = body[index];
    if (part !== undefined) pending.push({ token: { ...part, at: token.at }, painted: inside });
  }
}

function isOpen(next: Pending | undefined): boolean {
  return next?.token.text === "(";
}

/** Moves `X` or `(X…)` over as it stands. */
function moveOperand(pending: Pending[], done: ExpandedToken[]): void {
  if (!isOpen(pending.at(-1))) {
    const operand = pending.at(-1);
    if (operand?.token.kind === "identifier") {
      pending.pop();
      done.push(operand.token);
    }
    return;
  }
  let open = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    done.push(next.token);
    if (next.token.text === "(") open++;
    else if (next.token.text === ")" && --open === 0) return;
  }
}

/** Takes `(a, b)` off the stack; undefined (and nothing taken) where it is not closed. */
function callArguments(pending: Pending[], run: Run): readonly (readonly Token[])[] | undefined {
  let open = 0;
  const found: Token[][] = [[]];
  for (let index = pending.length - 1; index >= 0 && !run.limited; index--) {
    spend(run, 1);
    const token = pending[index]?.token;
    if (token === undefined) break;
    if (token.text === "(" && ++open === 1) continue;
    if (token.text === ")" && --open === 0) {
      pending.length = index;
      return found;
    }
    if (token.text === "," && open === 1) found.push([]);
    else found.at(-1)?.push(token);
  }
  return undefined;
}

/** The body of a call, with its arguments in place; they are expanded except beside `#` and `##`. */
function substitute(
  macro: MacroDefinition,
  parameters: readonly string[],
  given: readonly (readonly Token[])[],
  run: Run,
  depth: number,
): readonly Token[] {
  if (depth >= deepestArgument) run.limited = true;
  const raw = (name: string): readonly Token[] | undefined => {
    const index = parameters.indexOf(name);
    if (index === -1) return undefined;
    if (name !== macro.rest) return given[index] ?? [];
    const comma: Token = { kind: "punctuator", text: ",", spaced: false, at: 0 };
    return given.slice(index).flatMap((argument, at) => (at === 0 ? argument : [comma, ...argument]));
  };
  const expanded = new Map<string, readonly Token[]>();
  const expandedArgument = (name: string, argument: readonly Token[]): readonly Token[] => {
    const known = expanded.get(name);
    if (known !== undefined) return known;
    const pending = argument.map((token) => ({ token, painted: undefined })).reverse();
    // An unknown name keeps its spelling, so that reading the body again finds it unknown again.
    const tokens = expandAll(pending, run, depth + 1).map(
      (token): Token =>
        token.kind === "unknown" ? { ...token, kind: "identifier" } : { ...token, kind: token.kind },
    );
    expanded.set(name, tokens);
    return tokens;
  };
  const body = bodyOf(macro);
  const result: Token[] = [];
  for (let index = 0; index < body.length; index++) {
    const token = body[index];
    if (token === undefined || run.limited) break;
    const following = body[index + 1];
    if (token.text === "#" && following !== undefined && raw(following.text) !== undefined) {
      const text = spelling(raw(following.text) ?? []).replace(/[\\"]/g, "\\$&");
      result.push({ kind: "string", text: `"${text}"`, spaced: token.spaced, at: 0 });
      index++;
      continue;
    }
    if (token.text === "##" && result.length > 0 && following !== undefined) {
      const right = raw(following.text) ?? [following];
      const left = result.pop();
      if (left !== undefined) append(result, paste(left, right));
      index++;
      continue;
    }
    const argument = token.kind === "identifier" ? raw(token.text) : undefined;
    if (argument === undefined) result.push(token);
    else if (following?.text === "##") append(result, argument.length === 0 ? [nothing] : argument);
    else append(result, expandedArgument(token.text, argument));
    if (result.length > run.scope.budget.left) run.limited = true;
  }
  return result.filter((token) => token !== nothing);
}

/** Stands for an empty argument beside `##`. */
const nothing: Token = { kind: "other", text: "", spaced: false, at: 0 };

function append(result: Token[], tokens: readonly Token[]): void {
  for (const token of tokens) result.push(token);
}

function paste(left: Token, right: readonly Token[]): readonly Token[] {
  const [first, ...others] = right;
  if (first === undefined) return [left];
  if (left === nothing) return right;
  const joined = tokensOf(left.text + first.text, 8).tokens;
  return [
    ...joined.map((token, index) => (index === 0 ? { ...token, spaced: left.spaced } : token)),
    ...others,
  ];
}
