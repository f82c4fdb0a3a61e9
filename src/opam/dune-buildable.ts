import { stringsOf } from "../facts/lockfile.ts";
import type { OpamFacts } from "../facts/opam.ts";
import { type Requirement, type Requirements, withVersion } from "../facts/opam-requirements.ts";
import type { Package, Unikernel, Workspace } from "../workspace/model.ts";

import { isAccepted } from "./build-class.ts";
import { choices } from "./dependencies.ts";
import { unikernelVariables } from "./filter.ts";
import type { VersionFacts } from "./index-facts.ts";
import { opamPackages } from "./opam-packages.ts";
import {
  candidatesFor,
  newestAccepted,
  type PackageIndex,
  preferred,
  requirementsOf,
  textOfRequirement,
  versionsOf,
} from "./package-index.ts";

/** How a dependency stands with opam-monorepo, which takes only versions that build with dune. */
export type Buildable =
  | { readonly kind: "yes"; readonly version: VersionFacts }
  /** Nothing can be said: the index does not have the package, or no version that the constraint allows. */
  | { readonly kind: "unknown" }
  /** No version that was ever published builds with dune. */
  | { readonly kind: "never"; readonly newest: VersionFacts }
  /** Some version does, and the constraint excludes it. */
  | { readonly kind: "excluded"; readonly newest: VersionFacts; readonly port: VersionFacts };

const answers = new WeakMap<PackageIndex, Map<string, Buildable>>();

export function buildableFor(index: PackageIndex, requirement: Requirement): Buildable {
  const known = answers.get(index) ?? new Map<string, Buildable>();
  answers.set(index, known);
  const key = textOfRequirement(requirement);
  const answer = known.get(key) ?? judge(index, requirement);
  known.set(key, answer);
  return answer;
}

function judge(index: PackageIndex, requirement: Requirement): Buildable {
  if (isToolchain(requirement.name.text)) return { kind: "unknown" };
  const candidates = candidatesFor(index, requirement);
  const newest = preferred(candidates);
  if (newest === undefined) return { kind: "unknown" };
  const accepted = preferred(candidates.filter(({ buildClass }) => isAccepted(buildClass)));
  if (accepted !== undefined) return { kind: "yes", version: accepted };
  const port = newestAccepted(index, requirement.name.text);
  return port === undefined ? { kind: "never", newest } : { kind: "excluded", newest, port };
}

/** Cross-compilers and what they need, the mirage tool and opam-monorepo: mirage has opam provide them, and none is vendored. */
const isToolchain = (name: string): boolean =>
  /^(?:mirage|opam-monorepo|solo5|ocaml-src|(?:ocaml-)?unikraft(?:-.*)?|ocaml-solo5(?:-.*)?)$/.test(name);

export interface JudgedDependency {
  readonly asker: Package | Unikernel;
  /** Where the requirement stands. */
  readonly file: string;
  readonly required: Requirement;
}

/**
 * What the opam files of the tree's packages depend on for certain, and what its unikernels ask for: not packages of the tree, and not what opam is to provide.
 * A package that is not built with dune itself is left out, since its dependencies are the least of it.
 */
export function judgedDependencies(workspace: Workspace): readonly JudgedDependency[] {
  const known = judged.get(workspace) ?? findDependencies(workspace);
  judged.set(workspace, known);
  return known;
}

const judged = new WeakMap<Workspace, readonly JudgedDependency[]>();

function findDependencies(workspace: Workspace): readonly JudgedDependency[] {
  const { packages, components } = workspace;
  const local = new Set(packages.map(({ name }) => name));
  const ofUnikernels = components.flatMap((asker) =>
    asker.kind === "unikernel" && !asker.vendored
      ? asker.packages
          .filter(({ name }) => !local.has(name.text))
          .map(({ name }): JudgedDependency => {
            return { asker, file: asker.configFile, required: { kind: "package", name, filters: [] } };
          })
      : [],
  );
  const ofPackages = opamPackages(workspace).flatMap(({ owner, version, file, opam, buildClass }) => {
    if (!isAccepted(buildClass)) return [];
    const requires = version === undefined ? opam.requires : withVersion(opam.requires, version);
    return soleRequirements({ ...opam, requires }, local).map((required) => ({
      asker: owner,
      file,
      required,
    }));
  });
  return [...ofPackages, ...ofUnikernels];
}

function soleRequirements(
  { requires, values }: OpamFacts,
  local: ReadonlySet<string>,
): readonly Requirement[] {
  const provided = new Set(stringsOf(values["x-opam-monorepo-opam-provided"]).map(({ text }) => text));
  return certainIn(requires).filter(({ name: { text } }) => !local.has(text) && !provided.has(text));
}

/** What is needed whichever way a formula is met. */
const certainIn = (requires: Requirements): readonly Requirement[] =>
  choices(requires, unikernelVariables).flatMap(([only, ...others]) =>
    only === undefined || others.length > 0 ? [] : [only],
  );

const certain = new WeakMap<VersionFacts, readonly Requirement[]>();

function certainRequirementsOf(version: VersionFacts): readonly Requirement[] {
  const found = certain.get(version) ?? certainIn(requirementsOf(version));
  certain.set(version, found);
  return found;
}

/** How far and how wide the closure is followed. */
const deepest = 12;
const mostTried = 4;

/** Packages from one that builds with dune to one that has no version which does. */
type Chain = readonly VersionFacts[];

/**
 * Finds for a requirement the chain of packages that leads to one without a version that builds with dune; undefined where there is
 * none. No solver: of every package the newest few versions that fit are tried, and one of them without an obstacle will do.
 */
export function chainFinder(index: PackageIndex): (requirement: Requirement) => Chain | undefined {
  const chains = new Map<string, Chain | undefined>();
  const below = new Map<VersionFacts, Chain | undefined>();
  return (requirement) => chainFrom(requirement, 0);

  function chainFrom(required: Requirement, depth: number): Chain | undefined {
    const key = textOfRequirement(required);
    if (chains.has(key) || depth > deepest) return chains.get(key);
    // A package that depends on itself in a circle is no obstacle by that.
    chains.set(key, undefined);
    const accepted = candidatesFor(index, required).filter(({ buildClass }) => isAccepted(buildClass));
    const [newest, ...older] = accepted.slice(0, mostTried);
    const chain = newest && chainBelow(newest, depth);
    const isSole = chain !== undefined && older.every((version) => chainBelow(version, depth) !== undefined);
    if (isSole) chains.set(key, chain);
    return chains.get(key);
  }

  /** Requirements that differ come to the same versions. */
  function chainBelow(version: VersionFacts, depth: number): Chain | undefined {
    if (below.has(version)) return below.get(version);
    below.set(version, undefined);
    const chain = findBelow(version, depth);
    below.set(version, chain);
    return chain;
  }

  function findBelow(version: VersionFacts, depth: number): Chain | undefined {
    if (version.buildClass !== "dune") return undefined;
    for (const only of certainRequirementsOf(version)) {
      const buildable = buildableFor(index, only);
      if (buildable.kind === "never" || buildable.kind === "excluded") return [version, buildable.newest];
      const rest = chainFrom(only, depth + 1);
      if (rest !== undefined) return [version, ...rest];
    }
    return undefined;
  }
}

/** The newest version of a package in an overlay that stands for the same upstream version, else the newest of all. */
export function portFor(index: PackageIndex, name: string, version: string): VersionFacts | undefined {
  const ports = versionsOf(index, name).filter(
    ({ repository, buildClass }) => repository > 0 && isAccepted(buildClass),
  );
  return ports.find((port) => port.version.split("+")[0] === version.split("+")[0]) ?? preferred(ports);
}
