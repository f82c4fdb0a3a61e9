import type { Lock, LockPackage } from "../workspace/locks.ts";
import { choices } from "./dependencies.ts";
import { unikernelVariables } from "./filter.ts";
import { type PackageIndex, requirementsOf, versionIn } from "./package-index.ts";

/** Packages of a lock from one that nothing in it asks for to the one in question. */
export type LockedWay = readonly LockPackage[];

/** The shortest ways through a lock by what the index says that locked versions depend on; by the name of the last package. */
export function waysToLocked({ packages }: Lock, index: PackageIndex): ReadonlyMap<string, LockedWay> {
  const byName = new Map(packages.map((locked) => [locked.name, locked]));
  const asks = new Map(packages.map((locked) => [locked, dependenciesOf(locked, byName, index)]));
  const asked = new Set([...asks.values()].flat());
  const ways = new Map<string, LockedWay>();
  const pending: LockedWay[] = packages.filter((locked) => !asked.has(locked)).map((root) => [root]);
  for (let at = 0; at < pending.length; at++) {
    const way = pending[at] ?? [];
    const last = way.at(-1);
    if (last === undefined || ways.has(last.name)) continue;
    ways.set(last.name, way);
    for (const next of asks.get(last) ?? []) if (!ways.has(next.name)) pending.push([...way, next]);
  }
  return ways;
}

function dependenciesOf(
  { name, version }: LockPackage,
  byName: ReadonlyMap<string, LockPackage>,
  index: PackageIndex,
): readonly LockPackage[] {
  const facts = versionIn(index, name, version);
  if (facts === undefined) return [];
  return choices(requirementsOf(facts), unikernelVariables)
    .flat()
    .flatMap((required) => byName.get(required.name.text) ?? []);
}
