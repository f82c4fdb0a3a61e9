import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph, GraphNode, Path } from "../../src/why/graph.ts";
import { distancesTo, shortestPaths } from "../../src/why/shortest-paths.ts";
import { graphOf } from "./graphs.ts";

const size = 7;
const pairs = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 18 });

const written = ({ start, arrows }: Path): string =>
  [start.name, ...arrows.map(({ to }) => to.name)].join(" ");

/** Every path without a circle, by trying all. */
function everyPath(graph: Graph, from: GraphNode, target: GraphNode, before = ""): readonly string[] {
  const path = before === "" ? from.name : `${before} ${from.name}`;
  if (from === target) return [path];
  return (graph.get(from) ?? [])
    .filter(({ to }) => !path.split(" ").includes(to.name))
    .flatMap(({ to }) => everyPath(graph, to, target, path));
}

function ends(nodes: readonly GraphNode[]): readonly [GraphNode, GraphNode] {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no nodes");
  return [first, last];
}

describe("in any graph, with circles and without", () => {
  it("all paths are found, each once, shortest first", () => {
    fc.assert(
      fc.property(pairs, (arrows) => {
        const { graph, nodes } = graphOf(size, arrows);
        const [first, last] = ends(nodes);
        const found = [...shortestPaths(first, graph, distancesTo([last], graph))].map(written);
        expect(found.toSorted()).toEqual(everyPath(graph, first, last).toSorted());
        const lengths = found.map((path) => path.length);
        expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
      }),
    );
  });

  it("the distance is the length of the shortest path", () => {
    fc.assert(
      fc.property(pairs, (arrows) => {
        const { graph, nodes } = graphOf(size, arrows);
        const [, last] = ends(nodes);
        const distances = distancesTo([last], graph);
        for (const node of nodes) {
          const lengths = everyPath(graph, node, last).map((path) => path.split(" ").length - 1);
          expect(distances.get(node)).toBe(lengths.length === 0 ? undefined : Math.min(...lengths));
        }
      }),
    );
  });
});

describe("of paths as short as each other", () => {
  it("the one whose arrows come first is first", () => {
    const { graph, nodes } = graphOf(4, [
      [0, 2],
      [0, 1],
      [1, 3],
      [2, 3],
    ]);
    const [first, last] = ends(nodes);
    expect([...shortestPaths(first, graph, distancesTo([last], graph))].map(written)).toEqual([
      "0 2 3",
      "0 1 3",
    ]);
  });
});

describe("a large graph", () => {
  it("gives its first paths at once, however many there are", () => {
    const diamonds = Array.from({ length: 3000 }, (_, at): readonly (readonly [number, number])[] => [
      [3 * at, 3 * at + 1],
      [3 * at, 3 * at + 2],
      [3 * at + 1, 3 * at + 3],
      [3 * at + 2, 3 * at + 3],
    ]).flat();
    const { graph, nodes } = graphOf(9001, diamonds);
    const [first, last] = ends(nodes);
    const paths = shortestPaths(first, graph, distancesTo([last], graph));
    for (let count = 0; count < 3; count++) {
      const { value } = paths.next();
      expect(value?.arrows).toHaveLength(6000);
    }
  });
});
