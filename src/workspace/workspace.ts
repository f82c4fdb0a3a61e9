import { buildContexts } from "../facts/dune-workspace.ts";
import type { KnownLibrary } from "../target/known-libraries.ts";
import type { Target } from "../target/target.ts";
import { findComponents } from "./components.ts";
import { viewsOf } from "./directory-files.ts";
import { readDuneTree } from "./dune-tree.ts";
import { componentIntent, type IntentQuestion, packageIntent } from "./intents.ts";
import { findLocks } from "./locks.ts";
import type {
  Component,
  Mode,
  Package,
  PlacedContext,
  Project,
  Scope,
  StatedIntent,
  Workspace,
} from "./model.ts";
import { baseName } from "./paths.ts";
import { findProjects } from "./projects.ts";
import { repositoryPackages } from "./repository.ts";
import { resolverOf } from "./resolve.ts";
import { rolesOf } from "./roles.ts";
import type { Sources } from "./sources.ts";
import { type FoundUnikernel, unikernelOf } from "./unikernels.ts";

export interface WorkspaceInput {
  readonly sources: Sources;
  readonly target: Target;
  readonly knownLibraries: ReadonlyMap<string, KnownLibrary>;
  readonly indexedLibraries: ReadonlyMap<string, readonly string[]>;
  readonly knownRuntimes: ReadonlyMap<string, readonly string[]>;
  readonly scope: Scope;
  readonly unikernels: readonly FoundUnikernel[];
}

/** Joins the facts of all files: packages, libraries, who needs whom, what is target code, and who wants it portable. */
export function buildWorkspace(input: WorkspaceInput): Workspace {
  const { sources, target, knownLibraries, scope } = input;
  const tree = readDuneTree(sources);
  const projects = findProjects(sources, tree);
  const components = [
    ...findComponents(tree, projects),
    ...input.unikernels.map((found) => unikernelOf(found, projects.projectOf(found.directory))),
  ];
  const resolver = resolverOf({
    components,
    tree,
    target,
    knownLibraries,
    indexedLibraries: input.indexedLibraries,
    knownRuntimes: input.knownRuntimes,
  });
  const mode = modeOf(sources, components);
  const packages = mode === "repository" ? repositoryPackages(sources) : projects.packages;
  const packageOf = packageFinder(packages);
  const targetCode = rolesOf(components, resolver, scope);
  const question: IntentQuestion = { mode, scope, resolver, target: targetCode, knownLibraries, packageOf };
  return {
    mode,
    scope,
    sources,
    tree,
    views: viewsOf(tree, resolver.variables),
    projects: projects.projects,
    packages,
    components,
    locks: findLocks(sources, tree),
    jbuildFiles: sources.vfs.files.filter((file) => baseName(file) === "jbuild"),
    contexts: contextsIn(sources),
    resolver,
    roleOf: (component) => (targetCode.has(component) ? "target" : "host"),
    intentOf: rememberIntents(question),
    packageOf,
  };
}

/** dune reads `dune-workspace` at the root; others are given to it by name. */
function contextsIn(sources: Sources): readonly PlacedContext[] {
  return sources.vfs.files
    .filter((file) => /^dune-workspace(?:\..+)?$/.test(file))
    .flatMap((file) => buildContexts(sources.text(file) ?? "").map((context) => ({ file, context })));
}

function rememberIntents(question: IntentQuestion): Workspace["intentOf"] {
  const intents = new Map<Component | Package, StatedIntent>();
  return (owner) => {
    const known = intents.get(owner);
    if (known !== undefined) return known;
    const intent = "kind" in owner ? componentIntent(owner, question) : packageIntent(owner, question);
    intents.set(owner, intent);
    return intent;
  };
}

/** A component's package: by public name or `(package …)`, else the only one of its project. */
function packageFinder(packages: readonly Package[]): (component: Component) => Package | undefined {
  // A vendored package of the same name must not stand in for the project's own.
  const byName = new Map(packages.map((candidate) => [candidate.name, candidate]));
  for (const candidate of packages) if (!candidate.vendored) byName.set(candidate.name, candidate);
  const onlyOne = new Map<Project, Package | undefined>();
  for (const candidate of packages)
    if (candidate.project !== undefined)
      onlyOne.set(candidate.project, onlyOne.has(candidate.project) ? undefined : candidate);
  return (component) => {
    if (component.kind === "unikernel") return undefined;
    if (component.packageName !== undefined) return byName.get(component.packageName);
    return onlyOne.get(component.project);
  };
}

const repositoryEntry = /^packages\/[^/]+\/[^/]+\/opam$/;

function modeOf(sources: Sources, components: readonly Component[]): Mode {
  const hasPublicLibrary = components.some(
    (component) =>
      component.kind === "library" &&
      !component.vendored &&
      !component.directory.startsWith("duniverse/") &&
      component.publicName !== undefined,
  );
  const rootUnikernel = components.some(
    (component) => component.kind === "unikernel" && component.directory === "",
  );
  if (rootUnikernel && !hasPublicLibrary) return "unikernel";
  return components.length === 0 && sources.vfs.files.some((file) => repositoryEntry.test(file))
    ? "repository"
    : "package";
}
