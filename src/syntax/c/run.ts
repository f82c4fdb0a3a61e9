import type { ParseError, Span } from "../span.ts";
import { onlyCompilerDefines } from "./compiler-names.ts";
import { type DirectiveTree, rememberedDirectives } from "./directives.ts";
import type { ExpansionBudget } from "./expand.ts";
import { builtIn } from "./expression.ts";
import { type MacroTable, macroTable } from "./macro-table.ts";
import type { MacroValue } from "./macros.ts";
import type {
  ChainStep,
  IncludeUse,
  LimitHit,
  PreprocessInput,
  Reached,
  ReachedError,
} from "./preprocess-types.ts";

/** Includes, and errors, that are reported; chains make them large. */
export const mostReports = 20_000;
const mostTokensExpanded = 2_000_000;
/** Directives read and macros set by target headers, over all files of a run. */
const mostSteps = 3_000_000;

/** Whether what is being read is certain to be compiled. */
export interface Certainty {
  readonly condition: "yes" | "unknown";
  readonly dependsOn: readonly string[];
}

export const certain: Certainty = { condition: "yes", dependsOn: [] };

export interface Place {
  readonly path: string;
  readonly chain: readonly ChainStep[];
  readonly guard: string | undefined;
  readonly isEntry: boolean;
  /** Where what is not compiled of the file is noted. */
  readonly reading: Reading;
}

/** What has been found of a file on the way through it. */
export interface Reading {
  readonly dead: Span[];
  readonly skipped: Span[];
  readonly uncertain: Span[];
}

export interface IncludedReading extends Reading {
  readonly path: string;
  readonly text: string;
  readonly use: Reached;
  isRepeated: boolean;
}

export interface Run {
  readonly input: PreprocessInput;
  readonly macros: MacroTable;
  readonly read: (path: string, text: string) => DirectiveTree;
  readonly budget: ExpansionBudget;
  readonly once: Set<string>;
  readonly includes: IncludeUse[];
  readonly reachedErrors: ReachedError[];
  readonly errors: ParseError[];
  readonly limits: LimitHit[];
  readonly files: Map<string, IncludedReading>;
  openWorld: boolean;
  filesEntered: number;
  steps: number;
  depth: number;
}

export function startRun(input: PreprocessInput): Run {
  const absent = (name: string): MacroValue => {
    const built = builtIn(name);
    if (built !== undefined) return built;
    if (!run.openWorld || onlyCompilerDefines(name)) return "undefined";
    return input.assume?.(name) ?? "unknown";
  };
  const run: Run = {
    input,
    macros: macroTable(input.predefined, absent),
    read: input.readDirectives ?? rememberedDirectives(),
    budget: { left: mostTokensExpanded },
    once: new Set(),
    includes: [],
    reachedErrors: [],
    errors: [],
    limits: [],
    files: new Map(),
    openWorld: input.openWorld ?? false,
    filesEntered: 0,
    steps: 0,
    depth: 0,
  };
  for (const name of input.undefined) run.macros.set(name, "undefined");
  for (const name of input.unknownMacros ?? []) run.macros.set(name, "unknown");
  return run;
}

export function limit(run: Run, kind: LimitHit["kind"], path: string, span: Span): void {
  if (!run.limits.some((hit) => hit.kind === kind)) run.limits.push({ kind, path, span });
}

/** Counts a directive; false where no more may be read. */
export function spendStep(run: Run, path: string, span: Span): boolean {
  if (++run.steps <= mostSteps) return true;
  limit(run, "directive-count", path, span);
  return false;
}

export function blame(run: Run, place: Place, message: string, span: Span): void {
  if (place.isEntry) run.errors.push({ message, span });
}

export function reached(place: Place, span: Span, certainty: Certainty): Reached {
  const chain = [...place.chain, { path: place.path, span }];
  return { ...certainty, at: chain[0]?.span ?? span, chain };
}

export function reportError(run: Run, kind: ReachedError["kind"], message: string, at: Reached): void {
  if (run.reachedErrors.length < mostReports) run.reachedErrors.push({ kind, message, ...at });
}
