import { knownLibraries, knownPackages } from "../target/known-libraries.ts";
import { nearNames } from "../target/near-names.ts";
import type { Target } from "../target/target.ts";
import type { Component, Library, Workspace } from "../workspace/model.ts";
import { capitalised, modulesOf } from "../workspace/modules.ts";
import { unixModules } from "../workspace/read-modules.ts";
import { bareName } from "./package-graph.ts";
import { type TargetKind, targetKinds } from "./target-kinds.ts";

/** A name that is known to be a `kind`; what more is known of it, as a phrase that follows `NAME is`. */
export interface TargetName {
  readonly kind: TargetKind;
  readonly described: string;
}

/** Everything that `name` is known as here; nothing where nobody has heard of it. */
export function targetsNamed(name: string, workspace: Workspace, target: Target): readonly TargetName[] {
  return targetKinds.flatMap((kind) => {
    const described = describe[kind](name, workspace, target);
    return described === undefined ? [] : [{ kind, described }];
  });
}

type Describe = (name: string, workspace: Workspace, target: Target) => string | undefined;

const describe: Readonly<Record<TargetKind, Describe>> = {
  library: describeLibrary,
  package: describePackage,
  header: describeHeader,
  module: describeModule,
};

function describeLibrary(name: string, workspace: Workspace): string | undefined {
  if (librariesNamed(name, workspace).length > 0) return "a library of this tree";
  const to = workspace.resolver.resolve(name, workspace.projects[0] ?? nowhere);
  switch (to.kind) {
    case "absent":
      return `a library that the target does not have: ${to.why}`;
    case "known":
      return `a library that is not there on the target: it ${to.known.because}`;
    case "sysroot":
      return "a library that comes with the target's OCaml";
    case "assumed":
      return asksFor(name, workspace) ? "a library that is not in this tree" : undefined;
    default:
      return "a library of this tree";
  }
}

const nowhere = {
  directory: "",
  file: undefined,
  name: undefined,
  lang: undefined,
  generatesOpamFiles: false,
} as const;

const asksFor = (name: string, { components, resolver }: Workspace): boolean =>
  components.some((component) => resolver.edgesOf(component).some((edge) => edge.name === name));

/** Libraries of the tree that are called so, by their public or their private name, or were once. */
export function librariesNamed(
  name: string,
  { components, resolver, projects }: Workspace,
): readonly Library[] {
  const named = components.filter(
    (component): component is Library =>
      component.kind === "library" && (component.publicName === name || component.privateName === name),
  );
  if (named.length > 0) return named;
  const to = resolver.resolve(name, projects[0] ?? nowhere);
  return to.kind === "workspace" || to.kind === "disabled" ? [to.library] : [];
}

function describePackage(name: string, { packages }: Workspace): string | undefined {
  if (packages.some((candidate) => bareName(candidate.name) === name)) return "a package of this tree";
  const known = knownPackages.get(name);
  if (known !== undefined)
    return known.fails === "retired"
      ? `a package that is retired: it ${known.because}`
      : `a package that is not there on the target: it ${known.because}`;
  const depended = packages.some(({ depends }) =>
    depends.some((dependency) => dependency.name.text === name),
  );
  return depended ? "a package that is not in this tree" : undefined;
}

/** Any name that ends as headers do is one: what the systems of this world have can't be listed. */
function describeHeader(name: string, { sources }: Workspace, target: Target): string | undefined {
  if (Object.hasOwn(target.headers, name)) return "a header of the target";
  if (!/\.(?:h|hh|hpp|hxx|inc)$/.test(name)) return undefined;
  const inTree = sources.vfs.files.some((file) => file === name || file.endsWith(`/${name}`));
  return inTree ? "a header of this tree" : "a header that the target does not have";
}

function describeModule(name: string, workspace: Workspace): string | undefined {
  if (!/^[A-Z][A-Za-z0-9_']*(?:\.[A-Z][A-Za-z0-9_']*)*$/.test(name)) return undefined;
  const [first = "", second] = name.split(".");
  if (unixModules.has(first)) return "a module of OCaml's Unix libraries";
  for (const component of workspace.components) {
    const { names } = modulesOf(component, workspace.views, workspace.resolver);
    const isMain = component.kind === "library" && capitalised(component.privateName) === first;
    if (isMain && (second === undefined || names.has(second))) return `a module of library ${component.name}`;
    if (names.has(first)) return `a module of ${component.name}`;
  }
  return modulesOfKnown(workspace).has(first) ? "a module of a library from elsewhere" : undefined;
}

/** What libraries outside the tree most likely call their modules. */
function modulesOfKnown({ components, resolver }: Workspace): ReadonlySet<string> {
  const asked = components.flatMap((component) =>
    resolver.edgesOf(component).flatMap(({ name, to }) => (to.kind === "workspace" ? [] : [name])),
  );
  return new Set(
    [...asked, ...knownLibraries.keys()].map((name) => capitalised(name.replaceAll(/[-.]/g, "_"))),
  );
}

/** Names of this tree and of what it needs that somebody who wrote `name` may have meant. */
export function nearTargets(name: string, workspace: Workspace, target: Target): readonly string[] {
  const { components, packages, resolver } = workspace;
  return nearNames(name, [
    ...components.flatMap((component) => [
      component.name,
      ...resolver.edgesOf(component).map((edge) => edge.name),
    ]),
    ...packages.flatMap((owner) => [
      bareName(owner.name),
      ...owner.depends.map((needed) => needed.name.text),
    ]),
    ...(name.includes(".h") || name.includes("/") ? Object.keys(target.headers) : []),
    ...(/^[A-Z]/.test(name) ? moduleNames(components, workspace) : []),
  ]);
}

function moduleNames(components: readonly Component[], workspace: Workspace): readonly string[] {
  return [
    ...unixModules,
    ...components.flatMap((component) => [
      ...modulesOf(component, workspace.views, workspace.resolver).names,
      capitalised(component.name.replaceAll(/[-.]/g, "_")),
    ]),
  ];
}
