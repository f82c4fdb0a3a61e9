import type { Component, Library, Resolution, Workspace } from "./model.ts";
import { closureOf, type Ways, waysToMissing } from "./reach.ts";

/** Virtual libraries of the tree and the libraries that implement them. */
export interface Implementations {
  /** What a library implements. */
  virtualOf(library: Library): Library | undefined;
  of(virtual: Library): readonly Library[];
  /** Whether a library exists on the target and reaches nothing that is missing there. */
  isThere(to: Resolution): boolean;
  readonly ways: Ways;
}

const remembered = new WeakMap<Workspace, Implementations>();

export function implementationsIn(workspace: Workspace): Implementations {
  const known = remembered.get(workspace);
  if (known !== undefined) return known;
  const found = findImplementations(workspace);
  remembered.set(workspace, found);
  return found;
}

function findImplementations({ components, resolver }: Workspace): Implementations {
  const virtuals = new Map<Library, Library>();
  const implementing = new Map<Library, Library[]>();
  for (const component of components) {
    if (component.kind !== "library" || component.stanza.implements === undefined) continue;
    const to = resolver.resolve(component.stanza.implements.text, component.project);
    if (to.kind !== "workspace") continue;
    virtuals.set(component, to.library);
    const others = implementing.get(to.library);
    if (others === undefined) implementing.set(to.library, [component]);
    else others.push(component);
  }
  const ways = waysToMissing(components, resolver.edgesOf);
  return {
    virtualOf: (library) => virtuals.get(library),
    of: (virtual) => implementing.get(virtual) ?? [],
    isThere: (to) =>
      to.kind === "workspace" ? !ways.leadFrom(to.library) : to.kind === "assumed" || to.kind === "sysroot",
    ways,
  };
}

export const isVirtual = (component: Component): component is Library =>
  component.kind === "library" && component.stanza.virtualModules !== undefined;

/** The virtual libraries that a component links without an implementation of them: dune falls back on the default. */
export function unimplementedIn(component: Component, workspace: Workspace): readonly Library[] {
  const { virtualOf } = implementationsIn(workspace);
  const closure = closureOf(component, workspace.resolver.edgesOf);
  const implemented = new Set(
    [...closure].flatMap((linked) => (linked.kind === "library" ? (virtualOf(linked) ?? []) : [])),
  );
  return [...closure].filter(isVirtual).filter((linked) => !implemented.has(linked));
}
