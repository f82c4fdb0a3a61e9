import { type Graph, type GraphNode, graphBuilder } from "../../src/why/graph.ts";

const place = (line: number) => ({ file: "dune", span: { start: line, end: line } });

/** A graph of nodes `0`, `1`, … with an arrow for every pair, in their order. */
export function graphOf(
  size: number,
  pairs: readonly (readonly [number, number])[],
): { readonly graph: Graph; readonly nodes: readonly GraphNode[] } {
  const builder = graphBuilder();
  const nodes = Array.from({ length: size }, (_, at) =>
    builder.node({ key: String(at), name: String(at), kind: "library", at: undefined }),
  );
  for (const [from, to] of pairs) {
    const [source, target] = [nodes[from], nodes[to]];
    if (source !== undefined && target !== undefined)
      builder.arrow(source, { to: target, via: "libraries", at: place(from) });
  }
  return { graph: builder.graph, nodes };
}
