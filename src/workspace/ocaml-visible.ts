import type { Component, Library, Workspace } from "./model.ts";
import { capitalised, type ModuleFile, type Modules } from "./modules.ts";
import { type ModuleGroup, mainModuleOf, type Unit, unitsOf } from "./ocaml-units.ts";
import { closureOf } from "./reach.ts";
import { remembered } from "./remembered.ts";

/** The modules that code sees by their bare names, before it opens any. */
export interface VisibleModules {
  /** The component's own modules. */
  groupOf(component: Component): ModuleGroup;
  /** The unit that a file of the component is part of. */
  unitOf(component: Component, file: ModuleFile): Unit | undefined;
  /** A module beside `unit`, or beside one of the directories around it. */
  sibling(unit: Unit, name: string): Unit | ModuleGroup | undefined;
  /** A module of a library of the tree that the component links. */
  linked(component: Component, name: string): Unit | ModuleGroup | undefined;
  /** Whether the component is the other one, or links it. */
  reaches(component: Component, other: Component): boolean;
  /** Whether a library from elsewhere that the component links most likely has a module of that name. */
  isOfOutsideLibrary(component: Component, name: string): boolean;
}

export function visibleModules(
  workspace: Workspace,
  modulesOf: (component: Component) => Modules,
): VisibleModules {
  const { edgesOf } = workspace.resolver;
  const groupOf = remembered((component: Component) => unitsOf(component, modulesOf(component)));
  const closure = remembered((component: Component) => closureOf(component, edgesOf));
  const linkedBy = remembered((component: Component) => {
    const visible = new Map<string, Unit | ModuleGroup>();
    for (const reached of closure(component)) {
      if (reached.kind !== "library" || reached === component) continue;
      for (const [name, module] of seenByOthers(reached, groupOf(reached)))
        if (!visible.has(name)) visible.set(name, module);
    }
    return visible;
  });
  const outsideNames = remembered((component: Component) => outsideModules(component, workspace));
  const implementedBy = (component: Component): ModuleGroup | undefined => {
    const implemented = edgesOf(component).find(({ via }) => via === "implements")?.to;
    return implemented?.kind === "workspace" ? groupOf(implemented.library) : undefined;
  };
  return {
    groupOf,
    unitOf: (component, file) => {
      const unit = groupsAround(file, groupOf(component)).at(-1)?.members.get(file.module);
      return unit?.kind === "unit" ? unit : undefined;
    },
    sibling: (unit, name) => {
      const around = groupsAround(unit, groupOf(unit.component));
      for (const { members } of around.reverse()) {
        const member = members.get(name);
        // A unit is no sibling of itself.
        if (member !== undefined && member !== unit) return asSeen(member);
      }
      // What implements a virtual library sees all of its modules.
      const virtual = implementedBy(unit.component)?.members.get(name);
      return virtual === undefined || name === unit.name ? undefined : asSeen(virtual);
    },
    reaches: (component, other) => closure(component).has(other),
    linked: (component, name) => linkedBy(component).get(name),
    isOfOutsideLibrary: (component, name) => outsideNames(component).has(name),
  };
}

const asSeen = (member: Unit | ModuleGroup): Unit | ModuleGroup =>
  member.kind === "group" ? (member.main ?? member) : member;

function groupsAround({ group }: Pick<Unit, "group">, root: ModuleGroup): ModuleGroup[] {
  const around = [root];
  let at = root;
  for (const name of group) {
    const next = at.members.get(name);
    if (next?.kind !== "group") break;
    around.push(next);
    at = next;
  }
  return around;
}

/** What a library adds to the names of those that link it. What implements a virtual library adds nothing to the names of that one. */
function seenByOthers(library: Library, group: ModuleGroup): Iterable<readonly [string, Unit | ModuleGroup]> {
  if (library.stanza.implements !== undefined) return [];
  if (library.stanza.wrapped) return [[mainModuleOf(library), asSeen(group)]];
  return [...group.members].map(([name, member]) => [name, asSeen(member)]);
}

/** What the libraries outside the tree most likely call their main modules. */
function outsideModules(component: Component, { resolver }: Workspace): ReadonlySet<string> {
  const names = [...closureOf(component, resolver.edgesOf)].flatMap((reached) =>
    resolver.edgesOf(reached).flatMap(({ name, to }) => (to.kind === "assumed" ? [name] : [])),
  );
  return new Set(
    names.flatMap((name) => [
      capitalised(name.replaceAll(/[-.]/g, "_")),
      capitalised(name.split(".").at(-1) ?? ""),
    ]),
  );
}
