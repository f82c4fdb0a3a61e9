import type { Code, StubReading } from "../workspace/code.ts";
import { isMainLibrary } from "../workspace/intents.ts";
import type { Component, Library, Package, Workspace } from "../workspace/model.ts";
import { withoutEnding } from "../workspace/paths.ts";
import type { Stub } from "../workspace/stubs.ts";
import { ownerOf } from "./blame.ts";
import { type Burden, inheritance } from "./inheritance.ts";
import type { Owner } from "./rule.ts";
import type { Verdict } from "./run.ts";

/** A finding that stands in the way of its owner. */
export interface Obstacle {
  readonly id: string;
  readonly owner: Owner;
}

export interface ComponentVerdict {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly blockedBy: readonly string[];
  readonly assumes: readonly string[];
}

export interface Verdicts {
  ofComponent(component: Component): ComponentVerdict;
  ofStub(stub: Stub): { readonly verdict: Verdict; readonly reasons: readonly string[] };
  ofPackage(owner: Package): { readonly verdict: Verdict; readonly reasons: readonly string[] };
}

/** Verdicts follow from facts alone: neither intent nor severity has a say. */
export function verdictsOf(workspace: Workspace, code: Code, obstacles: readonly Obstacle[]): Verdicts {
  const open = new Set(code.stubs.filter(isOpen).map(({ stub }) => stub));
  const byOwner = groupBy(obstacles, directOwner);
  const inStubs = groupBy(obstacles, stubbed);
  const openComponents = new Set([...open].map(({ component }) => component));
  const burdenOf = inheritance(workspace.resolver.edgesOf, (component): Burden => {
    const elsewhere = workspace.resolver.edgesOf(component).filter(({ to }) => to.kind === "assumed");
    // A unikernel's tree ought to hold what it links, whatever is known of it.
    const assumed = elsewhere.flatMap(({ name, to }) =>
      to.kind === "assumed" && workspace.mode !== "unikernel" ? (to.assumes ?? [name]) : [name],
    );
    return {
      reasons: new Set(idsOf(byOwner.get(component))),
      stubbed: new Set(inStubs.has(component) ? [component.name] : []),
      assumed: new Set(assumed),
      open:
        openComponents.has(component) ||
        workspace.resolver.existenceOf(component).truth === "unknown" ||
        elsewhere.some(({ name }) => mayBeHidden(name, workspace)),
    };
  });
  const judge: Judge = { workspace, byOwner, inStubs, open, burdenOf };
  const ofComponent = (component: Component): ComponentVerdict => judgeComponent(component, judge);
  return {
    ofComponent,
    ofStub: (stub) => judgeStub(stub, judge),
    ofPackage: (owner) => judgePackage(owner, judge, ofComponent),
  };
}

/** A library of one of the tree's own packages that no stanza makes: one that can't be seen may. */
function mayBeHidden(name: string, { tree, packages }: Workspace): boolean {
  if (tree.opaqueFiles.length === 0) return false;
  const [owner] = name.split(".");
  return packages.some((candidate) => candidate.name === owner);
}

interface Judge {
  readonly workspace: Workspace;
  readonly byOwner: ReadonlyMap<Component | Stub | Package, readonly Obstacle[]>;
  /** Obstacles in the stubs of a component. */
  readonly inStubs: ReadonlyMap<Component, readonly Obstacle[]>;
  /** Stubs of which it can't be told whether they compile. */
  readonly open: ReadonlySet<Stub>;
  burdenOf(component: Component): Burden;
}

function groupBy<Key>(
  obstacles: readonly Obstacle[],
  keyOf: (owner: Owner) => Key | undefined,
): Map<Key, Obstacle[]> {
  const groups = new Map<Key, Obstacle[]>();
  for (const obstacle of obstacles) {
    const key = keyOf(obstacle.owner);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [obstacle]);
    else group.push(obstacle);
  }
  return groups;
}

const stubbed = (owner: Owner): Component | undefined =>
  owner.kind === "stub" ? owner.stub.component : undefined;

function directOwner(owner: Owner): Component | Stub | Package | undefined {
  return owner.kind === "stub" ? owner.stub : ownerOf(owner);
}

const idsOf = (obstacles: readonly Obstacle[] | undefined): readonly string[] =>
  (obstacles ?? []).map(({ id }) => id);

function judgeComponent(
  component: Component,
  { workspace, byOwner, inStubs, burdenOf }: Judge,
): ComponentVerdict {
  const none = { reasons: [], blockedBy: [], assumes: [] };
  if (workspace.roleOf(component) === "host") return { verdict: "host-only", ...none };
  if (workspace.resolver.existenceOf(component).truth === "no") return { verdict: "disabled", ...none };
  const burden = burdenOf(component);
  // dune builds a dependent's archive without the stub: what is wrong in C stops it only at the final link.
  const reasons = [
    ...new Set([...idsOf(byOwner.get(component)), ...idsOf(inStubs.get(component)), ...burden.reasons]),
  ];
  const blockedBy = [...burden.stubbed].filter((name) => name !== component.name).sort();
  // A unikernel's tree ought to hold everything; elsewhere a library that is not there is assumed portable.
  const incomplete = workspace.mode === "unikernel" && burden.assumed.size > 0;
  const stopped = reasons.length > 0 || blockedBy.length > 0;
  return {
    verdict: stopped ? "not-portable" : burden.open || incomplete ? "unknown" : "portable",
    reasons,
    blockedBy,
    assumes: [...burden.assumed].sort(),
  };
}

/** The source can't be seen, or what it includes depends on a macro of which nothing is known. */
function isOpen({ seen }: StubReading): boolean {
  return (
    seen === undefined ||
    seen.preprocessed.limits.length > 0 ||
    seen.preprocessed.includes.some(
      ({ outcome, condition, name, dependsOn }) =>
        outcome === "missing" &&
        condition === "unknown" &&
        !dependsOn.some((macro) => saysItIsThere(macro, name.name)),
    )
  );
}

/** `HAVE_SYS_TIME_H` and the like: by autoconf's convention defined only where the header is there. */
function saysItIsThere(macro: string, header: string): boolean {
  const stem = withoutEnding(header)
    .replaceAll(/[^A-Za-z0-9]/g, "_")
    .toUpperCase();
  return ["HAVE", "HAS"].some((word) => macro === `${word}_${stem}` || macro === `${word}_${stem}_H`);
}

function judgeStub(stub: Stub, judge: Judge): { verdict: Verdict; reasons: readonly string[] } {
  const reasons = idsOf(judge.byOwner.get(stub));
  if (judge.workspace.roleOf(stub.component) === "host") return { verdict: "host-only", reasons };
  if (reasons.length > 0) return { verdict: "not-portable", reasons };
  return { verdict: judge.open.has(stub) ? "unknown" : "portable", reasons };
}

/** The main library decides: the one that bears the package's name, or all of them. */
function judgePackage(
  owner: Package,
  { workspace, byOwner }: Judge,
  ofComponent: (component: Component) => ComponentVerdict,
): { verdict: Verdict; reasons: readonly string[] } {
  const own = idsOf(byOwner.get(owner));
  const libraries = workspace.components.filter(
    (component): component is Library => component.kind === "library" && component.packageName === owner.name,
  );
  const main = libraries.find(isMainLibrary);
  const decisive = (main === undefined ? libraries : [main]).map(ofComponent);
  const reasons = [...new Set([...own, ...decisive.flatMap((verdict) => verdict.reasons)])];
  if (own.length > 0) return { verdict: "not-portable", reasons };
  return {
    verdict: libraries.length === 0 ? withoutLibraries(owner, workspace) : packageVerdict(decisive),
    reasons,
  };
}

/** Nothing for the target, unless it stands where we can't look, or in a repository of opam files alone. */
function withoutLibraries({ project }: Package, { mode, tree }: Workspace): Verdict {
  const directory = project?.directory ?? "";
  const hidden = tree.opaqueFiles.some((file) => directory === "" || file.startsWith(`${directory}/`));
  return mode === "repository" || hidden ? "unknown" : "host-only";
}

function packageVerdict(libraries: readonly ComponentVerdict[]): Verdict {
  const verdicts = new Set(libraries.map(({ verdict }) => verdict));
  const [only] = verdicts;
  if (verdicts.size === 1 && only !== undefined) return only;
  for (const verdict of ["portable", "unknown", "not-portable"] as const)
    if (verdicts.has(verdict)) return verdict;
  return "host-only";
}
