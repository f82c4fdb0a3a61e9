import type { OutlineNode } from "./ocaml-outline.ts";
import { moduleNameAt, modulePathAt } from "./ocaml-paths.ts";
import { enterClosure, pathOfItem, type ValueWalk } from "./ocaml-value-walk.ts";

function isFunctor({ children }: OutlineNode): boolean {
  return children.some(({ type }) => type === "module_parameter" || type === "functor");
}

function countParameters({ children }: OutlineNode): number {
  return children.filter(({ type }) => type === "module_parameter").length;
}

export function enterModuleBinding(walk: ValueWalk, node: OutlineNode): void {
  const name = moduleNameAt(walk.text, node.start);
  const item = node.parent;
  if (name === undefined || item === undefined) return;
  const path = item.type === "module_definition" ? pathOfItem(walk, item, name) : undefined;
  if (isFunctor(node)) {
    const parameters = node.children.reduce(
      (sum, child) => sum + (child.type === "functor" ? countParameters(child) : 0),
      countParameters(node),
    );
    const span = { start: node.start, end: node.start + name.length };
    walk.definitions.push({ span, path, arity: Math.max(parameters, 1), optional: [] });
    walk.circumstances.push(node, { evaluation: "deferred", definition: node.start, certain: true });
  } else if (path !== undefined) {
    for (const child of node.children) if (child.type === "structure") walk.pathOfStructure.set(child, path);
  }
}

/** What is defined in `include struct … end` is named as if it stood outside. */
export function enterInclude(walk: ValueWalk, { parent, children }: OutlineNode): void {
  const outside = parent === undefined || parent.type === "compilation_unit";
  const path = outside ? [] : walk.pathOfStructure.get(parent);
  const [structure] = children;
  if (path !== undefined && structure?.type === "structure") walk.pathOfStructure.set(structure, path);
}

export function enterFunctor(walk: ValueWalk, node: OutlineNode): void {
  if (node.parent?.type !== "module_binding") enterClosure(walk, node);
}

/** The application of a functor of this file, once for `F(A)(B)`. */
export function visitModuleApplication(walk: ValueWalk, node: OutlineNode): void {
  const { parent } = node;
  if (parent?.type === "module_application" && parent.start === node.start) return;
  let depth = 1;
  let head = node.children[0];
  for (; head?.type === "module_application" && head.start === node.start; head = head.children[0]) depth++;
  if (head?.type !== "module_path" || head.start !== node.start) return;
  const { components, end } = modulePathAt(walk.text, head.start, head.end);
  const resolution = walk.scope.resolve(components, "module");
  const meaning = resolution.kind === "bound" ? resolution.meaning : undefined;
  const definition = meaning?.kind === "opaque" ? meaning.functor?.definition : undefined;
  if (definition === undefined) return;
  walk.localUses.push({
    definition,
    span: { start: head.start, end },
    openedBefore: [],
    application: {
      span: { start: node.start, end: node.end },
      arguments: Array.from({ length: depth }, () => ({})),
    },
    circumstances: walk.circumstances.at(head.start),
  });
}
