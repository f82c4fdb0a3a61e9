import type { Circumstances, ValueUse } from "../facts/ocaml-value-use.ts";
import { anyArguments, type StdlibCall, type StdlibOutcome, stdlibCall } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import type { Code } from "./code.ts";
import type { Workspace } from "./model.ts";
import type { InitialisationRun } from "./ocaml-initialisation.ts";
import type { ResolvedUse } from "./ocaml-uses.ts";
import { waysToMissing } from "./reach.ts";

type Kind = StdlibOutcome["kind"];

/** A use of a function of the standard library that does something else on the target. */
export interface StdlibUse<K extends Kind = Kind> {
  readonly resolved: ResolvedUse<ValueUse>;
  /** `Sys.getcwd`, as it is called without `Stdlib.`. */
  readonly name: string;
  readonly call: StdlibCall;
  readonly outcome: Extract<StdlibOutcome, { readonly kind: K }>;
  /** Undefined where it only happens when something calls the code. */
  readonly run: InitialisationRun | undefined;
  /** `boot`: whenever a module is initialised; `maybe at boot`: when that takes some branch, or means what it seems to. */
  readonly when: "boot" | "maybe at boot" | "when called";
}

/** All uses of one function in one file, by what weighs most. */
export interface StdlibUses<K extends Kind> {
  readonly first: StdlibUse<K>;
  /** The first among them. */
  readonly all: readonly StdlibUse<K>[];
}

/** Uses that come to one thing, a function and a file at a time; calls under a handler for what they raise are none. */
export function stdlibUsesThat<K extends Kind>(
  kind: K,
  { code }: { readonly code: Pick<Code, "stdlibUses"> },
): readonly StdlibUses<K>[] {
  const isOfKind = (outcome: StdlibOutcome): outcome is StdlibUse<K>["outcome"] => outcome.kind === kind;
  const groups = new Map<string, StdlibUse<K>[]>();
  for (const use of code.stdlibUses) {
    const { name, outcome, resolved } = use;
    if (!isOfKind(outcome)) continue;
    const key = `${resolved.component.key}\0${resolved.file.path}\0${name}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ ...use, outcome });
  }
  return [...groups.values()].flatMap((uses) => {
    const [first] = uses.sort(byWeight);
    return first === undefined ? [] : [{ first, all: uses }];
  });
}

/** Uses of the standard library that matter on the target, each with how a module's initialisation runs it. */
export async function readStdlibUses({
  workspace,
  target,
  code,
}: {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly code: Pick<Code, "uses" | "initialisationRuns">;
}): Promise<readonly StdlibUse[]> {
  const ways = waysToMissing(workspace.components, workspace.resolver.edgesOf);
  const found = code.uses.flatMap((resolved) => {
    // What needs a library that the target lacks is never built, and never runs.
    if (ways.leadFrom(resolved.component)) return [];
    // An opened parameter of a functor more likely has a read_line of its own than a module Sys.
    if (resolved.confidence === "low" && resolved.use.path.length === 1) return [];
    const [library, ...names] = resolved.path;
    const name = names.join(".");
    const call = library === "Stdlib" ? callOf(target, name, resolved.use) : undefined;
    return call === undefined || isTaken(call, resolved.use.circumstances) ? [] : [{ resolved, name, call }];
  });
  const runs = await code.initialisationRuns(
    found.filter(({ resolved, call }) => mayRunAtBoot(resolved, call)).map(({ resolved }) => resolved),
  );
  return found.map(({ resolved, name, call }): StdlibUse => {
    const run = runs.get(resolved)?.find((each) => !isTaken(call, each) && runsThere(each));
    return { resolved, name, call, outcome: call.outcome, run, when: whenOf(resolved, run) };
  });
}

/** What is passed on and not called here is called by whoever gets it, with arguments that are not known. */
function callOf(target: Target, name: string, { application }: ValueUse): StdlibCall | undefined {
  if (application !== undefined) return stdlibCall(target, name, application.arguments);
  return stdlibCall(target, name, anyArguments);
}

/** Not so where a function is given another name, or to somebody else, or does it only sometimes. */
function mayRunAtBoot({ external, use }: ResolvedUse<ValueUse>, { arity, sometimes }: StdlibCall): boolean {
  const isCall = use.application !== undefined || arity === 0 || external?.isDeclared === true;
  return isCall && sometimes === undefined;
}

/** A handler takes what it raises; an abort can't be handled. */
function isTaken({ outcome }: StdlibCall, { handled }: Pick<Circumstances, "handled">): boolean {
  return outcome.kind === "raises" && (handled === "all" || handled.includes(outcome.exception));
}

/** Code that a module only hands to something, or calls in a branch, most often waits for `start`; what stands at top level itself does not. */
function runsThere({ calls, certain }: InitialisationRun): boolean {
  return certain || calls.length === 0;
}

function whenOf(
  { confidence }: ResolvedUse<ValueUse>,
  run: InitialisationRun | undefined,
): StdlibUse["when"] {
  if (run === undefined) return "when called";
  const isSure = confidence === "high" && run.confidence === "high" && !run.conditional;
  return isSure && run.certain ? "boot" : "maybe at boot";
}

const weights: Readonly<Record<StdlibUse["when"], number>> = {
  boot: 0,
  "maybe at boot": 1,
  "when called": 2,
};

type Weighed = Pick<StdlibUse, "when" | "resolved">;

function byWeight(a: Weighed, b: Weighed): number {
  return weights[a.when] - weights[b.when] || a.resolved.use.span.start - b.resolved.use.span.start;
}
