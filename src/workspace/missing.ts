import type { Component, Edge, Library, Workspace } from "./model.ts";
import { countWays, isMissing, shortestWay, type Way } from "./reach.ts";

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
  const edgesOf = (component: Component): readonly Edge[] => workspace.resolver.edgesOf(component);
  return workspace.components.flatMap((component): readonly MissingLibrary[] => {
    if (workspace.roleOf(component) !== "target" || workspace.resolver.existenceOf(component).truth === "no")
      return [];
    const named = edgesOf(component).filter(({ to }) => isMissing(to));
    if (named.length > 0)
      return uniqueByName(named).map((culprit) => ({
        component,
        way: { edges: [culprit], culprit },
        otherWays: 0,
      }));
    const way = shortestWay(component, edgesOf);
    if (way === undefined) return [];
    if (librariesOn(way).some((nearer) => answersFor(nearer, component))) return [];
    return [{ component, way, otherWays: countWays(component, way.culprit.name, edgesOf) - 1 }];
  });
}

/** The libraries of the tree on the way; each of them reaches the culprit too. */
function librariesOn({ edges }: Way): readonly Library[] {
  return edges.flatMap(({ to }) => (to.kind === "workspace" ? [to.library] : []));
}

function uniqueByName(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.toReversed().map((edge) => [edge.name, edge])).values()].reverse();
}
