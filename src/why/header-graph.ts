import type { IncludeUse } from "../syntax/c/preprocess.ts";
import type { Target } from "../target/target.ts";
import type { Workspace } from "../workspace/model.ts";
import { stubReader } from "../workspace/read-stub.ts";
import { stubsOf } from "../workspace/stubs.ts";
import type { GraphBuilder, GraphNode } from "./graph.ts";
import { componentNode, libraryGraph } from "./library-graph.ts";

/** The library graph with the stubs of every stanza, and the headers that the target's preprocessor meets in them. */
export function headerGraph(workspace: Workspace, target: Target): GraphBuilder {
  const builder = libraryGraph(workspace);
  const read = stubReader(workspace, target);
  for (const component of workspace.components) {
    if (workspace.resolver.existenceOf(component).truth === "no") continue;
    const from = builder.node(componentNode(component));
    for (const stub of stubsOf(component, workspace.views, workspace.resolver)) {
      const seen = read(stub);
      if (seen === undefined) continue;
      const entry = builder.node({ ...fileNode(seen.source), kind: "stub" });
      builder.arrow(from, { to: entry, via: "foreign-stubs", at: stub.at });
      for (const use of seen.preprocessed.includes) {
        const directive = use.chain.at(-1);
        if (directive === undefined) continue;
        const { path, span } = directive;
        const asking = path === seen.source ? entry : builder.node(fileNode(path));
        builder.arrow(asking, {
          to: builder.node(headerNode(use)),
          via: "include",
          at: { file: path, span },
        });
      }
    }
  }
  return builder;
}

const fileNode = (path: string): GraphNode => ({
  key: `file:${path}`,
  name: path,
  kind: "header",
  at: { file: path, span: { start: 0, end: 0 } },
});

function headerNode({ path, name }: IncludeUse): GraphNode {
  return path === undefined
    ? { key: `header:${name.name}`, name: name.name, kind: "header", at: undefined }
    : fileNode(path);
}
