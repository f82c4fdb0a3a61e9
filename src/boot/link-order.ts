import type { Component, Edge } from "../workspace/model.ts";

/** A part of what is linked: of the tree, or a library that is not in it. */
export type LinkedPart =
  | { readonly kind: "component"; readonly component: Component }
  | { readonly kind: "elsewhere"; readonly name: string };

interface Visit {
  readonly component: Component;
  readonly edges: readonly Edge[];
  next: number;
}

/**
 * What `starts` link, in the order in which its modules are initialised: what a library needs comes before it, in the order of its
 * `(libraries …)`, each once (dune's Lib.closure).
 */
export function linkOrderOf(
  starts: readonly Component[],
  edgesOf: (component: Component) => readonly Edge[],
): readonly LinkedPart[] {
  const parts: LinkedPart[] = [];
  const seen = new Set<Component | string>();
  const stack: Visit[] = [];
  const visit = (component: Component): void => {
    if (seen.has(component)) return;
    seen.add(component);
    // What only runs while it is built is not linked.
    const edges = edgesOf(component).filter(({ via }) => via !== "build");
    stack.push({ component, edges, next: 0 });
  };
  for (const start of starts) {
    visit(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = top.edges[top.next++];
      if (edge === undefined) {
        parts.push({ kind: "component", component: top.component });
        stack.pop();
      } else if (edge.to.kind === "workspace") visit(edge.to.library);
      else if (edge.to.kind === "assumed" && !seen.has(edge.name)) {
        seen.add(edge.name);
        parts.push({ kind: "elsewhere", name: edge.name });
      }
    }
  }
  return parts;
}
