const moduleName = /\p{Lu}[\p{XID_Continue}']*/uy;
const lowerName = /(?:\\#)?[\p{Ll}_][\p{XID_Continue}']*/uy;
const operatorName =
  /\(\s*((?:let|and|match)?[!$%&*+\-./:<=>?@^|~#]+(?:\(\s*(?:;\s*\.\.\s*)?\)|\[\s*(?:;\s*\.\.\s*)?\]|\{\s*(?:;\s*\.\.\s*)?\})?(?:<-)?|mod|land|lor|lxor|lsl|lsr|asr|or)\s*\)/uy;
const indexingOperator = /[!$%&*+\-/:=>?@^|][!$%&*+\-./:<=>?@^|~]*/uy;
const dot = /\s*\.\s*/uy;

export interface WrittenPath {
  readonly components: readonly string[];
  readonly end: number;
}

type LeafKind = "lower" | "upper" | "operator";

export interface Leaf {
  readonly kind: LeafKind;
  readonly name: string;
  readonly end: number;
}

interface Match {
  readonly found: RegExpExecArray;
  readonly end: number;
}

function matchAt(pattern: RegExp, text: string, at: number): Match | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { found, end: pattern.lastIndex };
}

/** A name and where it is written; of an operator `end` is behind its parentheses. */
export interface WrittenName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The value name that begins at `at`, an operator with its parentheses among them; keywords and `_` are taken for names. */
export function valueNameAt(text: string, at: number): WrittenName | undefined {
  const lower = matchAt(lowerName, text, at);
  if (lower !== undefined) return { name: lower.found[0], start: at, end: lower.end };
  const operator = matchAt(operatorName, text, at);
  const name = operator?.found[1];
  if (operator === undefined || name === undefined) return undefined;
  return { name, start: at + operator.found[0].indexOf(name), end: operator.end };
}

/** The module name that begins at `at`, if one does. */
export function moduleNameAt(text: string, at: number): string | undefined {
  return matchAt(moduleName, text, at)?.found[0];
}

/**
 * Module names joined by dots from `start`, none beginning at `limit` or later. `text` has its comments blanked.
 * No components when no module name begins there; a functor application ends the path before its argument.
 */
export function modulePathAt(text: string, start: number, limit: number): WrittenPath {
  const components: string[] = [];
  let end = start;
  for (let at = start; at < limit; ) {
    const name = matchAt(moduleName, text, at);
    if (name === undefined) break;
    components.push(name.found[0]);
    end = name.end;
    const separator = matchAt(dot, text, end);
    if (separator === undefined) break;
    at = separator.end;
  }
  return { components, end };
}

/** What follows a module path after its dot: a value, type, field, constructor or operator. */
export function leafAfter(text: string, pathEnd: number): Leaf | undefined {
  const separator = matchAt(dot, text, pathEnd);
  if (separator === undefined) return undefined;
  const kinds: readonly (readonly [LeafKind, RegExp])[] = [
    ["lower", lowerName],
    ["upper", moduleName],
    ["operator", operatorName],
    ["operator", indexingOperator],
  ];
  for (const [kind, pattern] of kinds) {
    const match = matchAt(pattern, text, separator.end);
    if (match !== undefined) return { kind, name: match.found[1] ?? match.found[0], end: match.end };
  }
  return undefined;
}
