import { type CallOutcome, callOutcome, symbolOutcomes } from "./call-outcome.ts";
import { declaredNames, namesIn } from "./declared-names.ts";
import { macroLine, macrosOf, ownMacros } from "./header-macros.ts";
import { type StdlibCall, stdlibCalls } from "./stdlib-runtime.ts";
import type { HeaderContents, HeaderOrigin, Target } from "./target.ts";

export interface Change<T> {
  readonly name: string;
  readonly before: T;
  readonly after: T;
}

/** What one has and the other has not, sorted; `changed` is what both have, otherwise. */
export interface Difference<T> {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly changed: readonly Change<T>[];
}

export interface HeaderDifference {
  readonly name: string;
  readonly origin: HeaderOrigin;
  /** Functions, types, variables and constants. */
  readonly names: Difference<string>;
  /** Macros; `before` and `after` are what follows the name in `#define`. */
  readonly macros: Difference<string>;
}

export interface TargetDifference {
  readonly headers: Difference<HeaderOrigin>;
  /** Headers that both have, where they differ. */
  readonly contents: readonly HeaderDifference[];
  /** Symbols that one of the two has, or that do something else there. */
  readonly calls: Difference<CallOutcome>;
  /** Functions of OCaml's standard library that do in one of the two what they don't do elsewhere. */
  readonly stdlib: Difference<readonly StdlibCall[]>;
  readonly primitives: Difference<string>;
  readonly unixOnlySymbols: Difference<string>;
  readonly libraries: Difference<string>;
  readonly duneVariables: Difference<string>;
  readonly predefinedMacros: Difference<string>;
}

/** What is different in `after`, seen from `before`. The runtime's internals are left out. */
export function compareTargets(before: Target, after: Target): TargetDifference {
  const shared = Object.keys(after.headers).filter((name) => Object.hasOwn(before.headers, name));
  return {
    headers: differenceOf(
      mapOf(before.headers, ({ origin }) => origin),
      mapOf(after.headers, ({ origin }) => origin),
    ),
    contents: shared.flatMap((name) => headerDifference(before, after, name)),
    calls: differenceOf(linked(before), linked(after), outcomeKey),
    stdlib: differenceOf(stdlibCalls(before), stdlibCalls(after), stdlibKey),
    primitives: differenceOf(listed(before.primitives), listed(after.primitives)),
    unixOnlySymbols: differenceOf(listed(before.unixOnlySymbols), listed(after.unixOnlySymbols)),
    libraries: differenceOf(
      mapOf(before.libraries, ({ status }) => status),
      mapOf(after.libraries, ({ status }) => status),
    ),
    duneVariables: differenceOf(
      mapOf(before.duneVariables, (value) => value),
      mapOf(after.duneVariables, (value) => value),
    ),
    predefinedMacros: differenceOf(
      macroLines(macrosOf(before.predefinedMacros)),
      macroLines(macrosOf(after.predefinedMacros)),
    ),
  };
}

function mapOf<T, U>(record: Readonly<Record<string, T>>, value: (each: T) => U): ReadonlyMap<string, U> {
  return new Map(Object.entries(record).map(([name, each]) => [name, value(each)]));
}

function listed(list: string): ReadonlyMap<string, string> {
  return new Map(namesIn(list).map((name) => [name, ""]));
}

/** What there is to link, and what is declared in vain. */
function linked(target: Target): ReadonlyMap<string, CallOutcome> {
  const names = [...symbolOutcomes(target).keys()];
  return new Map(
    names.flatMap((name) => {
      const outcome = callOutcome(target, name);
      return outcome === undefined ? [] : [[name, outcome] as const];
    }),
  );
}

function outcomeKey(outcome: CallOutcome): string {
  // Which library does it is nothing to the caller.
  return "value" in outcome ? `${outcome.kind} ${outcome.value}` : outcome.kind;
}

/** What happens and where, not by which way. */
function stdlibKey(rows: readonly StdlibCall[]): string {
  return JSON.stringify(rows.map(({ outcome, sometimes, where }) => ({ outcome, sometimes, where })));
}

function headerDifference(before: Target, after: Target, name: string): readonly HeaderDifference[] {
  const old = before.headers[name];
  const now = after.headers[name];
  if (old === undefined || now === undefined) return [];
  const names = differenceOf(declaredNames(old), declaredNames(now));
  const macros = differenceOf(macroLinesOf(old), macroLinesOf(now));
  return isNone(names) && isNone(macros) ? [] : [{ name, origin: now.origin, names, macros }];
}

function macroLinesOf(contents: HeaderContents): ReadonlyMap<string, string> {
  return macroLines(ownMacros(contents));
}

function macroLines(macros: ReturnType<typeof macrosOf>): ReadonlyMap<string, string> {
  return new Map([...macros].map(([name, macro]) => [name, macroLine(name, macro).slice(name.length)]));
}

export function isNone(difference: Difference<unknown>): boolean {
  return difference.gained.length + difference.lost.length + difference.changed.length === 0;
}

function differenceOf<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  key: (value: T) => unknown = (value) => value,
): Difference<T> {
  const changed = [...before].flatMap(([name, old]) => {
    const now = after.get(name);
    return now === undefined || key(now) === key(old) ? [] : [{ name, before: old, after: now }];
  });
  return {
    gained: [...after.keys()].filter((name) => !before.has(name)).sort(),
    lost: [...before.keys()].filter((name) => !after.has(name)).sort(),
    changed: changed.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
