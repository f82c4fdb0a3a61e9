import { isForUsers } from "../workspace/intents.ts";
import type { Package } from "../workspace/model.ts";
import type { Place } from "../workspace/sources.ts";
import { type GraphBuilder, type GraphNode, graphBuilder } from "./graph.ts";

/** In a repository of opam files every version of a package is one of its own, called `NAME.VERSION`. */
export const bareName = (name: string): string => name.split(".")[0] ?? name;

export const packageNode = (name: string, at: Place | undefined): GraphNode => ({
  key: `package:${bareName(name)}`,
  name: bareName(name),
  kind: "package",
  at,
});

/** Packages of the tree and what they depend on; with `all`, also for tests, documentation and development. */
export function packageGraph(packages: readonly Package[], all: boolean): GraphBuilder {
  const builder = graphBuilder();
  for (const { name, at } of packages) builder.node(packageNode(name, at));
  for (const { name, at, depends } of packages) {
    const from = builder.node(packageNode(name, at));
    for (const dependency of depends) {
      if (!all && !isForUsers(dependency.filters)) continue;
      const to = builder.node(packageNode(dependency.name.text, undefined));
      builder.arrow(from, { to, via: dependency.optional ? "depopts" : "depends", at: dependency.at });
    }
  }
  return builder;
}
