import type { Arrow, Graph, GraphNode, Path } from "./graph.ts";

/** How many arrows each node is away from the nearest of `targets`; nodes that lead to none are left out. */
export function distancesTo(targets: Iterable<GraphNode>, graph: Graph): ReadonlyMap<GraphNode, number> {
  const neededBy = new Map<GraphNode, GraphNode[]>();
  for (const [from, arrows] of graph)
    for (const { to } of arrows) {
      const others = neededBy.get(to);
      if (others === undefined) neededBy.set(to, [from]);
      else others.push(from);
    }
  const distances = new Map([...targets].map((target) => [target, 0]));
  for (const [node, distance] of distances)
    for (const from of neededBy.get(node) ?? []) if (!distances.has(from)) distances.set(from, distance + 1);
  return distances;
}

/** A path under way, last arrow first. */
interface PartialPath {
  readonly node: GraphNode;
  readonly arrow: Arrow | undefined;
  readonly before: PartialPath | undefined;
  readonly length: number;
}

// Only circles make partial paths that lead nowhere; a tree full of them must not hang the run.
const mostExpanded = 100_000;

/**
 * Paths from `start` to what `distances` were computed for, shortest first and no node twice on one; of those as long as
 * each other, the one whose arrows come first. The same input gives the same order.
 */
export function* shortestPaths(
  start: GraphNode,
  graph: Graph,
  distances: ReadonlyMap<GraphNode, number>,
): Generator<Path, void, undefined> {
  const nearest = distances.get(start);
  if (nearest === undefined) return;
  const pending: PartialPath[][] = [];
  pending[nearest] = [{ node: start, arrow: undefined, before: undefined, length: 0 }];
  let expanded = 0;
  for (let total = nearest; total < pending.length; total++) {
    const stack = pending[total] ?? [];
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
      if (distances.get(path.node) === 0) {
        yield { start, arrows: arrowsOf(path) };
        continue;
      }
      if (++expanded > mostExpanded) return;
      for (const arrow of (graph.get(path.node) ?? []).toReversed()) {
        const left = distances.get(arrow.to);
        if (left === undefined || leadsThrough(path, arrow.to)) continue;
        const longer = { node: arrow.to, arrow, before: path, length: path.length + 1 };
        const bucket = pending[longer.length + left];
        if (bucket === undefined) pending[longer.length + left] = [longer];
        else bucket.push(longer);
      }
    }
  }
}

function arrowsOf(path: PartialPath): readonly Arrow[] {
  const arrows: Arrow[] = [];
  for (let at: PartialPath | undefined = path; at?.arrow !== undefined; at = at.before) arrows.push(at.arrow);
  return arrows.reverse();
}

function leadsThrough(path: PartialPath, node: GraphNode): boolean {
  for (let at: PartialPath | undefined = path; at !== undefined; at = at.before)
    if (at.node === node) return true;
  return false;
}
