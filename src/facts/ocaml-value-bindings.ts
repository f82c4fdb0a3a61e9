import { type LetBinding, letBindingOf, punnedFieldAt } from "./ocaml-bindings.ts";
import { beginsClass } from "./ocaml-classes.ts";
import type { Definition } from "./ocaml-definition.ts";
import { declaring } from "./ocaml-items.ts";
import { visitBindingOperator } from "./ocaml-operators.ts";
import type { OutlineNode, OutlineType } from "./ocaml-outline.ts";
import { valueNameAt, type WrittenName } from "./ocaml-paths.ts";
import { bindLocal, enterClosure, enterUncertain, pathOfItem, type ValueWalk } from "./ocaml-value-walk.ts";

const letKeyword = /let(?:([$&*+\-/<=>@^|][!$%&*+\-./:<=>?@^|~]*)|\s*(%)[\s\w.]*?)?(?:\s+(rec)(?![\w']))?/y;
const specifiedName = new RegExp(declaring, "y");
const instanceVariable = /val(?:\s*!\s*|\s+)(?:(?:mutable|virtual)\s+)*([\p{Ll}_][\p{XID_Continue}']*)/uy;

const patternOwners: ReadonlySet<OutlineType> = new Set<OutlineType>([
  "parameter",
  "match_case",
  "let_binding",
  "object_expression",
]);
// Patterns nest a few levels deep; without a limit ones that nest thousands would take the square of their size.
const deepestPattern = 100;

function patternOwnerOf(node: OutlineNode): OutlineNode | undefined {
  let owner = node.parent;
  for (let depth = 0; owner !== undefined && depth < deepestPattern; depth++, owner = owner.parent)
    if (patternOwners.has(owner.type)) return owner;
  return undefined;
}

/** Names of a parameter are visible after its default, those of a `let` after all of it. */
function bindInPattern(walk: ValueWalk, node: OutlineNode, name: WrittenName): void {
  const owner = patternOwnerOf(node);
  if (owner?.type !== "parameter") bindLocal(walk, name);
  else walk.ofParameters.push({ parameter: owner, name });
}

export function visitPattern(walk: ValueWalk, node: OutlineNode): void {
  const { parent, start, end } = node;
  // The variable of a loop is not visible in its bounds.
  if (parent?.type !== "for_expression")
    bindInPattern(walk, node, { name: walk.text.slice(start, end), start, end });
}

/** `{ exit }` in a pattern. */
export function bindPunnedField(walk: ValueWalk, node: OutlineNode): void {
  const field = punnedFieldAt(walk.text, node.start, node.end);
  if (field !== undefined && patternOwnerOf(node)?.type !== "let_binding") bindInPattern(walk, node, field);
}

export function leaveParameter(walk: ValueWalk, parameter: OutlineNode): void {
  const { ofParameters } = walk;
  for (let last = ofParameters.at(-1); last?.parameter === parameter; last = ofParameters.at(-1)) {
    bindLocal(walk, last.name);
    ofParameters.pop();
  }
}

interface LetWriting {
  /** `let*` */
  readonly operator: string | undefined;
  readonly extended: boolean;
  readonly recursive: boolean;
}

function letWritingAt(text: string, start: number): LetWriting {
  letKeyword.lastIndex = start;
  const found = letKeyword.exec(text);
  return {
    operator: found?.[1] === undefined ? undefined : `let${found[1]}`,
    extended: found?.[2] !== undefined,
    recursive: found?.[3] !== undefined,
  };
}

/** In an expression or a class; otherwise the `let` is an item of a structure. */
function isLocalLet({ parent }: OutlineNode): boolean {
  return parent?.type === "let_expression" || parent?.type === "let_class_expression";
}

function bindingOf(walk: ValueWalk, node: OutlineNode): LetBinding {
  const known = walk.bindings.get(node);
  if (known !== undefined) return known;
  const binding = letBindingOf(walk.text, node);
  walk.bindings.set(node, binding);
  for (const own of binding.ownFunctions) walk.ownFunctions.add(own);
  return binding;
}

/** Makes the names of all bindings of one `let` visible. */
function bindNames(walk: ValueWalk, definition: OutlineNode): void {
  const local = isLocalLet(definition);
  for (const node of definition.children) {
    if (node.type !== "let_binding") continue;
    const { names, arity } = bindingOf(walk, node);
    for (const { name, start } of names) {
      const kind = local && arity === 0 ? "local" : "definition";
      walk.scope.bindValue(name, { kind, start }, local ? "local" : "member");
    }
  }
}

export function enterLetBinding(walk: ValueWalk, node: OutlineNode): void {
  const item = node.parent;
  if (item === undefined) return;
  const { names, arity, optional } = bindingOf(walk, node);
  const local = isLocalLet(item);
  if (!local || arity > 0) {
    for (const { name, start } of names) {
      const path = local ? undefined : pathOfItem(walk, item, name);
      walk.definitions.push({ span: { start, end: start + name.length }, path, arity, optional });
    }
  }
  const definition = names[0]?.start;
  const { current } = walk.circumstances;
  if (arity > 0) {
    walk.circumstances.push(node, { evaluation: "deferred", definition, certain: true });
  } else if (!local && current.definition === undefined && definition !== undefined) {
    walk.circumstances.push(node, { definition });
  }
}

export function enterValueDefinition(walk: ValueWalk, node: OutlineNode): void {
  const { extended, operator, recursive } = letWritingAt(walk.text, node.start);
  if (operator !== undefined) visitBindingOperator(walk, node, operator);
  if (extended || beginsClass(node)) enterUncertain(walk, node);
  if (recursive) bindNames(walk, node);
}

export function leaveValueDefinition(walk: ValueWalk, node: OutlineNode): void {
  const { operator, extended, recursive } = letWritingAt(walk.text, node.start);
  if (!recursive) bindNames(walk, node);
  if (node.parent === undefined || !isLocalLet(node)) return;
  // `let* x = e in body` gives the operator a function.
  if (operator !== undefined) enterClosure(walk, node.parent);
  else if (extended) enterUncertain(walk, node.parent);
}

export function bindSpecified(walk: ValueWalk, node: OutlineNode): void {
  specifiedName.lastIndex = node.start;
  if (!specifiedName.test(walk.text)) return;
  const found = valueNameAt(walk.text, specifiedName.lastIndex);
  if (found === undefined) return;
  const { name, start } = found;
  const kind = node.type === "external" ? "definition" : "local";
  walk.scope.bindValue(name, { kind, start }, "member");
  if (kind === "local") return;
  const span = { start, end: start + name.length };
  walk.definitions.push({ span, path: pathOfItem(walk, node, name), ...typedParametersOf(node) });
}

const optionalArgument = /^\?\s*([a-z_][\w']*)/;

/** What a function takes by the type that it is given. */
function typedParametersOf({ syntax }: OutlineNode): Pick<Definition, "arity" | "optional"> {
  const optional: string[] = [];
  let count = 0;
  let type = syntax.namedChildren.find((child) => child?.type === "function_type");
  while (type?.type === "function_type") {
    const [parameter, result] = type.namedChildren;
    const label = optionalArgument.exec(parameter?.text ?? "")?.[1];
    if (label === undefined) count++;
    else optional.push(label);
    type = result;
  }
  return { arity: Math.max(count, 1), optional };
}

/** What is not in a method runs as the object is made. */
export function enterObject(walk: ValueWalk, node: OutlineNode): void {
  for (const field of node.children) {
    // What is inherited may have instance variables of any name.
    if (field.type === "inheritance_definition") walk.scope.openUnknownValues();
    if (field.type !== "instance_variable_definition") continue;
    instanceVariable.lastIndex = field.start;
    const name = instanceVariable.exec(walk.text)?.[1];
    if (name !== undefined) walk.scope.bindValue(name, { kind: "local", start: field.start }, "local");
  }
}

export function bindLoopVariable(walk: ValueWalk, { parent }: OutlineNode): void {
  const variable = parent?.type === "for_expression" ? parent.children[0] : undefined;
  if (variable?.type !== "value_pattern") return;
  const { start, end } = variable;
  bindLocal(walk, { name: walk.text.slice(start, end), start, end });
}
