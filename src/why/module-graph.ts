import { type ModuleReference, type OcamlFacts, ocamlFacts } from "../facts/ocaml.ts";
import { wordsOutsideComments } from "../facts/ocaml-tokens.ts";
import { loadTreeSitter, type TreeSitter } from "../syntax/tree-sitter.ts";
import type { Component, Library, Workspace } from "../workspace/model.ts";
import { capitalised, type ModuleFile, modulesOf } from "../workspace/modules.ts";
import type { GraphBuilder, GraphNode } from "./graph.ts";
import { componentNode, libraryGraph } from "./library-graph.ts";

type ModulePath = readonly string[];

export const moduleTarget = (name: string): GraphNode => ({
  key: `module:${name}`,
  name,
  kind: "module",
  at: undefined,
});

/** The library graph with the modules that name the module `name`, such as `Unix` or `Lwt_unix`, outside comments. */
export async function moduleGraph(workspace: Workspace, name: string): Promise<GraphBuilder> {
  const builder = libraryGraph(workspace);
  const wanted = name.split(".");
  const target = builder.node(moduleTarget(name));
  for (const component of workspace.components) {
    const modules = modulesOf(component, workspace.views, workspace.resolver);
    const paths = namesWithin(component, wanted, modules.names);
    if (paths.length === 0) continue;
    const from = builder.node(componentNode(component));
    for (const file of modules.files) {
      const reference = await firstReference(workspace, file, paths);
      if (reference === undefined) continue;
      const place = { file: file.path, span: { start: 0, end: 0 } };
      const node = builder.node({ key: `file:${file.path}`, name: file.module, kind: "module", at: place });
      builder.arrow(from, { to: node, via: "modules", at: place });
      builder.arrow(node, { to: target, via: "reference", at: { file: file.path, span: reference.span } });
    }
  }
  return builder;
}

/** What the module is called by the modules of a component: a library's own leave out the name of the library. */
function namesWithin(component: Component, wanted: ModulePath, own: ReadonlySet<string>): ModulePath[] {
  const [first = "", ...rest] = wanted;
  const inside = component.kind === "library" && isWrappedAs(component, first);
  // A module of its own stands before one of the same name from elsewhere.
  const fromOutside = own.has(first) && !inside ? [] : [wanted];
  const isOwn = component.kind === "library" && !component.stanza.wrapped && own.has(first);
  return [...fromOutside, ...(inside && rest.length > 0 ? [rest] : []), ...(isOwn ? [wanted] : [])];
}

const isWrappedAs = ({ privateName, stanza }: Library, module: string): boolean =>
  stanza.wrapped && capitalised(privateName) === module;

async function firstReference(
  { sources }: Workspace,
  file: ModuleFile,
  paths: readonly ModulePath[],
): Promise<ModuleReference | undefined> {
  const text = sources.text(file.path) ?? "";
  const heads = new Set(paths.map(([head = ""]) => head));
  const last = new Set(paths.map((path) => path.at(-1) ?? ""));
  if (wordsOutsideComments(text, last).size === 0) return undefined;
  const { references } = facts(text, file, new Set([...heads, ...last]), await loadTreeSitter());
  return references.find(
    ({ path, use, openedBefore }) =>
      use !== "alias" &&
      paths.some(
        (wanted) =>
          startsWith(path, wanted) ||
          openedBefore.some((opened) => opened.length > 0 && startsWith([...opened, ...path], wanted)),
      ),
  );
}

function facts(
  text: string,
  file: ModuleFile,
  modules: ReadonlySet<string>,
  treeSitter: TreeSitter,
): OcamlFacts {
  return ocamlFacts(text, { interface: file.interface, modules }, treeSitter);
}

const startsWith = (path: ModulePath, start: ModulePath): boolean =>
  start.every((part, at) => path[at] === part);
