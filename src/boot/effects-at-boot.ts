import type { Application, ValueUse } from "../facts/ocaml-value-use.ts";
import { anyArguments } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import { usesOfPrimitives } from "../workspace/ocaml-externals.ts";
import { initialisationRuns } from "../workspace/ocaml-initialisation.ts";
import type { ValueMeaning } from "../workspace/ocaml-meaning.ts";
import type { Unit } from "../workspace/ocaml-units.ts";
import type { ResolvedUse } from "../workspace/ocaml-uses.ts";
import type { BootEvent } from "./boot.ts";
import { type Effect, effectOf } from "./effects.ts";
import type { BootSources } from "./sources.ts";

/** A use of a value that has an effect, wherever it stands. */
export interface EffectUse {
  readonly use: ResolvedUse<ValueUse>;
  readonly name: string;
  readonly effect: Effect;
}

/** Effects of initialising `units`, in the order in which they happen. */
export async function effectsAtBoot(
  sources: BootSources,
  units: readonly Unit[],
  target: Target,
): Promise<readonly BootEvent[]> {
  const uses = effectUsesIn(sources, target).filter(
    ({ use, effect }) => !isTaken(effect, use.use.circumstances),
  );
  const runs = await initialisationRuns(
    uses.map(({ use }) => use),
    sources.callers,
    "all",
  );
  const order = new Map(units.map((unit, at) => [unit, at]));
  const events = uses.flatMap(({ use, name, effect }) =>
    (runs.get(use) ?? []).flatMap((run): readonly BootEvent[] => {
      if (!order.has(run.unit) || isTaken(effect, run)) return [];
      const culprit = { file: use.file.path, span: use.use.span };
      const isSure = isMeant({ use, name, effect }) && run.confidence === "high" && !run.conditional;
      const isAlways = !("call" in effect) || effect.call.sometimes === undefined;
      const at = run.calls[0]?.at ?? culprit;
      const { unit, calls } = run;
      return [{ unit, at, name, effect, calls, culprit, certain: run.certain && isSure && isAlways }];
    }),
  );
  const places = new Map<string, BootEvent>();
  for (const event of events) {
    const key = `${event.at.file}:${event.at.span.start}:${event.name}`;
    const known = places.get(key);
    if (known === undefined || (event.certain && !known.certain)) places.set(key, event);
  }
  return [...places.values()].sort(
    (a, b) =>
      (order.get(a.unit) ?? 0) - (order.get(b.unit) ?? 0) ||
      a.at.span.start - b.at.span.start ||
      (a.name < b.name ? -1 : 1),
  );
}

/** Of a library from elsewhere the name that it is known by is enough. */
const isMeant = ({ use, effect }: EffectUse): boolean =>
  use.confidence === "high" || (use.path[0] === use.use.path[0] && !("call" in effect));

/** A handler takes what is raised. */
function isTaken(effect: Effect, { handled }: { readonly handled: "all" | readonly string[] }): boolean {
  if (effect.kind !== "raises" || effect.call.outcome.kind !== "raises") return false;
  return handled === "all" || handled.includes(effect.call.outcome.exception);
}

export function effectUsesIn(
  { files, reader, resolver, visible, callers }: BootSources,
  target: Target,
): readonly EffectUse[] {
  return files.flatMap(({ component, file }) => {
    const unit = visible.unitOf(component, file);
    const facts = reader.usesOf(file);
    if (unit === undefined || facts === undefined) return [];
    const ofExternals = usesOfPrimitives({ component, file, facts }, target, { reader, visible, callers });
    const byPath = facts.values.flatMap((use): readonly EffectUse[] => {
      const isBound = use.boundBeforeOpens === true;
      const value = resolver.valueAt({ unit, file, opened: use.openedBefore, isBound }, use.path);
      const name = value === undefined ? undefined : nameOf(value.meaning);
      const effect = name === undefined ? undefined : effectOf(name, use, target);
      if (value === undefined || name === undefined || effect === undefined) return [];
      const { through, confidence } = value;
      const path = name.split(".");
      return [{ use: { component, file, unit, path, through, confidence, use }, name, effect }];
    });
    return [...byPath, ...ofExternals.flatMap((use) => effectOfExternal(use, target))];
  });
}

function effectOfExternal(use: ResolvedUse<ValueUse>, target: Target): readonly EffectUse[] {
  const name = use.path.slice(1).join(".");
  // Whoever calls what is declared gives it all arguments.
  const application = use.external?.isDeclared === true ? declaredCall(use) : use.use.application;
  const effect = effectOf(name, { application }, target);
  return effect === undefined ? [] : [{ use, name, effect }];
}

const declaredCall = ({ use: { span } }: ResolvedUse<ValueUse>): Application => ({
  span,
  arguments: anyArguments,
});

/** As it is called without `Stdlib.`; of a value of the tree by its module. */
function nameOf(meaning: ValueMeaning): string | undefined {
  switch (meaning.kind) {
    case "outside":
      return (meaning.path[0] === "Stdlib" ? meaning.path.slice(1) : meaning.path).join(".");
    case "unit":
      return [meaning.unit.name, ...meaning.within, meaning.name].join(".");
    case "opaque":
      return undefined;
    default:
      return meaning satisfies never;
  }
}
