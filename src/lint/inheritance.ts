import type { Component, Edge } from "../workspace/model.ts";
import { closureOf } from "../workspace/reach.ts";

/** What a component brings along, for itself or for whoever links it. */
export interface Burden {
  /** Ids of findings that stop its archive. */
  readonly reasons: ReadonlySet<string>;
  /** Libraries whose stubs stop the final link. */
  readonly stubbed: ReadonlySet<string>;
  /** Libraries outside the tree that nothing is known of. */
  readonly assumed: ReadonlySet<string>;
  /** Something in it can't be seen. */
  readonly open: boolean;
}

/** Adds up the burdens of everything that a component links, itself included; each component is looked at once. */
export function inheritance(
  edgesOf: (component: Component) => readonly Edge[],
  ownBurden: (component: Component) => Burden,
): (component: Component) => Burden {
  const known = new Map<Component, Burden>();
  const linked = (component: Component): readonly Component[] =>
    edgesOf(component).flatMap(({ to }) => (to.kind === "workspace" ? [to.library] : []));
  return (asked) => {
    const stack = [asked];
    const entered = new Set<Component>();
    for (let component = stack.at(-1); component !== undefined; component = stack.at(-1)) {
      if (known.has(component) || entered.has(component)) {
        stack.pop();
        if (!known.has(component)) known.set(component, sum(component, linked(component)));
        continue;
      }
      entered.add(component);
      for (const next of linked(component)) if (!known.has(next) && !entered.has(next)) stack.push(next);
    }
    return known.get(asked) ?? ownBurden(asked);
  };

  function sum(component: Component, needs: readonly Component[]): Burden {
    const inherited = needs.map((need) => known.get(need));
    // In a circle of libraries somebody has to come first: it adds up its closure itself.
    const parts = inherited.every((burden) => burden !== undefined)
      ? inherited
      : [...closureOf(component, edgesOf)].slice(1).map(ownBurden);
    const own = ownBurden(component);
    return {
      reasons: union([own.reasons, ...parts.map(({ reasons }) => reasons)]),
      stubbed: union([own.stubbed, ...parts.map(({ stubbed }) => stubbed)]),
      assumed: union([own.assumed, ...parts.map(({ assumed }) => assumed)]),
      open: own.open || parts.some(({ open }) => open),
    };
  }
}

/** The union; one of the sets itself where the others add nothing, since most burdens are empty or handed on as they are. */
function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const filled = [...new Set(sets.filter(({ size }) => size > 0))];
  const [first, ...others] = filled;
  if (first === undefined) return nothing;
  if (others.length === 0) return first;
  const all = new Set<string>();
  for (const set of filled) for (const element of set) all.add(element);
  const same = filled.find(({ size }) => size === all.size);
  return same ?? all;
}

const nothing: ReadonlySet<string> = new Set();
