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

/** The shortest way from `from` to a library that the target lacks; undefined where there is none. */
export function shortestWay(from: Component, edgesOf: EdgesOf): Way | undefined {
  const cameBy = new Map<Component, { readonly edge: Edge; readonly by: Component }>();
  const seen = new Set<Component>([from]);
  let level: readonly Component[] = [from];
  while (level.length > 0) {
    const next: Component[] = [];
    for (const component of level) {
      for (const edge of edgesOf(component)) {
        if (isMissing(edge.to)) return { edges: [...wayTo(component, cameBy), edge], culprit: edge };
        const reached = componentAt(edge.to);
        if (reached === undefined || seen.has(reached)) continue;
        seen.add(reached);
        cameBy.set(reached, { edge, by: component });
        next.push(reached);
      }
    }
    level = next;
  }
  return undefined;
}

function wayTo(
  component: Component,
  cameBy: ReadonlyMap<Component, { edge: Edge; by: Component }>,
): readonly Edge[] {
  const edges: Edge[] = [];
  for (let step = cameBy.get(component); step !== undefined; step = cameBy.get(step.by))
    edges.unshift(step.edge);
  return edges;
}

/** All libraries of the tree that `from` links, itself first. */
export function closureOf(from: Component, edgesOf: EdgesOf): ReadonlySet<Component> {
  const closure = new Set<Component>([from]);
  for (const component of closure)
    for (const { to } of edgesOf(component)) if (to.kind === "workspace") closure.add(to.library);
  return closure;
}

const mostWaysCounted = 99;

/** How many ways lead from `from` to the library called `culprit`, at most 99. Cycles count for nothing. */
export function countWays(from: Component, culprit: string, edgesOf: EdgesOf): number {
  const counts = new Map<Component, number>();
  const order = postOrder(from, edgesOf);
  for (const component of order) {
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
}

/** Dependencies before dependents, without recursion: real graphs are deep. */
function postOrder(from: Component, edgesOf: EdgesOf): readonly Component[] {
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
    } else if (!seen.has(next)) {
      seen.add(next);
      push(next);
    }
  }
  return order;
}
