import { isMainLibrary } from "../workspace/intents.ts";
import type { Component, Edge, Library, Package, Workspace } from "../workspace/model.ts";
import { isMissing, waysToMissing } from "../workspace/reach.ts";
import type { Place } from "../workspace/sources.ts";
import { ownerOf } from "./blame.ts";
import { describe, generatorHelp } from "./dependency-path.ts";
import type { JudgedFinding } from "./diagnostics.ts";
import type { Judgement } from "./judge.ts";

/** A library, program or package with something to fix. */
export interface ToFix {
  /** `library foo` */
  readonly name: string;
  readonly at: Place;
  readonly message: string;
  readonly help: string | undefined;
  /** How many more findings there are in it. */
  readonly more: number;
}

/** Where an obstacle of others stands. */
export interface Cause {
  readonly key: Component | Package;
  readonly toFix: ToFix;
  /** Who meets the obstacle first. */
  readonly stopped: Component[];
}

/** Who waits for what. */
export interface Waits {
  readonly causes: readonly Cause[];
  /** The causes that each component waits for. */
  readonly ofComponents: ReadonlyMap<Component, readonly Cause[]>;
  readonly ofPackages: ReadonlyMap<Package, readonly Cause[]>;
  /** How many libraries there are that somebody may want portable. */
  readonly libraries: number;
  readonly packages: number;
}

/**
 * Where the obstacles of all libraries and packages stand, one cause for each library that has some of its own. What is meant
 * for Unix neither waits nor is to be mended: who asks for it is.
 */
export function waitsOf(workspace: Workspace, judgement: Judgement): Waits {
  const findings = findingsByOwner(judgement.judged);
  const target = workspace.components.filter(
    (component) =>
      workspace.roleOf(component) === "target" && workspace.resolver.existenceOf(component).truth !== "no",
  );
  const onPurpose = stoppedOnPurpose(target, findings, workspace);
  const candidates = target.filter((component) => !onPurpose.has(component));
  const causes = causesOf(candidates, onPurpose, findings, workspace);
  const mayBeWanted = candidates.filter((component) => workspace.intentOf(component).intent !== "unix-only");
  const ofComponents = waitingFor(causes, candidates, new Set(mayBeWanted), workspace);
  const packages = workspace.packages.filter(
    (owner) => !owner.vendored && workspace.intentOf(owner).intent !== "unix-only",
  );
  const ofPackages = packageCauses(packages, ofComponents, findings, { workspace, judgement });
  for (const cause of [...ofPackages.values()].flat()) causes.set(cause.key, cause);
  return {
    causes: [...causes.values()],
    ofComponents,
    ofPackages,
    libraries: mayBeWanted.filter(({ kind }) => kind === "library").length,
    packages: packages.length,
  };
}

type Findings = ReadonlyMap<Component | Package, readonly JudgedFinding[]>;

/**
 * What is meant for Unix and needs it: it stops by itself, or by way of others of that kind. One that only comes upon an obstacle
 * in code which may be wanted, such as the run-time library of a test framework, is no end of the road.
 */
function stoppedOnPurpose(
  target: readonly Component[],
  findings: Findings,
  { resolver, intentOf }: Workspace,
): ReadonlySet<Component> {
  const meant = target.filter((component) => intentOf(component).intent === "unix-only");
  const stopped = new Set(
    meant.filter(
      (component) =>
        resolver.edgesOf(component).some(({ to }) => isMissing(to)) ||
        (findings.get(component) ?? []).some(isOfItsOwn),
    ),
  );
  const dependents = dependentsOf(meant, resolver.edgesOf);
  for (const component of stopped)
    for (const dependent of dependents.get(component) ?? []) stopped.add(dependent);
  return stopped;
}

function dependentsOf(
  components: readonly Component[],
  edgesOf: (component: Component) => readonly Edge[],
): ReadonlyMap<Component, readonly Component[]> {
  const dependents = new Map<Component, Component[]>(components.map((component) => [component, []]));
  for (const component of components)
    for (const { to } of edgesOf(component))
      if (to.kind === "workspace") dependents.get(to.library)?.push(component);
  return dependents;
}

type Causes = Map<Component | Package, Cause>;

/** Who is stopped by something of its own: a finding, a library that the target lacks, one that is meant for Unix. */
function causesOf(
  candidates: readonly Component[],
  onPurpose: ReadonlySet<Component>,
  findings: Findings,
  workspace: Workspace,
): Causes {
  const { resolver, components } = workspace;
  const causes: Causes = new Map();
  const ways = waysToMissing(components, resolver.edgesOf);
  for (const component of candidates) {
    const own = findings.get(component) ?? [];
    const edges = resolver.edgesOf(component);
    const stops = edges.find(
      ({ to }) => isMissing(to) || (to.kind === "workspace" && onPurpose.has(to.library)),
    );
    if (stops !== undefined || own.some(isOfItsOwn))
      causes.set(component, {
        key: component,
        toFix: ownToFix(component, own, stops),
        stopped: [component],
      });
    for (const edge of edges) {
      if (edge.to.kind !== "generator") continue;
      const program = edge.to.executables;
      const culprit = [...ways.edgesFrom(program)].at(-1);
      const known = causes.get(program);
      if (known !== undefined) known.stopped.push(component);
      else if (culprit !== undefined)
        causes.set(program, {
          key: program,
          toFix: generatorToFix(program, edge, culprit, workspace),
          stopped: [component],
        });
    }
  }
  return causes;
}

function findingsByOwner(judged: readonly JudgedFinding[]): Findings {
  const found = new Map<Component | Package, JudgedFinding[]>();
  for (const judgedFinding of judged) {
    const owner = ownerOf(judgedFinding.finding.owner);
    if (owner === undefined || !judgedFinding.blocks) continue;
    const others = found.get(owner);
    if (others === undefined) found.set(owner, [judgedFinding]);
    else others.push(judgedFinding);
  }
  return found;
}

/** A finding whose path leads through other libraries is theirs to mend; a stub's path leads through its headers. */
const isOfItsOwn = ({ diagnostic: { path } }: JudgedFinding): boolean =>
  path.length === 0 || path[0]?.kind === "stub";

function ownToFix(component: Component, findings: readonly JudgedFinding[], stops: Edge | undefined): ToFix {
  // Through a generator it is stopped as well, and that is told elsewhere.
  const own = findings.filter(
    (found) => isOfItsOwn(found) || !found.diagnostic.path.some(({ kind }) => kind === "executable"),
  );
  const [first] = own;
  return {
    name: describe(component),
    at: first?.finding.at ?? stops?.at ?? component.at,
    message:
      first?.diagnostic.message ?? `${describe(component)} links ${stops?.name ?? "what the target lacks"}`,
    help: first?.diagnostic.help,
    more: Math.max(0, own.length - 1),
  };
}

function generatorToFix(program: Component, edge: Edge, culprit: Edge, workspace: Workspace): ToFix {
  return {
    name: describe(program),
    at: program.at,
    message: `dune links ${edge.name} for the target, and it needs ${culprit.name}, which is not there`,
    help: generatorHelp({ edges: [edge], culprit: edge }, workspace),
    more: 0,
  };
}

/** The causes that each component waits for: one closure over dependents for each cause. */
function waitingFor(
  causes: Causes,
  candidates: readonly Component[],
  counted: ReadonlySet<Component>,
  { resolver }: Workspace,
): ReadonlyMap<Component, readonly Cause[]> {
  const dependents = dependentsOf(candidates, resolver.edgesOf);
  const waiting = new Map<Component, Cause[]>();
  for (const cause of causes.values()) {
    const reached = new Set(cause.stopped);
    for (const component of reached) {
      for (const dependent of dependents.get(component) ?? []) reached.add(dependent);
      if (!counted.has(component)) continue;
      const others = waiting.get(component);
      if (others === undefined) waiting.set(component, [cause]);
      else others.push(cause);
    }
  }
  return waiting;
}

/** A package waits for what its main library does, or all of them where none bears its name, and for what is wrong with itself. */
function packageCauses(
  packages: readonly Package[],
  waiting: ReadonlyMap<Component, readonly Cause[]>,
  findings: Findings,
  { workspace, judgement }: { readonly workspace: Workspace; readonly judgement: Judgement },
): ReadonlyMap<Package, readonly Cause[]> {
  const libraries = new Map<string, Library[]>();
  for (const component of workspace.components) {
    if (component.kind !== "library" || component.packageName === undefined) continue;
    const others = libraries.get(component.packageName);
    if (others === undefined) libraries.set(component.packageName, [component]);
    else others.push(component);
  }
  const causes = new Map<Package, readonly Cause[]>();
  for (const owner of packages) {
    if (judgement.verdicts.ofPackage(owner).verdict !== "not-portable") continue;
    const own = findings.get(owner) ?? [];
    const all = libraries.get(owner.name) ?? [];
    const main = all.find(isMainLibrary);
    const found = new Set(
      (main === undefined ? all : [main]).flatMap((library) => waiting.get(library) ?? []),
    );
    const [first] = own;
    if (first !== undefined)
      found.add({
        key: owner,
        toFix: {
          name: `package ${owner.name}`,
          at: first.finding.at,
          message: first.diagnostic.message,
          help: first.diagnostic.help,
          more: own.length - 1,
        },
        stopped: [],
      });
    if (found.size > 0) causes.set(owner, [...found]);
  }
  return causes;
}
