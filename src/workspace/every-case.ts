import {
  type IncludeUse,
  type PreprocessInput,
  type PreprocessResult,
  preprocess,
} from "../syntax/c/preprocess.ts";

/** What stands in the way whatever the macros are that can't be seen. */
export interface EveryCase {
  /** Headers that are missing in all cases; where there are none, all that are in one of them. */
  readonly missing: ReadonlySet<string>;
  /** The macros that were tried both ways. */
  readonly macros: readonly string[];
}

const mostCases = 24;
const mostMacros = 5;

/**
 * Tries macros that can't be seen, defined and undefined, until each case meets something that stops the compiler for certain.
 * Undefined where some case may compile, or where that would take too many cases.
 */
export function everyCase(input: PreprocessInput, first: PreprocessResult): EveryCase | undefined {
  const search: Search = { input, cases: 0, macros: new Set() };
  const stopped = split(search, first, new Map());
  if (stopped === undefined) return undefined;
  const [one = new Set<string>(), ...others] = stopped;
  const common = [...one].filter((name) => others.every((missing) => missing.has(name)));
  return {
    missing: new Set(common.length > 0 ? common : stopped.flatMap((missing) => [...missing])),
    macros: [...search.macros],
  };
}

interface Search {
  readonly input: PreprocessInput;
  cases: number;
  readonly macros: Set<string>;
}

type Assumed = ReadonlyMap<string, "defined" | "undefined">;

/** The headers missing in each case that `assumed` leaves open. */
function split(
  search: Search,
  result: PreprocessResult,
  assumed: Assumed,
): readonly ReadonlySet<string>[] | undefined {
  const missing = result.includes.filter(({ outcome }) => outcome === "missing");
  const errors = result.reachedErrors.filter(({ kind }) => kind === "error");
  if ([...missing, ...errors].some(({ condition }) => condition === "yes"))
    return [new Set(missing.filter(isCertain).map(({ name }) => name.name))];
  const macro = [...missing, ...errors]
    .flatMap(({ dependsOn }) => dependsOn)
    .find((name) => !assumed.has(name));
  if (macro === undefined || assumed.size >= mostMacros) return undefined;
  search.macros.add(macro);
  const found: ReadonlySet<string>[] = [];
  for (const value of ["undefined", "defined"] as const) {
    if (++search.cases > mostCases) return undefined;
    const more = new Map(assumed).set(macro, value);
    const { input } = search;
    const assume = (name: string) => more.get(name) ?? input.assume?.(name);
    const cases = split(search, preprocess({ ...input, assume }), more);
    if (cases === undefined) return undefined;
    found.push(...cases);
  }
  return found;
}

const isCertain = ({ condition }: IncludeUse): boolean => condition === "yes";
