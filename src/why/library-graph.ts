import { type KnownLibrary, knownLibraries } from "../target/known-libraries.ts";
import type { Component, Edge, Resolution, Workspace } from "../workspace/model.ts";
import { type GraphBuilder, type GraphNode, graphBuilder } from "./graph.ts";

const kinds = {
  library: "library",
  executables: "executable",
  "foreign-library": "library",
  unikernel: "unikernel",
} as const satisfies Readonly<Record<Component["kind"], GraphNode["kind"]>>;

export const componentNode = ({ key, name, kind, at }: Component): GraphNode => ({
  key,
  name,
  kind: kinds[kind],
  at,
});

/** Libraries, executables and unikernels of the tree, and what they need. */
export function libraryGraph({ components, resolver }: Workspace): GraphBuilder {
  const builder = graphBuilder();
  for (const component of components) {
    const from = builder.node(componentNode(component));
    for (const edge of resolver.edgesOf(component)) {
      const { via, at } = edge;
      const to = builder.node(nodeAt(edge));
      builder.arrow(from, { to, via, at });
      if (edge.to.kind === "known") followKnown(to, edge.to.known, builder);
    }
  }
  return builder;
}

/** What is known to stand in the way of a library from elsewhere: the library that it links, and so on down to unix. */
function followKnown(from: GraphNode, known: KnownLibrary, builder: GraphBuilder): void {
  const name = known.fails === "unix" ? "unix" : known.through;
  if (name === undefined || name === known.name) return;
  const to = builder.node(elsewhere(name));
  builder.arrow(from, { to, via: "known", at: undefined });
  const next = knownLibraries.get(name);
  if (known.fails === "depends" && next !== undefined) followKnown(to, next, builder);
}

const elsewhere = (name: string): GraphNode => ({
  key: `library:${name}`,
  name,
  kind: "external-library",
  at: undefined,
});

function nodeAt({ name, to }: Edge): GraphNode {
  const component = componentAt(to);
  return component === undefined ? elsewhere(name) : componentNode(component);
}

function componentAt(to: Resolution): Component | undefined {
  switch (to.kind) {
    case "workspace":
    case "disabled":
      return to.library;
    case "generator":
      return to.executables;
    default:
      return undefined;
  }
}
