import { nearNames } from "../target/near-names.ts";
import type { Component, Package, Workspace } from "../workspace/model.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { componentNode } from "./library-graph.ts";
import { bareName, packageNode } from "./package-graph.ts";

/** Who is asked about: what a unikernel links, libraries that only this tree uses, host code, or vendored code. */
export type StartKind = "from" | "unikernel" | "target" | "private" | "host" | "vendored";

export interface StartingPoints {
  readonly kind: StartKind;
  readonly nodes: readonly GraphNode[];
}

type ComponentTier = (component: Component, workspace: Workspace) => boolean;

const tiers: readonly (readonly [StartKind, ComponentTier])[] = [
  ["unikernel", (component, { mode }) => mode === "unikernel" && component.kind === "unikernel"],
  [
    "target",
    (component, { roleOf }) =>
      !component.vendored &&
      roleOf(component) === "target" &&
      (component.kind !== "library" || component.publicName !== undefined),
  ],
  ["private", (component, { roleOf }) => !component.vendored && roleOf(component) === "target"],
  ["host", (component) => !component.vendored],
  ["vendored", () => true],
];

/** Components where a question about libraries, headers or modules starts; the first tier with one that `reaches`. */
export function componentStarts(
  workspace: Workspace,
  reaches: (node: GraphNode) => boolean,
  graph: Graph,
): StartingPoints {
  const known = new Map([...graph.keys()].map((node) => [node.key, node]));
  for (const [kind, belongs] of tiers) {
    const nodes = workspace.components
      .filter((component) => belongs(component, workspace))
      .flatMap((component) => known.get(componentNode(component).key) ?? [])
      .filter(reaches);
    if (nodes.length > 0) return { kind, nodes };
  }
  return { kind: "target", nodes: [] };
}

export function packageStarts(
  workspace: Workspace,
  reaches: (node: GraphNode) => boolean,
  graph: Graph,
): StartingPoints {
  const named = (packages: readonly Package[]): readonly GraphNode[] => {
    const keys = new Set(packages.map(({ name, at }) => packageNode(name, at).key));
    return [...graph.keys()].filter((node) => keys.has(node.key) && reaches(node));
  };
  const own = named(workspace.packages.filter(({ vendored }) => !vendored));
  if (own.length > 0) return { kind: "target", nodes: own };
  return { kind: "vendored", nodes: named(workspace.packages) };
}

/** The nodes of the tree that a person calls `name`: a library or unikernel, else all of a package, else a program. */
export function startsNamed(name: string, workspace: Workspace, graph: Graph): readonly GraphNode[] {
  const { components, packages, packageOf } = workspace;
  const called = components.filter((component) => isCalled(component, name));
  const tiers: readonly (readonly string[])[] = [
    packages.filter((owner) => bareName(owner.name) === name).map(({ at }) => packageNode(name, at).key),
    called.filter(({ kind }) => kind === "library" || kind === "unikernel").map(({ key }) => key),
    components
      .filter((component) => component.kind === "library" && packageOf(component)?.name === name)
      .map(({ key }) => key),
    called.map(({ key }) => key),
  ];
  for (const tier of tiers) {
    const keys = new Set(tier);
    const found = [...graph.keys()].filter(({ key }) => keys.has(key));
    if (found.length > 0) return found;
  }
  return [];
}

function isCalled(component: Component, name: string): boolean {
  if (component.name === name) return true;
  if (component.kind === "library") return component.privateName === name;
  return component.kind === "executables" && component.stanza.names.some(({ text }) => text === name);
}

/** Whether anything of the tree bears the name, in whichever graph. */
export const isOfTree = (name: string, { components, packages }: Workspace): boolean =>
  components.some((component) => isCalled(component, name)) ||
  packages.some((owner) => bareName(owner.name) === name);

export const nearStarts = (name: string, { components, packages }: Workspace): readonly string[] =>
  nearNames(name, [
    ...components.flatMap((component) => [
      component.name,
      ...(component.kind === "library" ? [component.privateName] : []),
    ]),
    ...packages.map((owner) => bareName(owner.name)),
  ]);
