import type { PathStep } from "../lint/diagnostic.ts";
import type { Edge } from "../workspace/model.ts";
import type { Place } from "../workspace/sources.ts";

/** Something that a path can lead through. */
export interface GraphNode {
  /** Unique in its graph, and stable across runs. */
  readonly key: string;
  readonly name: string;
  readonly kind: PathStep["kind"];
  /** Where it is defined; undefined for what is not in the tree. */
  readonly at: Place | undefined;
}

/** What in a file makes one node need another. */
export type Via =
  | Edge["via"]
  | "depends"
  | "depopts"
  | "foreign-stubs"
  | "include"
  | "known"
  | "modules"
  | "reference";

export interface Arrow {
  readonly to: GraphNode;
  readonly via: Via;
  /** Undefined for what is known of libraries from elsewhere. */
  readonly at: Place | undefined;
}

/** Arrows of every node, each neighbour once, in the order of the files. */
export type Graph = ReadonlyMap<GraphNode, readonly Arrow[]>;

export interface Path {
  readonly start: GraphNode;
  readonly arrows: readonly Arrow[];
}

/** Collects nodes and arrows; of several arrows between the same two nodes the first counts. */
export interface GraphBuilder {
  node(node: GraphNode): GraphNode;
  arrow(from: GraphNode, arrow: Arrow): void;
  readonly graph: Graph;
}

export function graphBuilder(): GraphBuilder {
  const nodes = new Map<string, GraphNode>();
  const graph = new Map<GraphNode, Arrow[]>();
  const joined = new Map<GraphNode, Set<GraphNode>>();
  return {
    graph,
    node(asked) {
      const known = nodes.get(asked.key);
      if (known !== undefined) return known;
      nodes.set(asked.key, asked);
      graph.set(asked, []);
      joined.set(asked, new Set());
      return asked;
    },
    arrow(from, arrow) {
      const others = joined.get(from);
      if (others === undefined || others.has(arrow.to) || arrow.to === from) return;
      others.add(arrow.to);
      graph.get(from)?.push(arrow);
    },
  };
}
