import type { Component, Edge, Resolution } from "./model.ts";

/** A way from a component to something that is not there on the target: the edges, first one first. */
export interface Way {
  readonly edges: readonly Edge[];
  readonly culprit: Edge;
}

export const isMissing = (to: Resolution): boolean =>
  to.kind === "absent" || to.kind === "known" || to.kind === "disabled";

/** What an edge leads to in the tree. */
function componentAt(to: Resolution): Component | undefined {
  if (to.kind === "workspace") return to.library;
  return to.kind === "generator" ? to.executables : undefined;
}

type EdgesOf = (component: Component) => readonly Edge[];

/** The shortest ways from components to libraries that the target lacks. */
export interface Ways {
  /** Whether there is a way. */
  leadFrom(component: Component): boolean;
  /** The edges of the way, first one first; none where nothing is missing. */
  edgesFrom(component: Component): Generator<Edge, void, undefined>;
}

/** Goes back from what is missing, so that every component is looked at once, however many ask. */
export function waysToMissing(components: Iterable<Component>, edgesOf: EdgesOf): Ways {
  const neededBy = new Map<Component, Component[]>();
  const distances = new Map<Component, number>();
  for (const component of components) {
    if (edgesOf(component).some(({ to }) => isMissing(to))) distances.set(component, 0);
    for (const { to } of edgesOf(component)) {
      const reached = componentAt(to);
      if (reached === undefined) continue;
      const others = neededBy.get(reached);
      if (others === undefined) neededBy.set(reached, [component]);
      else others.push(component);
    }
  }
  for (const [reached, distance] of distances)
    for (const component of neededBy.get(reached) ?? [])
      if (!distances.has(component)) distances.set(component, distance + 1);
  return {
    leadFrom: (component) => distances.has(component),
    edgesFrom: (component) => followWay(component, distances, edgesOf),
  };
}

/** At every component the first edge that leads closer. */
function* followWay(
  from: Component,
  distances: ReadonlyMap<Component, number>,
  edgesOf: EdgesOf,
): Generator<Edge, void, undefined> {
  let component: Component | undefined = from;
  for (let distance = distances.get(from); distance !== undefined && component !== undefined; distance--) {
    const closer = (to: Resolution): boolean => {
      const reached = componentAt(to);
      return reached !== undefined && distances.get(reached) === (distance ?? 0) - 1;
    };
    const edge: Edge | undefined = edgesOf(component).find(({ to }) =>
      distance === 0 ? isMissing(to) : closer(to),
    );
    if (edge === undefined) return;
    yield edge;
    component = componentAt(edge.to);
  }
}

export function wayOf(edges: readonly Edge[]): Way | undefined {
  const culprit = edges.at(-1);
  return culprit === undefined ? undefined : { edges, culprit };
}

/** All libraries of the tree that `from` links, itself first. */
export function closureOf(from: Component, edgesOf: EdgesOf): ReadonlySet<Component> {
  const closure = new Set<Component>([from]);
  for (const component of closure)
    for (const { to } of edgesOf(component)) if (to.kind === "workspace") closure.add(to.library);
  return closure;
}

const mostWaysCounted = 99;

/**
 * Counts how many ways lead from a component to the library of a name, at most 99. Cycles count for nothing.
 * What was counted for one component is not counted again for the next.
 */
export function wayCounter(edgesOf: EdgesOf): (from: Component, culprit: string) => number {
  const byCulprit = new Map<string, Map<Component, number>>();
  return (from, culprit) => {
    const counts = byCulprit.get(culprit) ?? new Map<Component, number>();
    byCulprit.set(culprit, counts);
    for (const component of postOrder(from, edgesOf, counts)) {
      let count = 0;
      for (const { name, to } of edgesOf(component)) {
        if (isMissing(to)) count += name === culprit ? 1 : 0;
        else {
          const reached = componentAt(to);
          count += reached === undefined ? 0 : (counts.get(reached) ?? 0);
        }
      }
      counts.set(component, Math.min(count, mostWaysCounted));
    }
    return counts.get(from) ?? 0;
  };
}

/** Dependencies before dependents, without recursion, since real graphs are deep; what is `known` is left out. */
function postOrder(
  from: Component,
  edgesOf: EdgesOf,
  known: ReadonlyMap<Component, number>,
): readonly Component[] {
  if (known.has(from)) return [];
  const order: Component[] = [];
  const seen = new Set<Component>([from]);
  const stack: { readonly component: Component; readonly rest: Component[] }[] = [];
  const push = (component: Component): void => {
    const rest = edgesOf(component).flatMap(({ to }) => componentAt(to) ?? []);
    stack.push({ component, rest });
  };
  push(from);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.component);
      stack.pop();
    } else if (!seen.has(next) && !known.has(next)) {
      seen.add(next);
      push(next);
    }
  }
  return order;
}
