import { blanked, opaqueTextsOf } from "../facts/ocaml-tokens.ts";
import type { Component } from "../workspace/model.ts";
import type { ModuleGroup, Unit } from "../workspace/ocaml-units.ts";
import type { Sources } from "../workspace/sources.ts";

/**
 * The compilation units that are linked, in the order of their initialisation. All units of `starts`; of other components only what something
 * linked may refer to, since OCaml leaves the rest of an archive out. Whether it refers to it is told by the module's name alone.
 */
export function linkedUnits(
  components: readonly Component[],
  starts: ReadonlySet<Component>,
  groupOf: (component: Component) => ModuleGroup,
  sources: Sources,
): readonly Unit[] {
  const unitsByComponent = components.map((component) => ({
    component,
    units: [...unitsIn(groupOf(component))].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const namesIn = moduleNamesIn(sources);
  const linked = new Set<Unit>();
  const byName = new Map<string, Unit[]>();
  for (const { component, units } of unitsByComponent)
    for (const unit of units) {
      if (starts.has(component)) linked.add(unit);
      const others = byName.get(unit.name);
      if (others === undefined) byName.set(unit.name, [unit]);
      else others.push(unit);
    }
  // A set gives what is added while it is gone through as well.
  for (const unit of linked)
    for (const name of namesIn(unit)) for (const other of byName.get(name) ?? []) linked.add(other);
  return unitsByComponent.flatMap(({ units }) =>
    inOrder(
      units.filter((unit) => linked.has(unit)),
      namesIn,
    ),
  );
}

function* unitsIn(group: ModuleGroup): Generator<Unit, void, undefined> {
  const pending: ModuleGroup[] = [group];
  for (let at = pending.pop(); at !== undefined; at = pending.pop())
    for (const member of at.members.values()) {
      if (member.kind === "unit") yield member;
      else pending.push(member);
    }
}

/** Names that a unit's files have outside comments and strings, and that a module could have. */
function moduleNamesIn(sources: Sources): (unit: Unit) => ReadonlySet<string> {
  const known = new Map<Unit, ReadonlySet<string>>();
  return (unit) => {
    const names = known.get(unit) ?? new Set([unit.implementation, unit.interface].flatMap(namesOf));
    known.set(unit, names);
    return names;
  };
  function namesOf(file: Unit["implementation"]): readonly string[] {
    const text = file === undefined ? "" : (sources.text(file.path) ?? "");
    const code = blanked(
      text,
      [...opaqueTextsOf(text)].map(({ span }) => span),
    );
    return code.match(/\b[A-Z][\w']*/g) ?? [];
  }
}

/** What a unit names comes before it, else by name, as dune passes them to the linker. */
function inOrder(units: readonly Unit[], namesIn: (unit: Unit) => ReadonlySet<string>): readonly Unit[] {
  const ordered = new Set<Unit>();
  const begun = new Set<Unit>();
  for (const start of units) {
    const stack = [{ unit: start, needs: needsOf(start)[Symbol.iterator]() }];
    begun.add(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.needs.next();
      if (next.done === true) {
        ordered.add(top.unit);
        stack.pop();
      } else if (!begun.has(next.value)) {
        begun.add(next.value);
        stack.push({ unit: next.value, needs: needsOf(next.value)[Symbol.iterator]() });
      }
    }
  }
  return [...ordered];

  function needsOf(unit: Unit): readonly Unit[] {
    const names = namesIn(unit);
    return units.filter((other) => other !== unit && names.has(other.name));
  }
}
