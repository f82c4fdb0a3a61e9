import type { Node } from "web-tree-sitter";
import type { OutlineNode } from "./ocaml-outline.ts";
import type { Application, Argument } from "./ocaml-value-use.ts";

const longestArgumentText = 40;
const plainArgument =
  /^(?:[\p{L}_][\p{XID_Continue}'.]*|-?[0-9][\w.]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]+'|\(\s*\)|\[\s*\]|`\w+)$/u;
const labelled = /^([~?])\s*(?:([a-z_][\w']*)\s*:?|\(\s*([a-z_][\w']*))\s*/;
// Beyond this no application is looked for: `((((f))))`.
const mostParentheses = 16;

function plainText(text: string): string | undefined {
  return text.length <= longestArgumentText && plainArgument.test(text) ? text : undefined;
}

export function argumentOf(text: string): Argument {
  const label = labelled.exec(text);
  if (label === null) {
    const plain = plainText(text);
    return plain === undefined ? {} : { text: plain };
  }
  const name = label[2] ?? label[3] ?? "";
  const value = label[2] === undefined ? name : text.slice(label[0].length) || name;
  const plain = plainText(value);
  return {
    label: name,
    ...(label[1] === "?" ? { optional: true } : {}),
    ...(plain === undefined ? {} : { text: plain }),
  };
}

function argumentsOf(text: string, application: Node): readonly Argument[] {
  return application
    .childrenForFieldName("argument")
    .map((argument) => argumentOf(text.slice(argument.startIndex, argument.endIndex)));
}

/** Whether `wrapping` is `(node)` or `M.(node)`. */
function wrapsOnly(text: string, wrapping: OutlineNode | undefined, node: OutlineNode): boolean {
  if (wrapping?.type !== "parenthesized_expression" && wrapping?.type !== "local_open_expression")
    return false;
  let before = node.start - 1;
  while (before > wrapping.start && /\s/.test(text[before] ?? "")) before--;
  let after = node.end;
  while (after < wrapping.end && /\s/.test(text[after] ?? "")) after++;
  return text[before] === "(" && text[after] === ")";
}

function outermostWrapping(text: string, node: OutlineNode): OutlineNode {
  let outermost = node;
  for (let depth = 0; depth < mostParentheses; depth++) {
    const { parent } = outermost;
    if (parent === undefined || !wrapsOnly(text, parent, outermost)) break;
    outermost = parent;
  }
  return outermost;
}

/** The argument that `x |> f` or `f @@ x` gives to `callee`, which is one of its sides. */
function otherSideOf(text: string, infix: OutlineNode, callee: OutlineNode): Argument | undefined {
  const left = infix.syntax.childForFieldName("left");
  const operator = infix.syntax.childForFieldName("operator");
  const right = infix.syntax.childForFieldName("right");
  if (left === null || operator === null || right === null) return undefined;
  const written = text.slice(operator.startIndex, operator.endIndex);
  const isRight = callee.end === infix.end;
  if (written === "|>" && isRight) return argumentOf(text.slice(left.startIndex, left.endIndex));
  if (written === "@@" && !isRight) return argumentOf(text.slice(right.startIndex, right.endIndex));
  return undefined;
}

/** What the value at `value` is applied to; undefined where it is passed on. `text` has its comments blanked. */
export function applicationOf(text: string, value: OutlineNode): Application | undefined {
  let callee = outermostWrapping(text, value);
  let given: readonly Argument[] | undefined;
  if (callee.parent?.type === "application_expression" && callee.parent.start === callee.start) {
    given = argumentsOf(text, callee.parent.syntax);
    callee = outermostWrapping(text, callee.parent);
  }
  const infix = callee.parent;
  const last = infix?.type === "infix_expression" ? otherSideOf(text, infix, callee) : undefined;
  if (infix !== undefined && last !== undefined) {
    return { span: { start: infix.start, end: infix.end }, arguments: [...(given ?? []), last] };
  }
  return given === undefined
    ? undefined
    : { span: { start: callee.start, end: callee.end }, arguments: given };
}
