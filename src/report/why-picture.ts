import type { Answer } from "../why/answer.ts";
import type { Arrow, GraphNode, Via } from "../why/graph.ts";

/** A node of the picture, and how it stands in it. */
export interface DrawnNode {
  readonly node: GraphNode;
  readonly part: "start" | "between" | "target";
  /** How many other starts lead through this one. */
  readonly sameWay: number;
}

export interface DrawnArrow {
  readonly from: GraphNode;
  readonly arrow: Arrow;
}

export interface Picture {
  readonly nodes: readonly DrawnNode[];
  readonly arrows: readonly DrawnArrow[];
  /** Starts that are left out, since nobody can read a picture of hundreds. */
  readonly leftOut: number;
}

/** So many starts are shown to a person; JSON has all. */
export const mostStarts = 10;

/** Everything that the paths shown lead through. */
export function pictureOf({ starts }: Answer): Picture {
  const nodes = new Map<GraphNode, DrawnNode>();
  const arrows = new Map<string, DrawnArrow>();
  const shown = starts.slice(0, mostStarts);
  for (const { paths, sameWay } of shown)
    for (const { start, arrows: steps } of paths) {
      nodes.set(start, { node: start, part: "start", sameWay: sameWay.length });
      let from = start;
      for (const [at, arrow] of steps.entries()) {
        arrows.set(`${from.key}\0${arrow.to.key}`, { from, arrow });
        const part = at === steps.length - 1 ? "target" : "between";
        if (!nodes.has(arrow.to)) nodes.set(arrow.to, { node: arrow.to, part, sameWay: 0 });
        from = arrow.to;
      }
    }
  return { nodes: [...nodes.values()], arrows: [...arrows.values()], leftOut: starts.length - shown.length };
}

const words: Readonly<Record<Via, string>> = {
  libraries: "libraries",
  select: "select",
  implements: "implements",
  "ppx-runtime": "ppx runtime",
  package: "package",
  build: "build rule",
  depends: "depends",
  depopts: "depopts",
  "foreign-stubs": "stubs",
  include: "#include",
  known: "is known to need",
  modules: "modules",
  reference: "names it",
};

/** What makes one node need the next, in a word or two. */
export const viaWord = (via: Via): string => words[via];
