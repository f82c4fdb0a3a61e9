import type { Node } from "web-tree-sitter";
import { spanOf } from "../syntax/tree-sitter.ts";
import { argumentOf } from "./ocaml-application.ts";
import type { OutlineNode } from "./ocaml-outline.ts";
import { useBare } from "./ocaml-value-paths.ts";
import type { ValueWalk } from "./ocaml-value-walk.ts";

/** `a >>! b` and `!! a`: the operator is applied to what stands beside it. */
export function visitOperation(walk: ValueWalk, { start, end, syntax }: OutlineNode): void {
  if (!walk.seesOperators) return;
  const operator = syntax.childForFieldName("operator");
  // Where the source is malformed it may be empty.
  if (operator === null || operator.startIndex === operator.endIndex) return;
  const operands = ["left", "right", "expression"].flatMap((field) => syntax.childForFieldName(field) ?? []);
  const given = operands.map((operand) => argumentOf(textOf(walk, operand)));
  const span = spanOf(operator);
  const applied = { span: { start, end }, arguments: given };
  useBare(walk, { modules: [], name: textOf(walk, operator), span, applied });
}

function textOf({ text }: ValueWalk, { startIndex, endIndex }: Node): string {
  return text.slice(startIndex, endIndex);
}

/** `let* x = a in b`: the operator is applied to `a` and to a function. */
export function visitBindingOperator(walk: ValueWalk, { start, parent }: OutlineNode, name: string): void {
  if (!walk.seesOperators || parent === undefined) return;
  const span = { start, end: start + name.length };
  const applied = { span: { start: parent.start, end: parent.end }, arguments: [{}, {}] };
  useBare(walk, { modules: [], name, span, applied });
}
