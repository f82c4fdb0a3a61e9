import { spanOf } from "../syntax/tree-sitter.ts";
import { argumentOf } from "./ocaml-application.ts";
import { parametersOf } from "./ocaml-bindings.ts";
import type { OutlineNode } from "./ocaml-outline.ts";
import { valueNameAt, type WrittenName } from "./ocaml-paths.ts";
import { addLocalUse, type UsedName } from "./ocaml-value-paths.ts";
import { enterClosure, type ValueWalk } from "./ocaml-value-walk.ts";

/** Classes have names of their own, which no value has. */
const scopeName = (name: string): string => `class ${name}`;

function nameOfClass({ text }: ValueWalk, { syntax }: OutlineNode): WrittenName | undefined {
  const name = syntax.namedChildren.find((child) => child?.type === "class_name");
  return name == null ? undefined : valueNameAt(text, name.startIndex);
}

/** Classes of one definition know each other. */
export function enterClassDefinition(walk: ValueWalk, { children }: OutlineNode): void {
  for (const binding of children) {
    const found = binding.type === "class_binding" ? nameOfClass(walk, binding) : undefined;
    if (found === undefined) continue;
    walk.scope.bindValue(scopeName(found.name), { kind: "definition", start: found.start }, "local");
  }
}

/** What is not in a method runs for each `new` of the class. */
export function enterClassBinding(walk: ValueWalk, node: OutlineNode): void {
  const found = nameOfClass(walk, node);
  if (found === undefined) {
    enterClosure(walk, node);
    return;
  }
  const { name, start } = found;
  const span = { start, end: start + name.length };
  walk.definitions.push({ span, path: undefined, ...parametersOfClass(walk.text, node) });
  walk.circumstances.push(node, { evaluation: "deferred", definition: start, certain: true });
}

function parametersOfClass(
  text: string,
  binding: OutlineNode,
): { arity: number; optional: readonly string[] } {
  const optional: string[] = [];
  let arity = 0;
  let node: OutlineNode | undefined = binding;
  for (; node !== undefined; node = node.children.find(({ type }) => type === "class_function")) {
    const parameters = parametersOf(text, node);
    arity += parameters.count;
    optional.push(...parameters.optional);
  }
  return { arity: optional.length > 0 ? Math.max(arity, 1) : arity, optional };
}

// Below more of them a `let` counts as one of the beginning.
const mostLets = 100;

/** Whether a `let` is at the beginning of a class without parameters, where it runs before any `new`. */
export function beginsClass({ parent }: OutlineNode): boolean {
  if (parent?.type !== "let_class_expression") return false;
  let owner = parent.parent;
  for (let lets = 0; owner?.type === "let_class_expression"; lets++, owner = owner.parent)
    if (lets > mostLets) return true;
  return owner?.type === "class_binding" && !owner.children.some(({ type }) => type === "parameter");
}

/** `new c`, with what it is applied to. */
export function visitNew(walk: ValueWalk, node: OutlineNode): void {
  const { start, end } = node;
  const name = /^new\s+(\S+)$/.exec(walk.text.slice(start, end))?.[1];
  if (name !== undefined) useClass(walk, { modules: [], name, span: { start, end }, applied: node });
}

const inherited = /^(?:\[[^\]]*\]\s*)?([\p{Ll}_][\p{XID_Continue}']*)/u;

/** `inherit c x` */
export function visitInheritance(walk: ValueWalk, { syntax }: OutlineNode): void {
  const { text } = walk;
  const written = syntax.childForFieldName("class");
  const found = written === null ? null : inherited.exec(text.slice(written.startIndex, written.endIndex));
  const name = found?.[1];
  if (written === null || found === null || name === undefined) return;
  const end = written.startIndex + found[0].length;
  const given = written.childrenForFieldName("argument");
  const applied = {
    span: spanOf(written),
    arguments: given.map(({ startIndex, endIndex }) => argumentOf(text.slice(startIndex, endIndex))),
  };
  useClass(walk, { modules: [], name, span: { start: end - name.length, end }, applied });
}

/** Only where no module that is opened may have another class of that name; what is inherited brings values alone. */
function useClass(walk: ValueWalk, used: UsedName): void {
  const bound = walk.scope.resolveValue(scopeName(used.name));
  if (bound?.meaning.kind !== "definition" || bound.openedSince.some((path) => path.length > 0)) return;
  addLocalUse(walk, used, bound.meaning.start, []);
}
