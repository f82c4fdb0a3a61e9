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
      builder.arrow(from, { to: builder.node(nodeAt(edge)), via, at });
    }
  }
  return builder;
}

function nodeAt({ name, to }: Edge): GraphNode {
  const component = componentAt(to);
  return component === undefined
    ? { key: `library:${name}`, name, kind: "external-library", at: undefined }
    : componentNode(component);
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
