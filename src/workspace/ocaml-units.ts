import type { Component, Library } from "./model.ts";
import { capitalised, type ModuleFile, type Modules } from "./modules.ts";

/** A compilation unit of the tree; neither file where a rule makes it. */
export interface Unit {
  readonly kind: "unit";
  readonly component: Component;
  readonly name: string;
  /** The directories' modules around it, with `(include_subdirs qualified)`. */
  readonly group: readonly string[];
  readonly implementation: ModuleFile | undefined;
  readonly interface: ModuleFile | undefined;
}

/** A module that only names others: a library's own, or a directory with `(include_subdirs qualified)`. */
export interface ModuleGroup {
  readonly kind: "group";
  readonly component: Component;
  readonly members: ReadonlyMap<string, Unit | ModuleGroup>;
  /** The unit that is written by hand to stand for the group: others see it alone. */
  readonly main: Unit | undefined;
}

interface OpenGroup extends ModuleGroup {
  readonly members: Map<string, Unit | OpenGroup>;
  main: Unit | undefined;
}

/** The modules of one component as its own code sees them. */
export function unitsOf(component: Component, modules: Modules): ModuleGroup {
  const root = emptyGroup(component);
  const place = (group: readonly string[]): OpenGroup => {
    let at = root;
    for (const name of group) {
      const known = at.members.get(name);
      const next = known?.kind === "group" ? known : emptyGroup(component);
      at.members.set(name, next);
      at = next;
    }
    return at;
  };
  // Groups first: dune refuses a file beside a directory of its name.
  for (const { group } of [...modules.files, ...modules.made]) place(group);
  for (const unit of unitsIn(component, modules)) {
    const { members } = place(unit.group);
    if (!members.has(unit.name)) members.set(unit.name, unit);
  }
  if (component.kind === "library" && component.stanza.wrapped)
    root.main = unitCalled(mainModuleOf(component), root);
  nameMains(root);
  return root;
}

/** What others call a library's modules by, where it is wrapped. */
export const mainModuleOf = ({ privateName }: Library): string => capitalised(privateName);

function emptyGroup(component: Component): OpenGroup {
  return { kind: "group", component, members: new Map(), main: undefined };
}

function unitCalled(name: string, { members }: ModuleGroup): Unit | undefined {
  const member = members.get(name);
  return member?.kind === "unit" ? member : undefined;
}

/** `sub/sub.ml` stands for the directory `sub`. */
function nameMains(root: OpenGroup): void {
  const pending = [root];
  for (let group = pending.pop(); group !== undefined; group = pending.pop())
    for (const [name, member] of group.members)
      if (member.kind === "group") {
        member.main = unitCalled(name, member);
        pending.push(member);
      }
}

function unitsIn(component: Component, { files, grammars, made }: Modules): readonly Unit[] {
  const units = new Map<string, Unit>();
  const keyOf = ({ module, group }: Pick<ModuleFile, "module" | "group">): string =>
    [...group, module].join(".");
  const add = (
    file: Pick<ModuleFile, "module" | "group">,
    part: Partial<Pick<Unit, "implementation" | "interface">>,
  ): void => {
    const known = units.get(keyOf(file));
    const { module: name, group } = file;
    const none = { kind: "unit" as const, component, name, group, implementation: undefined };
    units.set(keyOf(file), { ...(known ?? { ...none, interface: undefined }), ...part });
  };
  for (const file of made) add(file, {});
  for (const file of grammars) add(file, { implementation: file });
  for (const file of files) add(file, file.interface ? { interface: file } : { implementation: file });
  return [...units.values()];
}
