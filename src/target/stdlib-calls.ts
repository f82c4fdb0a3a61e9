import type { PrimitiveOutcome } from "./primitive-outcomes.ts";
import type { StdlibDefinition, StdlibModule, StdlibStep } from "./read-stdlib.ts";
import type { HandReading } from "./stdlib-by-hand.ts";
import { type ArgumentCondition, holdsOf, type StdlibCall } from "./stdlib-runtime.ts";

type Row = Omit<StdlibCall, "name" | "arity">;

interface Library {
  readonly definitions: ReadonlyMap<string, StdlibDefinition>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly primitives: ReadonlyMap<string, readonly PrimitiveOutcome[]>;
  readonly known: Map<string, readonly Row[]>;
}

/** The sources of a standard library, and what its primitives do on the target. */
export interface StdlibSources {
  readonly modules: readonly StdlibModule[];
  /** Names that the interfaces have. */
  readonly offered: ReadonlySet<string>;
  readonly primitives: ReadonlyMap<string, readonly PrimitiveOutcome[]>;
}

/** From what primitives do to what each function of the standard library does that comes to one on every way through it. */
export function stdlibCallsOf(
  { modules, offered, primitives }: StdlibSources,
  readByHand: readonly HandReading[],
): readonly StdlibCall[] {
  const definitions = new Map<string, StdlibDefinition>();
  for (const { definitions: each } of modules)
    for (const definition of each) definitions.set(definition.name, definition);
  const aliases = new Map(modules.flatMap((module) => [...module.aliases]));
  const library: Library = { definitions, aliases, primitives, known: new Map() };
  const byHand = readByHand.filter(({ name }) => offered.has(name));
  const named = new Set(byHand.map(({ name }) => name));
  const derived = [...definitions.values()]
    .filter(({ name }) => !named.has(name))
    .flatMap((definition) =>
      rowsOf(definition, library).map((row) => ({
        name: definition.name,
        arity: arityOf(definition, library),
        ...row,
      })),
    );
  const calls = [...byHand.flatMap((reading) => completed(reading, library)), ...derived];
  return [...calls, ...underOtherNames(calls, aliases)].filter(({ name }) => offered.has(name));
}

function completed(reading: HandReading, library: Library): readonly StdlibCall[] {
  if (!("comesTo" in reading)) return [reading];
  const { comesTo, ...rest } = reading;
  const called = library.definitions.get(comesTo);
  const rows = called === undefined ? [] : rowsOf(called, library);
  const row = rows.find(({ where }) => where === undefined) ?? rows[0];
  if (row === undefined) return [];
  return [{ ...rest, outcome: row.outcome, topic: row.topic, through: [comesTo, ...row.through] }];
}

/** `MoreLabels.Hashtbl.randomize` beside `Hashtbl.randomize`. */
function underOtherNames(
  calls: readonly StdlibCall[],
  aliases: ReadonlyMap<string, string>,
): readonly StdlibCall[] {
  return [...aliases].flatMap(([alias, module]) =>
    calls
      .filter(({ name }) => name.startsWith(`${module}.`))
      .map((call) => ({ ...call, name: alias + call.name.slice(module.length) })),
  );
}

function arityOf(definition: StdlibDefinition, library: Library): number {
  const step = definition.isAlias ? definition.steps.at(-1) : undefined;
  const meant = definitionOf(step, definition, library);
  if (meant === undefined) return definition.parameters.length;
  return Math.max(0, arityOf(meant, library) - (step?.given?.length ?? 0));
}

function definitionOf(
  step: StdlibStep | undefined,
  { name, scopes }: StdlibDefinition,
  { aliases, definitions }: Library,
): StdlibDefinition | undefined {
  if (step === undefined) return undefined;
  const isOfStdlib = step.path.startsWith("Stdlib.");
  const path = isOfStdlib ? step.path.slice("Stdlib.".length) : step.path;
  const candidates = [...(isOfStdlib ? [] : scopes.map((scope) => `${scope}.${path}`)), path];
  for (const candidate of candidates) {
    const module = candidate.slice(0, candidate.lastIndexOf("."));
    const found = definitions.get((aliases.get(module) ?? module) + candidate.slice(module.length));
    if (found !== undefined && found.name !== name) return found;
  }
  return undefined;
}

function rowsOf(definition: StdlibDefinition, library: Library): readonly Row[] {
  const known = library.known.get(definition.name);
  if (known !== undefined) return known;
  // Whoever comes back here on the way calls itself, and does nothing else by that.
  library.known.set(definition.name, []);
  const rows =
    definition.primitives.length > 0 ? ofPrimitives(definition, library) : ofBody(definition, library);
  library.known.set(definition.name, rows);
  return rows;
}

function ofPrimitives({ primitives }: StdlibDefinition, library: Library): readonly Row[] {
  const [bytecode = ""] = primitives;
  return (library.primitives.get(bytecode) ?? []).map(({ outcome, through, topic, where }) => ({
    outcome,
    topic,
    ...(where === undefined ? {} : { where }),
    through,
  }));
}

function ofBody(definition: StdlibDefinition, library: Library): readonly Row[] {
  const rows: Row[] = [];
  if (arityOf(definition, library) === 0) return rows;
  for (const step of definition.isAlias ? definition.steps.slice(-1) : definition.steps) {
    const called = definitionOf(step, definition, library);
    if (called === undefined) continue;
    const isPartial = step.given !== undefined && step.given.length < arityOf(called, library);
    if (isPartial && !definition.isAlias && !step.isArgument) continue;
    for (const row of rowsOf(called, library)) {
      const inherited = inherit(row, step, definition, called.name);
      if (inherited === undefined) continue;
      rows.push(inherited);
      if (inherited.where === undefined && isTheEnd(inherited)) return rows;
    }
  }
  return rows;
}

const isTheEnd = ({ outcome }: Row): boolean => outcome.kind === "aborts" || outcome.kind === "raises";

function inherit(row: Row, step: StdlibStep, definition: StdlibDefinition, called: string): Row | undefined {
  const { outcome, where, ...rest } = row;
  if (outcome.kind === "misleads" && !definition.isAlias) return undefined;
  if (outcome.kind === "raises" && step.handled.some((name) => name === "all" || name === outcome.exception))
    return undefined;
  const through = [called, ...rest.through];
  const made = { outcome, topic: rest.topic, through };
  if (where === undefined) return made;
  if (definition.isAlias && step.given === undefined) return { ...made, where };
  const condition = typeof where.argument === "number" ? conditionOf(where, step, definition) : undefined;
  if (condition === undefined) return undefined;
  return condition === "always" ? made : { ...made, where: condition };
}

/** What the condition on an argument of what is called says of the caller's own. */
function conditionOf(
  where: ArgumentCondition,
  { given }: StdlibStep,
  { parameters }: StdlibDefinition,
): ArgumentCondition | "always" | undefined {
  const text = given?.[Number(where.argument)] ?? "";
  const parameter = text === "" ? -1 : parameters.indexOf(text);
  if (parameter !== -1) return { ...where, argument: parameter };
  return holdsOf(where.is, text) ? "always" : undefined;
}
