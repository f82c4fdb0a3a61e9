import type { Component, Package, Workspace } from "../workspace/model.ts";
import { type Cause, type ToFix, type Waits, waitsOf } from "./blocker-causes.ts";
import type { Judgement } from "./judge.ts";

/** Names of what is not portable, each list sorted. */
export interface Freed {
  readonly libraries: readonly string[];
  readonly packages: readonly string[];
  readonly unikernels: readonly string[];
}

/** What is to be fixed, and who waits for it. */
export interface Blocker extends ToFix {
  /** What is portable as soon as this is mended. */
  readonly alone: Freed;
  /** What this is an obstacle of, `alone` included. */
  readonly together: Freed;
  /** Other blockers of what it is an obstacle of, those of most of it first. */
  readonly companions: readonly string[];
}

export interface Blockers {
  /** What frees most comes first. */
  readonly blockers: readonly Blocker[];
  /** Everything that waits for one of them. */
  readonly waiting: Freed;
  /** How many libraries there are that somebody may want portable. */
  readonly libraries: number;
  readonly packages: number;
}

/**
 * Each that waits counts for a blocker by its share: one of three blockers of a library has a third of it. So one that frees
 * dozens together with another comes before one that frees two alone.
 */
export function blockersOf(workspace: Workspace, judgement: Judgement): Blockers {
  const waits = waitsOf(workspace, judgement);
  const { causes, ofComponents, ofPackages, libraries, packages } = waits;
  const tally = tallied(waits);
  const blockers = causes
    .flatMap(({ key, toFix }) => {
      const { share, ...freed } = tally(key);
      return share === 0 ? [] : [{ share, blocker: { ...toFix, ...freed } }];
    })
    .sort((a, b) => b.share - a.share || compare(a.blocker, b.blocker))
    .map(({ blocker }) => blocker);
  return {
    blockers,
    waiting: freedOf([...ofComponents.keys(), ...ofPackages.keys()]),
    libraries,
    packages,
  };
}

const compare = (a: Blocker, b: Blocker): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

interface Tally extends Pick<Blocker, "alone" | "together" | "companions"> {
  readonly share: number;
}

interface Waiters {
  readonly alone: (Component | Package)[];
  readonly together: (Component | Package)[];
  readonly companions: Map<Cause, number>;
  share: number;
}

const nobody = (): Waiters => ({ alone: [], together: [], companions: new Map(), share: 0 });

function tallied({ ofComponents, ofPackages }: Waits): (key: Component | Package) => Tally {
  const tallies = new Map<Component | Package, Waiters>();
  for (const [waiter, causes] of [...ofComponents, ...ofPackages])
    for (const cause of causes) {
      const tally = tallies.get(cause.key) ?? nobody();
      tallies.set(cause.key, tally);
      tally.together.push(waiter);
      if (causes.length === 1) tally.alone.push(waiter);
      tally.share += 1 / causes.length;
      for (const other of causes)
        if (other !== cause) tally.companions.set(other, (tally.companions.get(other) ?? 0) + 1);
    }
  return (key) => {
    const { alone, together, companions, share } = tallies.get(key) ?? nobody();
    return {
      share,
      alone: freedOf(alone),
      together: freedOf(together),
      companions: [...companions]
        .sort(([a, some], [b, more]) => more - some || (a.toFix.name < b.toFix.name ? -1 : 1))
        .map(([{ toFix }]) => toFix.name),
    };
  };
}

function freedOf(waiters: readonly (Component | Package)[]): Freed {
  const named = (kind: Component["kind"] | "package"): readonly string[] =>
    waiters
      .filter((waiter) => ("kind" in waiter ? waiter.kind : "package") === kind)
      .map(({ name }) => name)
      .sort();
  return { libraries: named("library"), packages: named("package"), unikernels: named("unikernel") };
}
