import type { Span } from "../syntax/span.ts";
import type { ModuleOpen, ModuleReference, ModuleUse, ModuleUses } from "./ocaml-module-use.ts";
import type { OutlineNode, OutlineType } from "./ocaml-outline.ts";
import { type PathRole, roleOf } from "./ocaml-path-role.ts";
import { type Leaf, leafAfter, moduleNameAt, modulePathAt } from "./ocaml-paths.ts";
import { emptyScope, type ModuleMeaning, type Resolution, type Scope } from "./ocaml-scope.ts";

export interface ReadSource {
  /** Comments and preprocessor lines are blank. */
  readonly text: string;
  readonly outline: readonly OutlineNode[];
  readonly modules: ReadonlySet<string>;
  readonly isConditional: (offset: number) => boolean;
}

/** Bindings and opens made inside one of these are gone after it. */
const scopeOwners: ReadonlySet<OutlineType> = new Set<OutlineType>([
  "attribute_payload",
  "class_binding",
  "class_function",
  "compilation_unit",
  "fun_expression",
  "functor",
  "functor_type",
  "let_binding",
  "let_class_expression",
  "let_expression",
  "let_module_expression",
  "let_open_class_expression",
  "let_open_class_type",
  "let_open_expression",
  "local_open_expression",
  "local_open_pattern",
  "local_open_type",
  "match_case",
  "method_definition",
  "module_binding",
  "signature",
  "structure",
]);

const moduleTypes: ReadonlySet<OutlineType> = new Set<OutlineType>([
  "functor_type",
  "module_type_constraint",
  "module_type_of",
  "module_type_path",
  "parenthesized_module_type",
]);

const opaque: ModuleMeaning = { kind: "opaque" };
// `include M` of a large local module, repeated, would otherwise take quadratic time.
const mostCopiedBindings = 100_000;

const unpackedName = /\(\s*module(?:%[\w.]+)?\s+/y;
const parameterName = /\(\s*/y;

function nameAfter(opening: RegExp, text: string, at: number): string | undefined {
  opening.lastIndex = at;
  return opening.test(text) ? moduleNameAt(text, opening.lastIndex) : undefined;
}

function scopeEnd(node: OutlineNode, textEnd: number): number {
  let owner = node.parent;
  while (owner !== undefined && !scopeOwners.has(owner.type)) owner = owner.parent;
  return owner === undefined || owner.type === "compilation_unit" ? textEnd : owner.end;
}

/** The let-binding whose pattern, not whose parameters, holds `unpacking`: its names live on after it. */
function letBindingOfPattern(unpacking: OutlineNode): OutlineNode | undefined {
  let node = unpacking.parent;
  while (node !== undefined && !scopeOwners.has(node.type)) {
    if (node.type === "parameter") return undefined;
    node = node.parent;
  }
  return node?.type === "let_binding" ? node : undefined;
}

function useOfLeaf(leaf: Leaf | undefined): ModuleUse {
  if (leaf === undefined) return "module";
  return leaf.kind === "upper" ? "constructor" : "value";
}

function meaningOf(resolution: Resolution): ModuleMeaning {
  return resolution.kind === "free" ? { kind: "alias", path: resolution.path } : resolution.meaning;
}

function isRecursive(definition: OutlineNode, text: string): boolean {
  const first = definition.children.find(({ type }) => type === "module_binding");
  return first !== undefined && /\brec\b/.test(text.slice(definition.start, first.start));
}

interface Walk {
  readonly source: ReadSource;
  readonly scope: Scope;
  readonly references: ModuleReference[];
  readonly opens: ModuleOpen[];
  readonly meanings: Map<OutlineNode, ModuleMeaning>;
  readonly unpackedByPattern: Map<OutlineNode, string[]>;
  copiedBindings: number;
}

function addReference(walk: Walk, resolution: Resolution, use: ModuleUse, span: Span): void {
  if (resolution.kind !== "free" || !walk.source.modules.has(resolution.path[0] ?? "")) return;
  walk.references.push({
    path: resolution.path,
    use,
    span,
    ...(resolution.via === undefined ? {} : { via: resolution.via }),
    conditional: walk.source.isConditional(span.start),
    openedBefore: walk.scope.opened(),
  });
}

interface Opening {
  readonly use: "open" | "include";
  readonly span: Span;
  readonly visible: Span;
}

/** Makes the names of a module visible: those of a structure in this file, or the module itself when it is free. */
function bringIn(walk: Walk, meaning: ModuleMeaning, { use, span, visible }: Opening): void {
  switch (meaning.kind) {
    case "alias":
      walk.opens.push({ path: meaning.path, span, use, scope: visible });
      walk.scope.open(meaning.path);
      return;
    case "structure":
      walk.copiedBindings += meaning.members.size;
      if (walk.copiedBindings > mostCopiedBindings) return;
      for (const [name, member] of meaning.members) {
        walk.scope.bind(name, member, use === "include" ? "member" : "local");
      }
      return;
    case "opaque":
      walk.scope.open([]);
  }
}

function visitModulePath(walk: Walk, node: OutlineNode, role: PathRole & { readonly kind: "module" }): void {
  const { components, end } = modulePathAt(walk.source.text, node.start, node.end);
  if (components.length === 0) return;
  const span = { start: node.start, end };
  const resolution = walk.scope.resolve(components);
  addReference(walk, resolution, role.use, span);
  // A path that goes on after its last name applies a functor.
  const meaning = end < node.end ? opaque : meaningOf(resolution);
  walk.meanings.set(node, meaning);
  if (role.opensParent === true && node.parent !== undefined) {
    bringIn(walk, meaning, { use: "open", span, visible: { start: node.end, end: node.parent.end } });
  }
}

function visitLeafPath(walk: Walk, node: OutlineNode, role: "expression" | "type"): void {
  const { text } = walk.source;
  const head = modulePathAt(text, node.start, node.end);
  if (head.components.length === 0) return;
  const leaf = head.end < node.end ? undefined : leafAfter(text, node.end);
  const written = leaf === undefined ? head.components : [...head.components, leaf.name];
  addReference(walk, walk.scope.resolve(written), role === "type" ? "type" : useOfLeaf(leaf), {
    start: node.start,
    end: leaf?.end ?? head.end,
  });
}

function enter(walk: Walk, node: OutlineNode): void {
  const { text } = walk.source;
  if (scopeOwners.has(node.type)) walk.scope.enter();
  if (node.type === "module_path" || node.type === "extended_module_path") {
    const role = roleOf(node, text);
    if (role?.kind === "module") visitModulePath(walk, node, role);
    else if (role !== undefined) visitLeafPath(walk, node, role.kind);
  } else if (node.type === "module_definition" && isRecursive(node, text)) {
    for (const binding of node.children) {
      const name = moduleNameAt(text, binding.start);
      if (binding.type === "module_binding" && name !== undefined) walk.scope.bind(name, opaque, "local");
    }
  }
}

/** The meaning of the module expression among the children, narrowed by a signature beside it. */
function meaningOfChildren({ meanings }: Walk, { children }: OutlineNode): ModuleMeaning {
  if (children.some(({ type }) => type === "module_parameter")) return opaque;
  const signature = children.find(({ type }) => type === "signature");
  const expression = signature ?? children.find((child) => meanings.has(child));
  const meaning = (expression === undefined ? undefined : meanings.get(expression)) ?? opaque;
  const isSealed = signature === undefined && children.some(({ type }) => moduleTypes.has(type));
  return isSealed && meaning.kind === "structure" ? opaque : meaning;
}

function leaveOpening(walk: Walk, node: OutlineNode, use: "open" | "include"): void {
  const [expression] = node.children;
  if (expression === undefined) return;
  const visible = { start: node.end, end: scopeEnd(node, walk.source.text.length) };
  bringIn(walk, meaningOfChildren(walk, node), {
    use,
    span: { start: expression.start, end: expression.end },
    visible,
  });
}

function leaveUnpacking(walk: Walk, node: OutlineNode): void {
  const name = nameAfter(unpackedName, walk.source.text, node.start);
  if (name === undefined) return;
  const binding = letBindingOfPattern(node);
  if (binding === undefined) walk.scope.bind(name, opaque, "local");
  else {
    const names = walk.unpackedByPattern.get(binding);
    if (names === undefined) walk.unpackedByPattern.set(binding, [name]);
    else names.push(name);
  }
}

function leave(walk: Walk, node: OutlineNode): void {
  const { scope, meanings } = walk;
  const { text } = walk.source;
  const members = scopeOwners.has(node.type) ? scope.leave() : new Map<string, ModuleMeaning>();
  switch (node.type) {
    case "structure":
    case "signature":
      meanings.set(node, { kind: "structure", members });
      return;
    case "typed_module_expression":
    case "parenthesized_module_expression":
      meanings.set(node, meaningOfChildren(walk, node));
      return;
    case "module_binding": {
      const name = moduleNameAt(text, node.start);
      if (name !== undefined) scope.bind(name, meaningOfChildren(walk, node), "member");
      return;
    }
    case "module_parameter": {
      const name = nameAfter(parameterName, text, node.start);
      if (name !== undefined) scope.bind(name, meaningOfChildren(walk, node), "local");
      return;
    }
    case "package_pattern":
      leaveUnpacking(walk, node);
      return;
    case "let_binding":
      for (const name of walk.unpackedByPattern.get(node) ?? []) scope.bind(name, opaque, "local");
      return;
    case "open_module":
      leaveOpening(walk, node, "open");
      return;
    case "include_module":
    case "include_module_type":
      leaveOpening(walk, node, "include");
      return;
    default:
  }
}

/** References and opens of one file, in source order. */
export function moduleUsesOf(source: ReadSource): ModuleUses {
  const walk: Walk = {
    source,
    scope: emptyScope(),
    references: [],
    opens: [],
    meanings: new Map(),
    unpackedByPattern: new Map(),
    copiedBindings: 0,
  };
  const entered: OutlineNode[] = [];
  for (const node of source.outline) {
    for (let last = entered.at(-1); last !== undefined && last !== node.parent; last = entered.at(-1)) {
      leave(walk, last);
      entered.pop();
    }
    enter(walk, node);
    entered.push(node);
  }
  for (const node of entered.reverse()) leave(walk, node);
  return { references: walk.references, opens: walk.opens };
}
