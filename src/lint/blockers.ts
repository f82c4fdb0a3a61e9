import { isMainLibrary } from "../workspace/intents.ts";
import type { Component, Edge, Library, Package, Workspace } from "../workspace/model.ts";
import { isMissing, waysToMissing } from "../workspace/reach.ts";
import type { Place } from "../workspace/sources.ts";
import { ownerOf } from "./blame.ts";
import { describe, generatorHelp } from "./dependency-path.ts";
import type { JudgedFinding } from "./diagnostics.ts";
import type { Judgement } from "./judge.ts";

/** Names of what is not portable, each list sorted. */
export interface Freed {
  readonly libraries: readonly string[];
  readonly packages: readonly string[];
  readonly unikernels: readonly string[];
}

/** A library, program or package with something to fix, and who waits for it. */
export interface Blocker {
  /** `library foo` */
  readonly name: string;
  readonly at: Place;
  readonly message: string;
  readonly help: string | undefined;
  /** How many more findings there are in it. */
  readonly more: number;
  /** What is portable as soon as this is mended. */
  readonly alone: Freed;
  /** What this is an obstacle of, `alone` included. */
  readonly together: Freed;
  /** Other blockers of what it is an obstacle of, those of most of it first. */
  readonly companions: readonly string[];
}

export interface Blockers {
  /** What frees most comes first. */
  readonly blockers: readonly Blocker[];
  /** Everything that waits for one of them. */
  readonly waiting: Freed;
  /** How many libraries there are that somebody may want portable. */
  readonly libraries: number;
  readonly packages: number;
}

/**
 * Each that waits counts for a blocker by its share: one of three blockers of a library has a third of it. So one that frees
 * dozens together with another comes before one that frees two alone.
 *
 * Where the obstacles of all libraries and packages stand, one entry for each library that has some of its own. What is meant
 * for Unix neither waits nor is to be mended: who asks for it is.
 */
export function blockersOf(workspace: Workspace, judgement: Judgement): Blockers {
  const findings = findingsByOwner(judgement.judged);
  const target = workspace.components.filter(
    (component) =>
      workspace.roleOf(component) === "target" && workspace.resolver.existenceOf(component).truth !== "no",
  );
  const onPurpose = stoppedOnPurpose(target, findings, workspace);
  const candidates = target.filter((component) => !onPurpose.has(component));
  const causes = causesOf(candidates, onPurpose, findings, workspace);
  const mayBeWanted = candidates.filter((component) => workspace.intentOf(component).intent !== "unix-only");
  const waiting = waitingFor(causes, candidates, new Set(mayBeWanted), workspace);
  const packages = workspace.packages.filter(
    (owner) => !owner.vendored && workspace.intentOf(owner).intent !== "unix-only",
  );
  const causesOfPackage = packageCauses(packages, waiting, findings, { workspace, judgement });
  for (const cause of [...causesOfPackage.values()].flat()) causes.set(cause.key, cause);
  const tally = tallied(waiting, causesOfPackage);
  const blockers = [...causes.values()]
    .flatMap(({ key, blocker }) => {
      const { share, ...waits } = tally(key);
      return share === 0 ? [] : [{ share, blocker: { ...blocker, ...waits } }];
    })
    .sort((a, b) => b.share - a.share || compare(a.blocker, b.blocker))
    .map(({ blocker }) => blocker);
  return {
    blockers,
    waiting: freedOf([...waiting.keys(), ...causesOfPackage.keys()]),
    libraries: mayBeWanted.filter(({ kind }) => kind === "library").length,
    packages: packages.length,
  };
}

const compare = (a: Blocker, b: Blocker): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

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

interface Cause {
  readonly key: Component | Package;
  readonly blocker: Omit<Blocker, "alone" | "together" | "companions">;
  /** Who meets the obstacle first. */
  readonly stopped: Component[];
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
        blocker: blockerOf(component, own, stops),
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
          blocker: generatorBlocker(program, edge, culprit, workspace),
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

function blockerOf(
  component: Component,
  findings: readonly JudgedFinding[],
  stops: Edge | undefined,
): Cause["blocker"] {
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

function generatorBlocker(
  program: Component,
  edge: Edge,
  culprit: Edge,
  workspace: Workspace,
): Cause["blocker"] {
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
        blocker: {
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

interface Tally extends Pick<Blocker, "alone" | "together" | "companions"> {
  readonly share: number;
}

interface Waiters {
  readonly alone: (Component | Package)[];
  readonly together: (Component | Package)[];
  readonly companions: Map<Cause, number>;
  share: number;
}

const nobody = (): Waiters => ({ alone: [], together: [], companions: new Map(), share: 0 });

function tallied(
  waiting: ReadonlyMap<Component, readonly Cause[]>,
  causesOfPackage: ReadonlyMap<Package, readonly Cause[]>,
): (key: Component | Package) => Tally {
  const tallies = new Map<Component | Package, Waiters>();
  for (const [waiter, causes] of [...waiting, ...causesOfPackage])
    for (const cause of causes) {
      const tally = tallies.get(cause.key) ?? nobody();
      tallies.set(cause.key, tally);
      tally.together.push(waiter);
      if (causes.length === 1) tally.alone.push(waiter);
      tally.share += 1 / causes.length;
      for (const other of causes)
        if (other !== cause) tally.companions.set(other, (tally.companions.get(other) ?? 0) + 1);
    }
  return (key) => {
    const { alone, together, companions, share } = tallies.get(key) ?? nobody();
    return {
      share,
      alone: freedOf(alone),
      together: freedOf(together),
      companions: [...companions]
        .sort(([a, some], [b, more]) => more - some || (a.blocker.name < b.blocker.name ? -1 : 1))
        .map(([{ blocker }]) => blocker.name),
    };
  };
}

function freedOf(waiters: readonly (Component | Package)[]): Freed {
  const named = (kind: Component["kind"] | "package"): readonly string[] =>
    waiters
      .filter((waiter) => ("kind" in waiter ? waiter.kind : "package") === kind)
      .map(({ name }) => name)
      .sort();
  return { libraries: named("library"), packages: named("package"), unikernels: named("unikernel") };
}
