import type { SelectChoice } from "../facts/stanza.ts";
import type { KnownLibrary } from "../target/known-libraries.ts";
import type { Target } from "../target/target.ts";
import { evaluate, type Truth, type Variables } from "./conditions.ts";
import type { DuneTree } from "./dune-tree.ts";
import { availability, chosenChoice, existenceUnder, exists, type SelectDependency } from "./existence.ts";
import type { BuildStep } from "./foreign-builds.ts";
import { generatorFinder } from "./generators.ts";
import type { Component, Edge, Existence, Library, Project, Resolution } from "./model.ts";
import { stanzaEdges } from "./stanza-edges.ts";

/** What the resolution of library names stands on. */
export interface Surroundings {
  readonly components: readonly Component[];
  readonly tree: DuneTree;
  readonly target: Target;
  readonly knownLibraries: ReadonlyMap<string, KnownLibrary>;
  /** Portable libraries from elsewhere, each with what it needs that nothing is known of. */
  readonly indexedLibraries: ReadonlyMap<string, readonly string[]>;
  /** What rewriters from elsewhere add to the target code that uses them. */
  readonly knownRuntimes: ReadonlyMap<string, readonly string[]>;
}

export interface Resolver {
  resolve(name: string, from: Project | undefined): Resolution;
  /** Libraries that a component needs on the target, ppx runtimes included; each with where it is asked for. */
  edgesOf(component: Component): readonly Edge[];
  existenceOf(component: Component): Existence;
  /** The choice of a `select` that dune takes on the target, as far as can be told. */
  choiceOf(dependency: SelectDependency, from: Project): SelectChoice | undefined;
  /** The rules that make what a component is built from. */
  buildStepsOf(component: Component): readonly BuildStep[];
  /** Whether a stanza exists in the target's context and not in the host's. */
  isForTargetAlone(component: Component): boolean;
  variables: Variables;
}

const deepestOptionalChain = 500;

/** Names lead first into the workspace, then to the sysroot, then to what is known of the world outside. */
export function resolverOf(surroundings: Surroundings): Resolver {
  const names = namesOf(surroundings);
  const existences = new Map<Component, Existence | "computing">();
  const edges = new Map<Component, readonly Edge[]>();
  const steps = new Map<Component, readonly BuildStep[]>();
  let depth = 0;

  const variablesIn =
    (project: Project | undefined): Variables =>
    (name, payload) =>
      name === "lib-available" && payload !== undefined
        ? wordFor(availability(resolve(payload, project)))
        : variableOfTarget(surroundings.target, name, payload);
  const variables = variablesIn(undefined);

  const resolve = (asked: string, from: Project | undefined): Resolution => {
    const name = names.today(asked);
    const candidates = names.candidates(name, from);
    const existing = candidates.find((library) => existenceOf(library).truth !== "no") ?? candidates[0];
    if (existing !== undefined) return resolutionOf(existing);
    return outside(surroundings, name);
  };

  const resolutionOf = (library: Library): Resolution => {
    const existence = existenceOf(library);
    return existence.truth === "no"
      ? { kind: "disabled", library, because: existence.because ?? "disabled" }
      : { kind: "workspace", library };
  };

  const existenceOf = (component: Component): Existence => {
    const known = existences.get(component);
    // A cycle of optional libraries is no reason for any of them to be missing.
    if (known === "computing" || depth > deepestOptionalChain) return exists;
    if (known !== undefined) return known;
    existences.set(component, "computing");
    depth++;
    const existence = existenceUnder(component, variablesIn(component.project), resolve);
    depth--;
    existences.set(component, existence);
    return existence;
  };

  const generators = generatorFinder({
    components: surroundings.components,
    tree: surroundings.tree,
    resolve,
    variables,
  });

  const edgesOf = (component: Component): readonly Edge[] => {
    const known = edges.get(component);
    if (known !== undefined) return known;
    const made = generators(component);
    const found = [...stanzaEdges(component, resolve, surroundings.knownRuntimes), ...made.edges];
    edges.set(component, found);
    steps.set(component, made.steps);
    return found;
  };

  const buildStepsOf = (component: Component): readonly BuildStep[] => {
    edgesOf(component);
    return steps.get(component) ?? [];
  };

  const choiceOf = (dependency: SelectDependency, from: Project) => chosenChoice(dependency, from, resolve);

  const hostVariables: Variables = (name, payload) =>
    name === "context_name" ? "default" : variables(name, payload);
  const isForTargetAlone = (component: Component): boolean => {
    if (component.kind === "unikernel" || component.stanza.enabledIf === undefined) return false;
    return (
      existenceOf(component).truth === "yes" && evaluate(component.stanza.enabledIf, hostVariables) === "no"
    );
  };

  return { resolve, edgesOf, buildStepsOf, existenceOf, choiceOf, isForTargetAlone, variables };
}

interface LibraryNames {
  /** The name that `deprecated_library_name` stanzas lead to. */
  today(name: string): string;
  candidates(name: string, from: Project | undefined): readonly Library[];
}

function namesOf({ components, tree }: Surroundings): LibraryNames {
  const byPublicName = new Map<string, Library[]>();
  const byPrivateName = new Map<string, Library[]>();
  const add = (map: Map<string, Library[]>, name: string, library: Library): void => {
    const list = map.get(name);
    if (list === undefined) map.set(name, [library]);
    else list.push(library);
  };
  for (const component of components) {
    if (component.kind !== "library") continue;
    if (component.publicName !== undefined) add(byPublicName, component.publicName, component);
    add(byPrivateName, component.privateName, component);
  }
  const renamed = new Map<string, string>();
  for (const directory of tree.directories.values())
    for (const { stanza } of directory.stanzas)
      if (stanza.kind === "deprecated-library-name") renamed.set(stanza.oldName.text, stanza.newName.text);
  return {
    today: (name) => followNames(name, renamed),
    candidates: (name, from) => {
      const inScope = (byPrivateName.get(name) ?? []).filter((library) => library.project === from);
      return inScope.length > 0 ? inScope : (byPublicName.get(name) ?? []);
    },
  };
}

function followNames(name: string, renamed: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let today = name;
  for (let next = renamed.get(today); next !== undefined && !seen.has(next); next = renamed.get(today)) {
    seen.add(next);
    today = next;
  }
  return today;
}

const wordFor = (value: Truth): string | undefined =>
  value === "unknown" ? undefined : String(value === "yes");

function outside({ target, knownLibraries, indexedLibraries }: Surroundings, name: string): Resolution {
  const shipped = Object.hasOwn(target.libraries, name) ? target.libraries[name] : undefined;
  if (shipped !== undefined)
    return shipped.status === "absent" ? { kind: "absent", why: shipped.why } : { kind: "sysroot" };
  const known = knownLibraries.get(name);
  return known === undefined
    ? { kind: "assumed", assumes: indexedLibraries.get(name) }
    : { kind: "known", known };
}

/** mirage's workspace calls the context `solo5` and builds with the release profile. */
const variablesOfMirage: ReadonlyMap<string, string> = new Map([
  ["context_name", "solo5"],
  ["profile", "release"],
]);

const variableIn = ({ duneVariables }: Target, name: string): string | undefined =>
  Object.hasOwn(duneVariables, name) ? duneVariables[name] : undefined;

function variableOfTarget(target: Target, name: string, payload: string | undefined): string | undefined {
  const plain =
    name === "ocaml-config" && payload !== undefined ? payload : payload === undefined ? name : undefined;
  return plain === undefined ? undefined : (variablesOfMirage.get(plain) ?? variableIn(target, plain));
}
