import type { Component, ForeignLibrary, Library, Scope } from "./model.ts";
import { baseName } from "./paths.ts";
import type { Resolver } from "./resolve.ts";

/**
 * Target code is what a unikernel links: public libraries, unikernels, executables of the target's context alone, the
 * runtimes of ppx rewriters, private libraries that nothing here uses, and all that these reach. What only tests, executables and rewriters use runs on the host.
 */
export function rolesOf(
  components: readonly Component[],
  resolver: Resolver,
  scope: Scope,
): ReadonlySet<Component> {
  if (scope.all) return new Set(components);
  const used = usedLibraries(components, resolver);
  const archivesOf = archiveFinder(components);
  const target = new Set<Component>();
  const pending: Component[] = components.filter((component) => isRoot(component, used, resolver));
  for (const component of components)
    if (!component.vendored)
      for (const runtime of runtimeLibraries(component, resolver)) pending.push(runtime);
  for (let component = pending.pop(); component !== undefined; component = pending.pop()) {
    if (target.has(component)) continue;
    target.add(component);
    for (const { to } of resolver.edgesOf(component))
      if (to.kind === "workspace" || to.kind === "disabled") pending.push(to.library);
    for (const archive of archivesOf(component)) pending.push(archive);
  }
  return target;
}

function isRoot(component: Component, used: ReadonlySet<Library>, resolver: Resolver): boolean {
  switch (component.kind) {
    case "unikernel":
      return true;
    case "executables":
      return !component.vendored && resolver.isForTargetAlone(component);
    case "foreign-library":
      return false;
    case "library":
      if (component.vendored || component.stanza.libraryKind !== "normal") return false;
      return component.publicName !== undefined || !(used.has(component) || isForTests(component));
  }
}

/** A library of tests alone: it holds inline tests, or its name says so. */
function isForTests({ stanza, privateName }: Library): boolean {
  return (
    stanza.inlineTests || privateName.split("_").some((part) => /^(?:tests?|bench(?:es|marks?)?)$/.test(part))
  );
}

function usedLibraries(components: readonly Component[], resolver: Resolver): ReadonlySet<Library> {
  const used = new Set<Library>();
  for (const component of components) {
    for (const { to } of resolver.edgesOf(component))
      if (to.kind === "workspace" || to.kind === "disabled") used.add(to.library);
    if (component.kind !== "library" && component.kind !== "executables") continue;
    for (const ppx of component.stanza.ppx) {
      const to = resolver.resolve(ppx.text, component.project);
      if (to.kind === "workspace") used.add(to.library);
    }
  }
  return used;
}

function runtimeLibraries(component: Component, resolver: Resolver): readonly Library[] {
  if (component.kind !== "library") return [];
  return component.stanza.ppxRuntimeLibraries.flatMap((name) => {
    const to = resolver.resolve(name.text, component.project);
    return to.kind === "workspace" ? [to.library] : [];
  });
}

/** The foreign libraries of the tree whose archives a component links. */
function archiveFinder(components: readonly Component[]): (component: Component) => readonly Component[] {
  const byName = new Map<string, ForeignLibrary[]>();
  for (const component of components) {
    if (component.kind !== "foreign-library") continue;
    const others = byName.get(component.name);
    if (others === undefined) byName.set(component.name, [component]);
    else others.push(component);
  }
  return (component) =>
    component.kind !== "library"
      ? []
      : component.stanza.foreignArchives.flatMap(({ text }) =>
          (byName.get(baseName(text)) ?? []).filter(({ project }) => project === component.project),
        );
}
