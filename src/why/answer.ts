import type { Target } from "../target/target.ts";
import type { Workspace } from "../workspace/model.ts";
import type { Graph, GraphBuilder, GraphNode, Path } from "./graph.ts";
import { headerGraph } from "./header-graph.ts";
import { componentNode, libraryGraph } from "./library-graph.ts";
import { moduleGraph, moduleTarget } from "./module-graph.ts";
import { packageGraph, packageNode } from "./package-graph.ts";
import { distancesTo, shortestPaths } from "./shortest-paths.ts";
import { componentStarts, packageStarts, type StartKind, startsNamed } from "./starting-points.ts";
import type { TargetKind } from "./target-kinds.ts";
import { librariesNamed, type TargetName } from "./targets.ts";

export interface Question {
  readonly name: string;
  readonly kind: TargetKind;
  /** Where paths start; by default at whatever reaches the target. */
  readonly from: string | undefined;
  /** How many paths are wanted from each start. */
  readonly mostPaths: number;
}

/** One start, and others whose shortest path leads through it. */
export interface StartAnswer {
  /** Shortest first; there is at least one. */
  readonly paths: readonly Path[];
  /** Paths from here that are not listed; at most `mostCounted`. */
  readonly otherPaths: number;
  /** Names of other starts that come this way, nearest first. */
  readonly sameWay: readonly string[];
}

export interface Answer {
  readonly question: Question;
  readonly target: TargetName;
  readonly starts: readonly StartAnswer[];
  readonly startKind: StartKind;
  /** Only tests, documentation or development need it. */
  readonly onlyForDevelopment: boolean;
}

/** More are not counted: there may be very many. */
export const mostCounted = 99;

/** The shortest paths to what is asked about; no start where nothing reaches it. */
export async function answerTo(
  question: Question,
  described: TargetName,
  workspace: Workspace,
  target: Target,
): Promise<Answer> {
  const builder = await graphFor(question, workspace, target);
  const answer = answerIn(builder.graph, targetNodes(question, builder, workspace), question, workspace);
  if (question.kind === "package" && answer.starts.length === 0) {
    const wide = packageGraph(workspace.packages, true);
    const found = answerIn(wide.graph, targetNodes(question, wide, workspace), question, workspace);
    if (found.starts.length > 0) return { ...found, question, target: described, onlyForDevelopment: true };
  }
  return { ...answer, question, target: described, onlyForDevelopment: false };
}

function graphFor(
  { kind, name }: Question,
  workspace: Workspace,
  target: Target,
): GraphBuilder | Promise<GraphBuilder> {
  switch (kind) {
    case "library":
      return libraryGraph(workspace);
    case "package":
      return packageGraph(workspace.packages, false);
    case "header":
      return headerGraph(workspace, target);
    case "module":
      return moduleGraph(workspace, name);
  }
}

function targetNodes(
  { kind, name }: Question,
  builder: GraphBuilder,
  workspace: Workspace,
): readonly GraphNode[] {
  switch (kind) {
    case "library": {
      const own = librariesNamed(name, workspace).map(componentNode);
      const keys = new Set([`library:${name}`, ...own.map(({ key }) => key)]);
      return [...builder.graph.keys()].filter(({ key }) => keys.has(key));
    }
    case "package":
      return [builder.node(packageNode(name, undefined))];
    case "header":
      return [...builder.graph.keys()].filter(
        (node) => node.kind === "header" && (node.name === name || node.name.endsWith(`/${name}`)),
      );
    case "module":
      return [builder.node(moduleTarget(name))];
  }
}

function answerIn(
  graph: Graph,
  targets: readonly GraphNode[],
  question: Question,
  workspace: Workspace,
): Pick<Answer, "starts" | "startKind"> {
  const distances = distancesTo(targets, graph);
  const reaches = (node: GraphNode): boolean => (distances.get(node) ?? 0) > 0;
  const { kind, nodes } =
    question.from === undefined
      ? (question.kind === "package" ? packageStarts : componentStarts)(workspace, reaches, graph)
      : {
          kind: "from" as const,
          nodes: startsNamed(question.from, workspace, graph).filter(reaches),
        };
  const paths = nodes.flatMap((node) => firstPath(node, graph, distances));
  const starts = grouped(paths).map(({ path, sameWay }) => ({
    ...pathsFrom(path.start, graph, distances, question.mostPaths),
    sameWay,
  }));
  return { starts, startKind: kind };
}

function firstPath(
  node: GraphNode,
  graph: Graph,
  distances: ReadonlyMap<GraphNode, number>,
): readonly Path[] {
  const first = shortestPaths(node, graph, distances).next();
  return first.done === true ? [] : [first.value];
}

function pathsFrom(
  start: GraphNode,
  graph: Graph,
  distances: ReadonlyMap<GraphNode, number>,
  mostPaths: number,
): Pick<StartAnswer, "paths" | "otherPaths"> {
  const paths: Path[] = [];
  let otherPaths = 0;
  for (const path of shortestPaths(start, graph, distances)) {
    if (paths.length < mostPaths) paths.push(path);
    else if (++otherPaths === mostCounted) break;
  }
  return { paths, otherPaths };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Group {
  readonly path: Path;
  readonly sameWay: string[];
}

/** A start whose path leads through another start says nothing new: it is named there. Nearest first. */
function grouped(paths: readonly Path[]): readonly Group[] {
  const byLength = [...paths].sort(
    (a, b) => a.arrows.length - b.arrows.length || compare(a.start.name, b.start.name),
  );
  const groups = new Map<GraphNode, Group>();
  const groupOf = new Map<GraphNode, Group>();
  for (const path of byLength) {
    const through = path.arrows.map(({ to }) => groupOf.get(to)).find((group) => group !== undefined);
    const group = through ?? { path, sameWay: [] };
    if (through === undefined) groups.set(path.start, group);
    else if (!through.sameWay.includes(path.start.name)) through.sameWay.push(path.start.name);
    groupOf.set(path.start, group);
  }
  return [...groups.values()].sort(
    (a, b) => a.path.arrows.length - b.path.arrows.length || b.sameWay.length - a.sameWay.length,
  );
}
