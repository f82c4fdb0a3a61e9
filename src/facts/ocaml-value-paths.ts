import type { Span } from "../syntax/span.ts";
import { applicationOf } from "./ocaml-application.ts";
import { punnedFieldAt } from "./ocaml-bindings.ts";
import type { OutlineNode } from "./ocaml-outline.ts";
import { leafAfter, modulePathAt, valueNameAt } from "./ocaml-paths.ts";
import { type BoundValue, type ModulePath, onlyInclusionOf, type ValueMeaning } from "./ocaml-scope.ts";
import { actionAt } from "./ocaml-sections.ts";
import type { Application, ValueUse } from "./ocaml-value-use.ts";
import type { ValueWalk } from "./ocaml-value-walk.ts";

const punnedLabel = /^[~?](?:\s*([a-z_][\w']*)|\(\s*([a-z_][\w']*)\s*:[\s\S]*\))$/;

function isWanted({ wanted }: ValueWalk, path: ModulePath): boolean {
  if (wanted.names === "all" || wanted.names.has(path.at(-1) ?? "")) return true;
  return path.length > 1 && wanted.modules.has(path[0] ?? "");
}

export interface UsedName {
  readonly modules: ModulePath;
  readonly name: string;
  readonly span: Span;
  /** What it is applied to, or the node beside which that is looked for. */
  readonly applied: Application | OutlineNode | undefined;
}

function applicationIn({ text }: ValueWalk, applied: UsedName["applied"]): Application | undefined {
  return applied === undefined || "arguments" in applied ? applied : applicationOf(text, applied);
}

export function addLocalUse(
  walk: ValueWalk,
  { span, applied }: UsedName,
  definition: number,
  openedBefore: readonly ModulePath[],
): void {
  walk.localUses.push({
    definition,
    span,
    openedBefore,
    application: applicationIn(walk, applied),
    circumstances: walk.circumstances.at(span.start),
  });
}

function addValueUse(
  walk: ValueWalk,
  { span, applied }: UsedName,
  found: Pick<ValueUse, "path" | "via" | "openedBefore" | "boundBeforeOpens">,
): void {
  if (!isWanted(walk, found.path)) return;
  const { path, via, openedBefore, boundBeforeOpens } = found;
  walk.values.push({
    path,
    span,
    ...(via === undefined ? {} : { via }),
    openedBefore,
    ...(boundBeforeOpens === undefined ? {} : { boundBeforeOpens }),
    application: applicationIn(walk, applied),
    circumstances: walk.circumstances.at(span.start),
  });
}

/** A name that a rule gives its actions, or a function that is made of a rule. */
function useGenerated(walk: ValueWalk, used: UsedName, bound: BoundValue | undefined): boolean {
  const { generated } = walk;
  if (generated === undefined) return false;
  const action = actionAt(generated.actions, used.span.start);
  const boundAt = bound === undefined || bound.meaning.kind === "free" ? -1 : bound.meaning.start;
  if (action !== undefined && boundAt >= action.start) return false;
  if (action?.names.has(used.name) === true) return true;
  const made = walk.made.get(used.name);
  // A header comes before the functions, and does not see them.
  if (made === undefined || made.start > used.span.start || boundAt > made.start) return false;
  addLocalUse(walk, used, made.start, []);
  return true;
}

export function useBare(walk: ValueWalk, used: UsedName): void {
  const bound = walk.scope.resolveValue(used.name);
  if (useGenerated(walk, used, bound)) return;
  if (bound === undefined) {
    addValueUse(walk, used, { path: [used.name], openedBefore: walk.scope.openedForValues() });
    return;
  }
  const { meaning, openedSince } = bound;
  if (meaning.kind === "free") {
    addValueUse(walk, used, { path: meaning.path, openedBefore: walk.scope.opened() });
    return;
  }
  if (meaning.kind === "definition") addLocalUse(walk, used, meaning.start, openedSince);
  if (openedSince.some((path) => path.length > 0)) {
    addValueUse(walk, used, { path: [used.name], openedBefore: openedSince, boundBeforeOpens: true });
  }
}

function useOfMember(walk: ValueWalk, used: UsedName, member: ValueMeaning): void {
  if (member.kind === "definition") addLocalUse(walk, used, member.start, []);
  else if (member.kind === "free") {
    addValueUse(walk, used, {
      path: member.path,
      via: used.modules.join("."),
      openedBefore: walk.scope.opened(),
    });
  }
}

function useQualified(walk: ValueWalk, used: UsedName): void {
  const resolution = walk.scope.resolve(used.modules, "module");
  const openedBefore = walk.scope.opened();
  if (resolution.kind === "free") {
    const { path, via } = resolution;
    addValueUse(walk, used, {
      path: [...path, used.name],
      openedBefore,
      ...(via === undefined ? {} : { via }),
    });
    return;
  }
  const { meaning } = resolution;
  if (meaning.kind === "alias") return;
  const values = meaning.kind === "structure" ? meaning.members.values : meaning.values;
  const member = values?.get(used.name);
  if (member !== undefined) useOfMember(walk, used, member);
  else if (meaning.kind === "structure" && !meaning.members.includesOpaque) {
    const via = used.modules.join(".");
    const only = onlyInclusionOf(meaning.members);
    if (only !== undefined) addValueUse(walk, used, { path: [...only, used.name], via, openedBefore });
    else if (meaning.members.includes.length > 0) {
      const includes = meaning.members.includes.map(({ path }) => path);
      addValueUse(walk, used, { path: [used.name], via, openedBefore: includes, boundBeforeOpens: true });
    }
  }
}

export function visitValuePath(walk: ValueWalk, node: OutlineNode): void {
  const { text } = walk;
  const bare = valueNameAt(text, node.start);
  if (bare !== undefined) {
    const span = { start: node.start, end: bare.end };
    useBare(walk, { modules: [], name: bare.name, span, applied: node });
    return;
  }
  const { components, end } = modulePathAt(text, node.start, node.end);
  const leaf = components.length === 0 || end >= node.end ? undefined : leafAfter(text, end);
  if (leaf === undefined || leaf.kind === "upper") return;
  const span = { start: node.start, end: leaf.end };
  useQualified(walk, { modules: components, name: leaf.name, span, applied: node });
}

/** `{ exit }`, `~exit`, `?exit`: the name stands for the variable too. */
export function visitPunned(walk: ValueWalk, node: OutlineNode): void {
  const { text } = walk;
  if (node.type === "field_expression") {
    const field = punnedFieldAt(text, node.start, node.end);
    if (field === undefined) return;
    const span = { start: field.start, end: field.end };
    useBare(walk, { modules: [], name: field.name, span, applied: undefined });
    return;
  }
  if (node.children.some(({ type }) => type === "value_path")) return;
  const written = text.slice(node.start, node.end);
  const found = punnedLabel.exec(written);
  const name = found?.[1] ?? found?.[2];
  if (name === undefined) return;
  const start = node.start + written.indexOf(name);
  useBare(walk, { modules: [], name, span: { start, end: start + name.length }, applied: undefined });
}
