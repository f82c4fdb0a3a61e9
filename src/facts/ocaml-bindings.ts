import type { OutlineNode } from "./ocaml-outline.ts";
import { valueNameAt, type WrittenName } from "./ocaml-paths.ts";

/** What one binding of a `let` defines. */
export interface LetBinding {
  /** More than one for a pattern such as `(a, b)`, none for `()`. */
  readonly names: readonly WrittenName[];
  /** Of what it binds to one name: arguments before the body runs, without optional ones. */
  readonly arity: number;
  /** Labels of optional parameters. */
  readonly optional: readonly string[];
  /** `fun` and `function` that are the defined function's own: `let f = fun x -> …`. */
  readonly ownFunctions: readonly OutlineNode[];
}

const patternKeyword = /(?:lazy|exception|true|false)(?![\w'])/y;
const patternGoesOn = /\s*(?:,|::|\||as(?![\w']))/y;
const punnedField = /^(?:[\p{Lu}][\p{XID_Continue}']*\s*\.\s*)*([\p{Ll}_][\p{XID_Continue}']*)\s*(?::|$)/u;

/** The name that `{ name; M.name; name : t }` binds or uses, in the part of a record that is written at `start`. */
export function punnedFieldAt(text: string, start: number, end: number): WrittenName | undefined {
  const found = punnedField.exec(text.slice(start, end));
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  const nameStart = start + found[0].indexOf(name, found[0].lastIndexOf(".") + 1);
  return { name, start: nameStart, end: nameStart + name.length };
}

function namesOfPattern(text: string, binding: OutlineNode): readonly WrittenName[] {
  if (text.startsWith("()", binding.start)) return [];
  const pattern = binding.syntax.childForFieldName("pattern");
  if (pattern === null) return [];
  return pattern
    .descendantsOfType(["value_name", "field_pattern"])
    .flatMap(({ type, startIndex, endIndex }): readonly WrittenName[] => {
      if (type === "value_name")
        return [{ name: text.slice(startIndex, endIndex), start: startIndex, end: endIndex }];
      const field = punnedFieldAt(text, startIndex, endIndex);
      return field === undefined ? [] : [field];
    });
}

function startsWithAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** The one name that the binding at `start` defines, if its pattern is no more than that. */
function simpleNameOf(text: string, start: number): WrittenName | undefined {
  if (startsWithAt(patternKeyword, text, start)) return undefined;
  const found = valueNameAt(text, start);
  return found === undefined || startsWithAt(patternGoesOn, text, found.end) ? undefined : found;
}

function isBound(text: string, start: number): boolean {
  let before = start - 1;
  while (/\s/.test(text[before] ?? "")) before--;
  return text[before] === "=" || (text[before] === ">" && text[before - 1] === "-");
}

const optionalLabel = /\?\s*\(?\s*([a-z_][\w']*)/y;

interface Parameters {
  /** Without optional ones. */
  readonly count: number;
  readonly optional: readonly string[];
}

/** Of a node with parameters among its children. */
export function parametersOf(text: string, { children }: OutlineNode): Parameters {
  const optional: string[] = [];
  let count = 0;
  for (const { type, start } of children) {
    if (type !== "parameter") continue;
    optionalLabel.lastIndex = start;
    const label = optionalLabel.exec(text)?.[1];
    if (label === undefined) count++;
    else optional.push(label);
  }
  return { count, optional };
}

/** The `fun` or `function` that is all of the body of `node`. */
function bodyFunctionOf(text: string, node: OutlineNode): OutlineNode | undefined {
  return node.children.find(
    ({ type, start, end }) =>
      (type === "fun_expression" || type === "function_expression") &&
      end === node.end &&
      isBound(text, start),
  );
}

export function letBindingOf(text: string, node: OutlineNode): LetBinding {
  const simple = simpleNameOf(text, node.start);
  if (simple === undefined) {
    const names = namesOfPattern(text, node).filter(({ name }) => name !== "_");
    return { names, arity: 0, optional: [], ownFunctions: [] };
  }
  const own = parametersOf(text, node);
  const optional = [...own.optional];
  const ownFunctions: OutlineNode[] = [];
  let arity = own.count;
  let body = bodyFunctionOf(text, node);
  while (body !== undefined) {
    ownFunctions.push(body);
    const parameters =
      body.type === "function_expression" ? { count: 1, optional: [] } : parametersOf(text, body);
    arity += parameters.count;
    optional.push(...parameters.optional);
    body = body.type === "function_expression" ? undefined : bodyFunctionOf(text, body);
  }
  const isFunction = arity > 0 || optional.length > 0 || ownFunctions.length > 0;
  const names = simple.name === "_" ? [] : [simple];
  return { names, arity: isFunction ? Math.max(arity, 1) : 0, optional, ownFunctions };
}
