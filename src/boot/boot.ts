import type { Target } from "../target/target.ts";
import type { Component, Workspace } from "../workspace/model.ts";
import type { Unit } from "../workspace/ocaml-units.ts";
import type { Place } from "../workspace/sources.ts";
import { exitHandlers } from "./at-exit.ts";
import { bufferedPrints } from "./buffered.ts";
import type { Effect } from "./effects.ts";
import { effectsAtBoot } from "./effects-at-boot.ts";
import { linkOrderOf } from "./link-order.ts";
import { linkedUnits } from "./linked-units.ts";
import { type BootSources, readBootSources } from "./sources.ts";

/** Something that others notice, done as a module is initialised. */
export interface BootEvent {
  readonly unit: Unit;
  /** In the module's own code: the call, or what leads to it. */
  readonly at: Place;
  /** The value that has the effect, without `Stdlib.`. */
  readonly name: string;
  readonly effect: Effect;
  /** The calls that lead to it, the module's own first; the effect's own left out. */
  readonly calls: readonly { readonly name: string; readonly at: Place }[];
  /** The call that has the effect. */
  readonly culprit: Place;
  /** It happens whenever the module is initialised, and is what it seems to be. */
  readonly certain: boolean;
}

/** What is registered to run at exit, and aborts there. */
export interface ExitAbort {
  readonly handler: BootEvent;
  readonly aborts: { readonly name: string; readonly at: Place };
}

/** A print whose text is lost where something aborts after it. */
export interface BufferedPrint {
  readonly print: BootEvent;
  /** Undefined where nothing aborts during boot: what aborts later loses it. */
  readonly lostBy: BootEvent | undefined;
}

/** What runs before a unikernel's `start`, in order. */
export interface Boot {
  readonly starts: readonly Component[];
  /** Components of the tree, in the order in which they are initialised. */
  readonly components: readonly Component[];
  /** Libraries that are linked and not in the tree. */
  readonly elsewhere: readonly string[];
  readonly units: readonly Unit[];
  readonly events: readonly BootEvent[];
  readonly exitAborts: readonly ExitAbort[];
  readonly buffered: readonly BufferedPrint[];
}

/** Whether the unikernel ends there for certain: it never comes to `start`. */
export const isFatal = ({ certain, effect }: BootEvent): boolean =>
  certain && (effect.kind === "aborts" || effect.kind === "raises");

/** Of what only may happen, what would end the unikernel or register something that could. */
function isTold({ certain, effect: { kind } }: BootEvent): boolean {
  if (kind === "prints" || kind === "flushes") return false;
  return certain || kind === "aborts" || kind === "raises" || kind === "insecure" || kind === "runs at exit";
}

/** Reads what `starts` link, and follows what the initialisation of each of its modules does. */
export async function bootOf(
  starts: readonly Component[],
  workspace: Workspace,
  target: Target,
): Promise<Boot> {
  const parts = linkOrderOf(starts, workspace.resolver.edgesOf);
  const components = parts.flatMap((part) => (part.kind === "component" ? [part.component] : []));
  const sources: BootSources = await readBootSources(components, workspace, target);
  const units = linkedUnits(components, new Set(starts), sources.visible.groupOf, workspace.sources);
  const all = await effectsAtBoot(sources, units, target);
  return {
    starts,
    components,
    elsewhere: parts.flatMap((part) => (part.kind === "elsewhere" ? [part.name] : [])),
    units,
    events: all.filter(isTold),
    exitAborts: await exitHandlers(all, sources, target),
    buffered: bufferedPrints(all),
  };
}
