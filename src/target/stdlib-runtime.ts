import { readFileSync } from "node:fs";
import { dataFile } from "./data-file.ts";
import type { Target, TargetSource } from "./target.ts";

/** What becomes of a call on the target, where it is not what becomes of it elsewhere. */
export type StdlibOutcome =
  /** The unikernel ends there: no handler, no `at_exit`, no flush. `by`: the function of nolibc, or of the runtime, that aborts. */
  | { readonly kind: "aborts"; readonly by: string }
  /** `exception` without its module; `message` is what it carries, a file's name left out. */
  | { readonly kind: "raises"; readonly exception: string; readonly message?: string }
  /** It returns, and what it gives is not so. */
  | { readonly kind: "misleads"; readonly gives: string }
  /** Its randomness can be guessed. */
  | { readonly kind: "insecure"; readonly seed: string };

/** What a Stdlib function is for, as far as what to do instead goes. */
export type StdlibTopic =
  | "arguments"
  | "channels"
  | "console"
  | "domains"
  | "environment"
  | "files"
  | "processes"
  | "randomness"
  | "signals"
  | "system"
  | "threads"
  | "time"
  | "tracing";

/** `argument`: the label of an argument, or the place of one without a label, from 0. */
export interface ArgumentCondition {
  readonly argument: number | string;
  readonly is: "stdin" | "standard channel" | "signal that nolibc names" | "true";
}

/** A function or value of OCaml's standard library that does something else on the target; of several rows of one name the first that applies counts. */
export interface StdlibCall {
  /** `Sys.getcwd`, `open_in`, `Semaphore.Counting.release`. */
  readonly name: string;
  readonly outcome: StdlibOutcome;
  readonly topic: StdlibTopic;
  /** How many arguments without a label make it run; 0: it is a value, and needs no call. */
  readonly arity: number;
  readonly where?: ArgumentCondition;
  /** It happens, or it doesn't, by the state of things: in words that follow "where". */
  readonly sometimes?: string;
  /** What it comes to, one after another, the function of C that decides last. */
  readonly through: readonly string[];
  /** The call that was run on the target; where there is none, what it does was read from sources. */
  readonly measured?: string;
  /** Only these of the versions of OCaml that the table was made of, where it isn't all. */
  readonly onlyIn?: readonly string[];
}

/** What OCaml's standard library does on a target; see `mirage-lint target import-stdlib` for how it is made. */
export interface StdlibTable {
  readonly target: string;
  readonly sources: readonly TargetSource[];
  readonly calls: readonly StdlibCall[];
}

const loaded = new Map<string, StdlibTable>();

/** The table of a target, read once; an empty one where there is none. */
export function stdlibTable(target: Target): StdlibTable {
  const known = loaded.get(target.name);
  if (known !== undefined) return known;
  const file = dataFile(`stdlib-runtime/${target.name}.json`);
  const table: StdlibTable =
    file === undefined
      ? { target: target.name, sources: [], calls: [] }
      : JSON.parse(readFileSync(file, "utf8"));
  loaded.set(target.name, table);
  return table;
}

const byName = new WeakMap<StdlibTable, ReadonlyMap<string, readonly StdlibCall[]>>();

/** The rows of the table by the function's name, without `Stdlib.`. */
export function stdlibCalls(target: Target): ReadonlyMap<string, readonly StdlibCall[]> {
  const table = stdlibTable(target);
  const known = byName.get(table);
  if (known !== undefined) return known;
  const calls = new Map<string, StdlibCall[]>();
  for (const call of table.calls) {
    const rows = calls.get(call.name);
    if (rows === undefined) calls.set(call.name, [call]);
    else rows.push(call);
  }
  byName.set(table, calls);
  return calls;
}

const byPrimitive = new WeakMap<StdlibTable, ReadonlyMap<string, string>>();

/**
 * By primitive of the runtime a function of the standard library that is nothing but that, or, where none is offered, the one that comes to it
 * in the fewest steps: `Sys.time` for `caml_sys_time`.
 */
export function stdlibPrimitives(target: Target): ReadonlyMap<string, string> {
  const table = stdlibTable(target);
  const known = byPrimitive.get(table);
  if (known !== undefined) return known;
  const nearest = new Map<string, { readonly name: string; readonly steps: number }>();
  for (const { name, arity, sometimes, through } of table.calls) {
    const steps = through.findIndex((step) => step.startsWith("caml_"));
    const primitive = through[steps];
    if (primitive === undefined || arity === 0 || sometimes !== undefined) continue;
    const other = nearest.get(primitive);
    const isNearer =
      other === undefined ||
      steps < other.steps ||
      (steps === other.steps && name.length <= other.name.length);
    if (isNearer) nearest.set(primitive, { name, steps });
  }
  const names = new Map([...nearest].map(([primitive, { name }]) => [primitive, name]));
  byPrimitive.set(table, names);
  return names;
}

/** An argument as code gives it: `text` is there where it is a name or a short literal. */
export interface GivenArgument {
  readonly label?: string;
  readonly text?: string;
}

/** As many as any function of Stdlib takes, and nothing is known of them. */
export const anyArguments: readonly GivenArgument[] = [{}, {}, {}, {}];

/**
 * What a call of `name` with these arguments does; undefined where it does what it does anywhere, or isn't a call yet since arguments
 * are missing.
 */
export function stdlibCall(
  target: Target,
  name: string,
  given: readonly GivenArgument[],
): StdlibCall | undefined {
  const unlabelled = given.filter(({ label }) => label === undefined).length;
  return stdlibCalls(target)
    .get(name)
    ?.find((call) => call.arity <= unlabelled && (call.where === undefined || holds(call.where, given)));
}

const holds = (where: ArgumentCondition, given: readonly GivenArgument[]): boolean =>
  holdsOf(where.is, argumentAt(where, given)?.text ?? "");

/** The argument that a condition is about; undefined where it isn't given. */
export function argumentAt(
  { argument }: Pick<ArgumentCondition, "argument">,
  given: readonly GivenArgument[],
): GivenArgument | undefined {
  return typeof argument === "number"
    ? given.filter(({ label }) => label === undefined)[argument]
    : given.find(({ label }) => label === argument);
}

/** Whether an argument that is written as `text` is what the condition asks for. */
export function holdsOf(is: ArgumentCondition["is"], text: string): boolean {
  const name = text.slice(text.lastIndexOf(".") + 1);
  switch (is) {
    case "stdin":
      return name === "stdin" || name === "stdib";
    case "standard channel":
      return name === "stdin" || name === "stdout" || name === "stderr";
    case "signal that nolibc names":
      return name === "sigfpe" || /^\d+$/.test(name);
    case "true":
      return name === "true";
    default:
      return is satisfies never;
  }
}
