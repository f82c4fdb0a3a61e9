import type { Component, Edge, Workspace } from "./model.ts";
import { isMissing, type Way, type Ways, wayCounter, wayOf, waysToMissing } from "./reach.ts";

/** A component of target code that needs a library which the target lacks. */
export interface MissingLibrary {
  readonly component: Component;
  readonly way: Way;
  /** How many ways lead there besides this one. */
  readonly otherWays: number;
}

/**
 * One entry for every missing library that a component names, or else one for the nearest that it reaches.
 * What a library on the way already answers for itself is left out: `answersFor` says so.
 */
export function missingLibraries(
  workspace: Workspace,
  answersFor: (nearer: Component, component: Component) => boolean,
): readonly MissingLibrary[] {
  const { edgesOf, existenceOf } = workspace.resolver;
  const ways = waysToMissing(workspace.components, edgesOf);
  const countWays = wayCounter(edgesOf);
  return workspace.components.flatMap((component): readonly MissingLibrary[] => {
    if (workspace.roleOf(component) !== "target" || existenceOf(component).truth === "no") return [];
    const named = edgesOf(component).filter(({ to }) => isMissing(to));
    if (named.length > 0)
      return uniqueByName(named).map((culprit) => ({
        component,
        way: { edges: [culprit], culprit },
        otherWays: 0,
      }));
    const way = unansweredWay(component, ways, answersFor);
    if (way === undefined) return [];
    return [{ component, way, otherWays: countWays(component, way.culprit.name) - 1 }];
  });
}

/** The way, unless a library on it answers for itself; each of them reaches the culprit too. */
function unansweredWay(
  component: Component,
  ways: Ways,
  answersFor: (nearer: Component, component: Component) => boolean,
): Way | undefined {
  const edges: Edge[] = [];
  for (const edge of ways.edgesFrom(component)) {
    if (edge.to.kind === "workspace" && answersFor(edge.to.library, component)) return undefined;
    edges.push(edge);
  }
  return wayOf(edges);
}

function uniqueByName(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.toReversed().map((edge) => [edge.name, edge])).values()].reverse();
}
