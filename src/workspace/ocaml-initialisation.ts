import type { Circumstances, ValueUse } from "../facts/ocaml-value-use.ts";
import type { ModuleFile } from "./modules.ts";
import { type Call, type Callers, definitionKey, type TreeDefinition } from "./ocaml-callers.ts";
import { type Confidence, leastConfidence } from "./ocaml-meaning.ts";
import type { Unit } from "./ocaml-units.ts";
import type { ResolvedUse } from "./ocaml-uses.ts";
import type { Place } from "./sources.ts";

/** How code comes to run when a module is initialised. */
export interface InitialisationRun {
  /** The module whose initialisation it is. */
  readonly unit: Unit;
  /** The calls that lead there, the module's own first; none where the code itself stands at top level. */
  readonly calls: readonly { readonly name: string; readonly at: Place }[];
  /** Whenever the module is initialised: no call of the way is in a branch, a handler or a function without a name. */
  readonly certain: boolean;
  /** Exceptions that handlers on the way take. */
  readonly handled: Circumstances["handled"];
  /** Some of the way may be left out by a preprocessor. */
  readonly conditional: boolean;
  /** Of what the names of the calls mean; the use's own left out. */
  readonly confidence: Confidence;
}

/** A way back from a use to the code that has been found to run it so far. */
interface Way extends InitialisationRun {
  readonly use: ResolvedUse<ValueUse>;
  readonly file: ModuleFile;
  /** Of that code. */
  readonly circumstances: Circumstances;
}

// What calls what is followed so far back.
const longestChain = 8;
const mostWays = 64;

/**
 * For each use the ways in which some module's initialisation runs it, certain ones and short ones first; none where
 * only a caller from elsewhere, or code that can't be followed, does. With `followed: "certain"` calls are only followed
 * as long as the way is certain.
 */
export async function initialisationRuns(
  uses: readonly ResolvedUse<ValueUse>[],
  callers: Callers,
  followed: "certain" | "all",
): Promise<ReadonlyMap<ResolvedUse<ValueUse>, readonly InitialisationRun[]>> {
  const found = new Map<ResolvedUse<ValueUse>, Way[]>(uses.map((use) => [use, []]));
  const seen = new Set<string>();
  const numbers = new Map(uses.map((use, at) => [use, at]));
  const counts = new Map<ResolvedUse<ValueUse>, number>();
  let frontier = uses.map(wayOf);
  for (let length = 0; length <= longestChain && frontier.length > 0; length++) {
    for (const way of frontier)
      if (way.circumstances.evaluation === "initialisation") found.get(way.use)?.push(way);
    const waiting = frontier.flatMap((way) => {
      const definition = definitionOf(way);
      const count = counts.get(way.use) ?? 0;
      const key = `${numbers.get(way.use)} ${definition === undefined ? "" : definitionKey(definition)} ${way.certain} ${way.handled}`;
      const isFollowed = way.certain || followed === "all";
      if (!isFollowed || definition === undefined || count >= mostWays || seen.has(key)) return [];
      counts.set(way.use, count + 1);
      seen.add(key);
      return [{ way, definition }];
    });
    const wanted = new Map(waiting.map(({ definition }) => [definitionKey(definition), definition]));
    const callsOf = await callers.everywhere([...wanted.values()]);
    frontier = waiting.flatMap(({ way, definition }) => callsOf(definition).map((call) => before(call, way)));
  }
  for (const ways of found.values()) ways.sort(certainFirst);
  return found;
}

function wayOf(use: ResolvedUse<ValueUse>): Way {
  const { unit, file } = use;
  const { circumstances } = use.use;
  const { certain, handled, conditional } = circumstances;
  return { use, unit, file, circumstances, calls: [], certain, handled, conditional, confidence: "high" };
}

/** What has to be called for the code to run; undefined where it is a function without a name, or runs already. */
function definitionOf({ circumstances, unit, file }: Way): TreeDefinition | undefined {
  const { evaluation, definition: start } = circumstances;
  return evaluation === "initialisation" || start === undefined ? undefined : { unit, file, start };
}

/** The way, with a call in front that leads to it. */
function before(call: Call, way: Way): Way {
  const { unit, file, circumstances } = call;
  return {
    use: way.use,
    unit,
    file,
    circumstances,
    calls: [{ name: call.name, at: call.at }, ...way.calls],
    certain: way.certain && circumstances.certain && call.isApplied,
    handled: handledByBoth(way.handled, circumstances.handled),
    conditional: way.conditional || circumstances.conditional,
    confidence: leastConfidence(way.confidence, call.confidence),
  };
}

function handledByBoth(
  inner: Circumstances["handled"],
  outer: Circumstances["handled"],
): Circumstances["handled"] {
  if (inner === "all" || outer === "all") return "all";
  return [...new Set([...inner, ...outer])];
}

function certainFirst(a: InitialisationRun, b: InitialisationRun): number {
  return Number(b.certain) - Number(a.certain) || a.calls.length - b.calls.length;
}
