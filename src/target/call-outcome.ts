import { inlineFunctions, namesIn } from "./declared-names.ts";
import type { SymbolOrigin, Target } from "./target.ts";

/** What a call of a function does on the target, once it is compiled. `value` is as nolibc's sources write it: `-1`, `NULL`, `EOF`. */
export type CallOutcome =
  /** `header`: a header holds the body, so that nothing has to be linked. */
  | { readonly kind: "works"; readonly by: SymbolOrigin | "header" }
  | { readonly kind: "aborts" }
  | { readonly kind: "fails"; readonly value: string }
  | { readonly kind: "ignored"; readonly value: string }
  /** A header declares it and nothing provides it: the link fails. */
  | { readonly kind: "undefined" };

const outcomes = new WeakMap<Target, ReadonlyMap<string, CallOutcome>>();

/** What is known of every symbol of the target, and of what is declared and isn't one. */
export function symbolOutcomes(target: Target): ReadonlyMap<string, CallOutcome> {
  const known = outcomes.get(target);
  if (known !== undefined) return known;
  const { aborts, fails, ignored, undefined: missing, works } = target.symbols;
  const index = new Map<string, CallOutcome>();
  for (const name of namesIn(missing)) index.set(name, { kind: "undefined" });
  for (const by of ["solo5", "ocaml", "openlibm", "nolibc"] as const) {
    for (const name of namesIn(works[by])) index.set(name, { kind: "works", by });
  }
  for (const name of namesIn(aborts)) index.set(name, { kind: "aborts" });
  for (const [name, value] of Object.entries(ignored)) index.set(name, { kind: "ignored", value });
  for (const [name, value] of Object.entries(fails)) index.set(name, { kind: "fails", value });
  outcomes.set(target, index);
  return index;
}

/** What a call of `name` does; undefined for a name that neither headers nor libraries of the target have. */
export function callOutcome(target: Target, name: string): CallOutcome | undefined {
  const known = symbolOutcomes(target).get(name);
  if (known !== undefined) return known;
  return inlineFunctions(target).has(name) ? { kind: "works", by: "header" } : undefined;
}

interface NameSets {
  readonly unixOnly: ReadonlySet<string>;
  readonly primitives: ReadonlySet<string>;
}

const sets = new WeakMap<Target, NameSets>();

function setsOf(target: Target): NameSets {
  const known = sets.get(target);
  if (known !== undefined) return known;
  const made = {
    unixOnly: new Set(namesIn(target.unixOnlySymbols)),
    primitives: new Set(namesIn(target.primitives)),
  };
  sets.set(target, made);
  return made;
}

/** Whether only the C stubs of `unix` or `threads.posix` would provide `name`. */
export function isUnixOnlySymbol(target: Target, name: string): boolean {
  return setsOf(target).unixOnly.has(name);
}

/** Whether the runtime's list of primitives has `name`; those of bytecode alone are no symbols of the target. */
export function isPrimitive(target: Target, name: string): boolean {
  return setsOf(target).primitives.has(name);
}
