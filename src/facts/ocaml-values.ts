import { applicationOf } from "./ocaml-application.ts";
import { parametersOf } from "./ocaml-bindings.ts";
import { enterClassBinding, enterClassDefinition, visitInheritance, visitNew } from "./ocaml-classes.ts";
import { runsBody } from "./ocaml-definition.ts";
import { enterFunctor, enterInclude, enterModuleBinding, visitModuleApplication } from "./ocaml-functors.ts";
import { bothHandled, handledBy } from "./ocaml-handlers.ts";
import { visitOperation } from "./ocaml-operators.ts";
import type { OutlineNode, OutlineType } from "./ocaml-outline.ts";
import {
  bindLoopVariable,
  bindPunnedField,
  bindSpecified,
  enterLetBinding,
  enterObject,
  enterValueDefinition,
  leaveParameter,
  leaveValueDefinition,
  visitPattern,
} from "./ocaml-value-bindings.ts";
import { visitPunned, visitValuePath } from "./ocaml-value-paths.ts";
import { enterClosure, enterUncertain, type ValueWalk } from "./ocaml-value-walk.ts";

/** What they are given runs under a handler for all exceptions, in Lwt and in libraries like it. */
const handlingFunctions: ReadonlySet<string> = new Set([
  "catch",
  "try_bind",
  "try_with",
  "try_with_join",
  "try_result",
]);
const extendedKeyword = /[a-z]+[ \t]*%[\w]/y;

/** `match%lwt`, `if%bind`, `begin%e`: a preprocessor may do anything with it. */
function isExtended(text: string, start: number): boolean {
  extendedKeyword.lastIndex = start;
  return extendedKeyword.test(text);
}

function enterHandling(walk: ValueWalk, node: OutlineNode): void {
  const handled = handledBy(walk.text, node.syntax);
  if (handled.length === 0) return;
  const { circumstances } = walk;
  circumstances.push(node, { handled: bothHandled(circumstances.current.handled, handled) });
}

function enterMatchCase({ circumstances }: ValueWalk, node: OutlineNode): void {
  // The cases are not under the handlers that they are.
  if (node.parent !== undefined && node.parent.type !== "function_expression")
    circumstances.leave(node.parent);
  circumstances.push(node, { certain: false });
}

function enterApplication(walk: ValueWalk, node: OutlineNode): void {
  const [callee] = node.children;
  if (callee?.type !== "value_path" || callee.start !== node.start) return;
  const written = walk.text.slice(callee.start, callee.end);
  const name = written.slice(written.lastIndexOf(".") + 1).trimStart();
  if (handlingFunctions.has(name)) walk.circumstances.push(node, { handled: "all" });
}

function enterAttributePayload(walk: ValueWalk, node: OutlineNode): void {
  const type = node.parent?.type;
  // The one of an extension is in the circumstances of the extension.
  if (type !== "extension" && type !== "item_extension") enterClosure(walk, node);
}

function enterFunction(walk: ValueWalk, node: OutlineNode): void {
  if (!walk.ownFunctions.has(node) && !isCalledOnTheSpot(walk.text, node)) enterClosure(walk, node);
  enterExtended(walk, node);
}

function enterExtended(walk: ValueWalk, node: OutlineNode): void {
  if (isExtended(walk.text, node.start)) enterUncertain(walk, node);
}

function enterCases(walk: ValueWalk, node: OutlineNode): void {
  enterExtended(walk, node);
  enterHandling(walk, node);
}

function enterDo(walk: ValueWalk, node: OutlineNode): void {
  bindLoopVariable(walk, node);
  enterUncertain(walk, node);
}

/** What is left of the infix expression is its right operand. */
function enterRightOperand(walk: ValueWalk, { parent }: OutlineNode): void {
  if (parent !== undefined) enterUncertain(walk, parent);
}

const calledWithIt = /(?:\(|\|>|@@)\s*$/;

/** `(fun () -> …) ()`, `x |> fun x -> …` */
function isCalledOnTheSpot(text: string, node: OutlineNode): boolean {
  if (!calledWithIt.test(text.slice(Math.max(0, node.start - 20), node.start))) return false;
  const application = applicationOf(text, node);
  if (application === undefined) return false;
  const { count, optional } = parametersOf(text, node);
  const arity = node.type === "function_expression" ? 1 : Math.max(count, 1);
  return runsBody({ arity, optional }, application);
}

type Enter = (walk: ValueWalk, node: OutlineNode) => void;

const entering: Partial<Record<OutlineType, Enter>> = {
  and_operator: enterRightOperand,
  application_expression: enterApplication,
  assert_expression: enterUncertain,
  attribute_payload: enterAttributePayload,
  class_binding: enterClassBinding,
  class_definition: enterClassDefinition,
  do_clause: enterDo,
  else_clause: enterUncertain,
  extension: enterUncertain,
  external: bindSpecified,
  field_expression: visitPunned,
  field_pattern: bindPunnedField,
  for_expression: enterExtended,
  fun_expression: enterFunction,
  function_expression: enterFunction,
  functor: enterFunctor,
  guard: enterUncertain,
  if_expression: enterExtended,
  include_module: enterInclude,
  infix_expression: visitOperation,
  inheritance_definition: visitInheritance,
  item_extension: enterUncertain,
  labeled_argument: visitPunned,
  labeled_tuple_element: visitPunned,
  lazy_expression: enterClosure,
  let_binding: enterLetBinding,
  let_module_expression: enterExtended,
  let_open_expression: enterExtended,
  match_case: enterMatchCase,
  method_definition: enterClosure,
  match_expression: enterCases,
  module_application: visitModuleApplication,
  module_binding: enterModuleBinding,
  module_type_of: enterClosure,
  new_expression: visitNew,
  object_expression: enterObject,
  or_operator: enterRightOperand,
  parameter: enterUncertain,
  parenthesized_expression: enterExtended,
  prefix_expression: visitOperation,
  then_clause: enterUncertain,
  try_expression: enterCases,
  value_definition: enterValueDefinition,
  value_path: visitValuePath,
  value_pattern: visitPattern,
  value_specification: bindSpecified,
  while_expression: enterExtended,
};

/** To be called after the node's scope is entered. */
export function enterValues(walk: ValueWalk, node: OutlineNode): void {
  entering[node.type]?.(walk, node);
}

/** To be called before the node's scope is left, for every node. */
export function leaveValues(walk: ValueWalk, node: OutlineNode): void {
  walk.circumstances.leave(node);
  if (node.type === "value_definition") leaveValueDefinition(walk, node);
  else if (node.type === "parameter") leaveParameter(walk, node);
}
