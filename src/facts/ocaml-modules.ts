import type { Span } from "../syntax/span.ts";
import type { ModuleOpen, ModuleReference, ModuleUse, ModuleUses } from "./ocaml-module-use.ts";
import type { OutlineNode, OutlineType } from "./ocaml-outline.ts";
import { type PathRole, roleOf } from "./ocaml-path-role.ts";
import { type Leaf, leafAfter, moduleNameAt, modulePathAt } from "./ocaml-paths.ts";
import {
  type Members,
  type ModuleMeaning,
  type ModulePath,
  onlyInclusionOf,
  opaque,
  type Resolution,
  type Scope,
  type ValueMeaning,
} from "./ocaml-scope.ts";

/** Bindings and opens made inside one of these are gone after it. */
const scopeOwners: ReadonlySet<OutlineType> = new Set<OutlineType>([
  "attribute_payload",
  "class_binding",
  "class_function",
  "compilation_unit",
  "do_clause",
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
  "object_expression",
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

export interface ModuleWalk extends ModuleUses {
  /** Comments and preprocessor lines are blank. */
  readonly text: string;
  readonly wanted: ReadonlySet<string>;
  readonly isConditional: (offset: number) => boolean;
  readonly scope: Scope;
  readonly references: ModuleReference[];
  readonly opens: ModuleOpen[];
  readonly meanings: Map<OutlineNode, ModuleMeaning>;
  readonly unpackedByPattern: Map<OutlineNode, string[]>;
  /** Of the whole file, once it is left. */
  unit: Members | undefined;
  copiedBindings: number;
}

export function moduleWalk(
  text: string,
  scope: Scope,
  wanted: ReadonlySet<string>,
  isConditional: (offset: number) => boolean,
): ModuleWalk {
  return {
    text,
    wanted,
    isConditional,
    scope,
    references: [],
    opens: [],
    meanings: new Map(),
    unpackedByPattern: new Map(),
    unit: undefined,
    copiedBindings: 0,
  };
}

function addReference(walk: ModuleWalk, resolution: Resolution, use: ModuleUse, span: Span): void {
  if (resolution.kind !== "free" || !walk.wanted.has(resolution.path[0] ?? "")) return;
  walk.references.push({
    path: resolution.path,
    use,
    span,
    ...(resolution.via === undefined ? {} : { via: resolution.via }),
    conditional: walk.isConditional(span.start),
    openedBefore: walk.scope.opened(),
  });
}

interface Opening {
  readonly use: "open" | "include";
  readonly span: Span;
  readonly visible: Span;
}

function bringInFree(walk: ModuleWalk, path: ModulePath, { use, span, visible }: Opening): void {
  if (use === "open") walk.scope.open(path);
  else walk.scope.include(path, span.start);
  if (path.length > 0) walk.opens.push({ path, span, use, scope: visible });
}

/** Of a module in this file: what it includes from outside first, since what it defines goes before. */
function bringInMembers(walk: ModuleWalk, members: Members, opening: Opening): void {
  const { modules, values, includes, includesOpaque } = members;
  walk.copiedBindings += modules.size + values.size + includes.length;
  if (walk.copiedBindings > mostCopiedBindings) return;
  const membership = opening.use === "include" ? "member" : "local";
  if (includesOpaque) bringInFree(walk, [], opening);
  for (const { path } of includes) {
    if (opening.use === "open") walk.scope.open(path);
    else walk.scope.include(path, opening.span.start);
  }
  for (const [name, { meaning, start }] of modules) walk.scope.bind(name, meaning, membership, start);
  for (const [name, meaning] of values) walk.scope.bindValue(name, meaning, membership);
}

/** Makes the names of a module visible: those of a structure in this file, or the module itself when it is free. */
function bringIn(walk: ModuleWalk, meaning: ModuleMeaning, opening: Opening): void {
  switch (meaning.kind) {
    case "alias":
      bringInFree(walk, meaning.path, opening);
      return;
    case "structure":
      bringInMembers(walk, meaning.members, opening);
      return;
    case "opaque":
      bringInFree(walk, [], opening);
  }
}

function visitModulePath(
  walk: ModuleWalk,
  node: OutlineNode,
  role: PathRole & { readonly kind: "module" },
): void {
  const { components, end } = modulePathAt(walk.text, node.start, node.end);
  if (components.length === 0) return;
  const span = { start: node.start, end };
  const resolution = walk.scope.resolve(components, "module");
  addReference(walk, resolution, role.use, span);
  // A path that goes on after its last name applies a functor.
  const meaning = end < node.end ? opaque : meaningOf(resolution);
  walk.meanings.set(node, meaning);
  if (role.opensParent === true && node.parent !== undefined) {
    bringIn(walk, meaning, { use: "open", span, visible: { start: node.end, end: node.parent.end } });
  }
}

function visitLeafPath(walk: ModuleWalk, node: OutlineNode, role: "expression" | "type"): void {
  const { text } = walk;
  const head = modulePathAt(text, node.start, node.end);
  if (head.components.length === 0) return;
  const leaf = head.end < node.end ? undefined : leafAfter(text, node.end);
  const written = leaf === undefined ? head.components : [...head.components, leaf.name];
  addReference(
    walk,
    walk.scope.resolve(written, leaf === undefined ? "module" : "item"),
    role === "type" ? "type" : useOfLeaf(leaf),
    {
      start: node.start,
      end: leaf?.end ?? head.end,
    },
  );
}

/** Enters the node's scope, and notes what module it names. */
export function enterModules(walk: ModuleWalk, node: OutlineNode): void {
  const { text } = walk;
  if (scopeOwners.has(node.type)) walk.scope.enter();
  if (node.type === "module_path" || node.type === "extended_module_path") {
    const role = roleOf(node, text);
    if (role?.kind === "module") visitModulePath(walk, node, role);
    else if (role !== undefined) visitLeafPath(walk, node, role.kind);
  } else if (node.type === "module_definition" && isRecursive(node, text)) {
    for (const binding of node.children) {
      const name = moduleNameAt(text, binding.start);
      if (binding.type === "module_binding" && name !== undefined)
        walk.scope.bind(name, opaque, "local", binding.start);
    }
  }
}

/** What a signature leaves visible of `body`. */
function sealed(signature: Members, body: ModuleMeaning): ModuleMeaning {
  const { values } = signature;
  const own = body.kind === "structure" ? body.members.values : new Map<string, ValueMeaning>();
  const outside =
    body.kind === "alias" ? body.path : body.kind === "structure" ? onlyInclusionOf(body.members) : undefined;
  const known = [...values].map(([name, specified]): [string, ValueMeaning] => {
    const behind = own.get(name) ?? (outside && { kind: "free", path: [...outside, name] });
    return [name, behind ?? specified];
  });
  return { kind: "structure", members: { ...signature, values: new Map(known) } };
}

/** What the module expression among the children means, narrowed by a signature beside it. */
function bodyMeaning({ meanings }: ModuleWalk, { children }: OutlineNode): ModuleMeaning {
  const signature = children.find(({ type }) => type === "signature");
  const visible = signature === undefined ? undefined : meanings.get(signature);
  const expression = children.find((child) => child !== signature && meanings.has(child));
  const body = expression === undefined ? undefined : meanings.get(expression);
  if (visible?.kind === "structure") return body === undefined ? visible : sealed(visible.members, body);
  const isSealed = children.some(({ type }) => moduleTypes.has(type));
  if (isSealed && body?.kind === "structure") return { kind: "opaque", values: body.members.values };
  return body ?? opaque;
}

function meaningOfChildren(walk: ModuleWalk, node: OutlineNode, definition?: number): ModuleMeaning {
  const meaning = bodyMeaning(walk, node);
  if (node.children.some(({ type }) => type === "module_parameter"))
    return { kind: "opaque", functor: { definition, result: meaning } };
  if (definition !== undefined && meaning.kind === "opaque" && meaning.functor?.definition === undefined)
    return named(meaning, definition);
  return meaning;
}

/** `module F = functor (X : S) -> …`: the functor has the module's name. */
function named(meaning: ModuleMeaning, definition: number): ModuleMeaning {
  if (meaning.kind !== "opaque" || meaning.functor === undefined) return meaning;
  return { ...meaning, functor: { definition, result: meaning.functor.result } };
}

function leaveApplication(walk: ModuleWalk, node: OutlineNode): void {
  const [applied] = node.children;
  const meaning = applied === undefined ? undefined : walk.meanings.get(applied);
  const functor = meaning?.kind === "opaque" ? meaning.functor : undefined;
  walk.meanings.set(node, functor?.result ?? opaque);
}

function leaveOpening(walk: ModuleWalk, node: OutlineNode, use: "open" | "include"): void {
  const [expression] = node.children;
  if (expression === undefined) return;
  const visible = { start: node.end, end: scopeEnd(node, walk.text.length) };
  bringIn(walk, meaningOfChildren(walk, node), {
    use,
    span: { start: expression.start, end: expression.end },
    visible,
  });
}

function leaveUnpacking(walk: ModuleWalk, node: OutlineNode): void {
  const name = nameAfter(unpackedName, walk.text, node.start);
  if (name === undefined) return;
  const binding = letBindingOfPattern(node);
  if (binding === undefined) walk.scope.bind(name, opaque, "local", node.start);
  else {
    const names = walk.unpackedByPattern.get(binding);
    if (names === undefined) walk.unpackedByPattern.set(binding, [name]);
    else names.push(name);
  }
}

/** Leaves the node's scope, and notes what module it defines. */
export function leaveModules(walk: ModuleWalk, node: OutlineNode): void {
  const { scope, meanings, text } = walk;
  const members = scopeOwners.has(node.type) ? scope.leave() : undefined;
  switch (node.type) {
    case "structure":
    case "signature":
      if (members !== undefined) meanings.set(node, { kind: "structure", members });
      return;
    case "compilation_unit":
      walk.unit = members;
      return;
    case "functor":
    case "typed_module_expression":
    case "parenthesized_module_expression":
      meanings.set(node, meaningOfChildren(walk, node));
      return;
    case "module_application":
      leaveApplication(walk, node);
      return;
    case "module_binding": {
      const name = moduleNameAt(text, node.start);
      if (name !== undefined)
        scope.bind(name, meaningOfChildren(walk, node, node.start), "member", node.start);
      return;
    }
    case "module_parameter": {
      const name = nameAfter(parameterName, text, node.start);
      if (name !== undefined) scope.bind(name, meaningOfChildren(walk, node), "local", node.start);
      return;
    }
    case "package_pattern":
      leaveUnpacking(walk, node);
      return;
    case "let_binding":
      for (const name of walk.unpackedByPattern.get(node) ?? [])
        scope.bind(name, opaque, "local", node.start);
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
