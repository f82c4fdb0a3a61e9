import {
  argumentAt,
  type GivenArgument,
  type StdlibCall,
  type StdlibOutcome,
  type StdlibTopic,
  stdlibCalls,
} from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import type { Step } from "../workspace/ocaml-meaning.ts";
import type { StdlibUse, StdlibUses } from "../workspace/stdlib-uses.ts";
import { describe } from "./dependency-path.ts";
import type { Severity } from "./diagnostic.ts";
import { andMore } from "./other-calls.ts";
import type { Finding } from "./rule.ts";

type Kind = StdlibOutcome["kind"];

/** What a finding about a function of the standard library says. */
export interface StdlibFinding<K extends Kind> {
  /** `library foo calls Sys.getcwd (by open Sys), and 2 more times, as module Config is initialised`. */
  readonly subject: string;
  readonly call: StdlibCall;
  readonly outcome: StdlibUse<K>["outcome"];
  /** `in ocaml-solo5 0.8.5 and 1.3.2 alike`. */
  readonly versions: string;
  readonly when: StdlibUse["when"];
}

const severities: Readonly<Record<StdlibUse["when"], Severity>> = {
  boot: "error",
  "maybe at boot": "warning",
  "when called": "note",
};

/** The finding about the uses of one function in one file, as heavy as what happens when; rules say when it weighs less. */
export function stdlibFinding<K extends Kind>(
  { first, all }: StdlibUses<K>,
  target: Target,
  otherTargets: readonly Target[],
): Finding<StdlibFinding<K>> {
  const { call, name, outcome, resolved, when } = first;
  const { component, confidence, external, file, through, use } = resolved;
  const calls = first.run?.calls ?? [];
  return {
    at: { file: file.path, span: use.span },
    owner: { kind: "component", component },
    symbol: name,
    severity: severities[when],
    confidence: use.circumstances.conditional ? "low" : confidence,
    related: [
      ...through
        .filter(({ at }) => at.file !== file.path || at.span.start !== use.span.start)
        .map((step) => ({ message: stepInWords(step), at: step.at })),
      ...(external === undefined || external.isDeclared
        ? []
        : [{ message: `external ${external.name}`, at: external.at }]),
      ...calls.map((each) => ({ message: `calls ${each.name}`, at: each.at })),
    ],
    also: all
      .filter((each) => each !== first)
      .map((each) => ({ at: { file: file.path, span: each.resolved.use.span } })),
    data: {
      subject: [
        `${describe(component)} ${verb(first)} ${called(first)}`,
        through.length === 0 ? "" : ` (${through.map(stepInWords).join(", ")})`,
        external?.isDeclared === true ? andUses(all.length - 1) : andMore(all.length - 1),
        whenInWords(first),
      ].join(""),
      call,
      outcome,
      versions: stdlibVersions(name, call, target, otherTargets),
      when,
    },
  };
}

/** `, and uses that once itself`, for a finding about a declaration. */
function andUses(uses: number): string {
  return uses === 0 ? "" : `, and uses that ${uses === 1 ? "once" : `${uses} times`} itself`;
}

function verb({ call, resolved }: Pick<StdlibUse, "call" | "resolved">): string {
  if (resolved.external?.isDeclared === true) return "declares";
  if (call.arity === 0) return "uses";
  return resolved.use.application === undefined ? "passes on" : "calls";
}

/** The function with its argument; of an `external` its name, and which function it is or is a part of. */
function called(use: Pick<StdlibUse, "call" | "name" | "resolved">): string {
  const { call, name, resolved } = use;
  if (resolved.external === undefined) return `${name}${argumentOf(use)}`;
  const { name: declared, primitive } = resolved.external;
  const which = call.through[0] === primitive ? `which is ${name}` : `which ${name} calls`;
  return `${declared}${argumentOf(use)}, ${which} (external "${primitive}")`;
}

/** The argument that makes the difference, as it is written. */
function argumentOf({ call, resolved }: Pick<StdlibUse, "call" | "resolved">): string {
  const given = call.where === undefined ? undefined : argumentAt(call.where, argumentsOf(resolved));
  if (given?.text === undefined) return "";
  return given.label === undefined ? ` ${given.text}` : ` ~${given.label}:${given.text}`;
}

function argumentsOf({ use }: StdlibUse["resolved"]): readonly GivenArgument[] {
  return use.application?.arguments ?? [];
}

function whenInWords(use: Pick<StdlibUse, "resolved" | "run" | "when">): string {
  if (use.run === undefined) return "";
  const names = use.run.calls.map(({ name }) => name);
  const asked = names.length === 0 ? "" : `, through ${names.join(" and ")}`;
  const where = use.when === "boot" ? "as" : "maybe as";
  const run = use.resolved.external?.isDeclared === true ? ", run" : "";
  return `${run} ${where} module ${use.run.unit.name} is initialised${asked}`;
}

const stepInWords = ({ how, name }: Step): string => (how === "alias" ? `as ${name}` : `by ${how} ${name}`);

function stdlibVersions(
  name: string,
  call: StdlibCall,
  target: Target,
  otherTargets: readonly Target[],
): string {
  const all = [...otherTargets, target].sort((a, b) => (a.ocamlSolo5 < b.ocamlSolo5 ? -1 : 1));
  const outcomeIn = (each: Target): StdlibOutcome | undefined =>
    stdlibCalls(each)
      .get(name)
      ?.find(({ where }) => where?.is === call.where?.is)?.outcome;
  const differing = all.filter((each) => outcomeIn(each)?.kind !== call.outcome.kind);
  if (differing.length === 0)
    return `in ocaml-solo5 ${all.map(({ ocamlSolo5 }) => ocamlSolo5).join(" and ")} alike`;
  return differing
    .map((each) => {
      const there = outcomeIn(each);
      const version = `in ocaml-solo5 ${each.ocamlSolo5}`;
      return there === undefined ? `not ${version}` : `${version} ${elsewhere(there)}`;
    })
    .join(", ");
}

function elsewhere(outcome: StdlibOutcome): string {
  switch (outcome.kind) {
    case "aborts":
      return "it aborts";
    case "raises":
      return `it raises ${outcome.exception}`;
    case "misleads":
    case "insecure":
      return "it returns";
    default:
      return outcome satisfies never;
  }
}

/** What a unikernel does instead; as of mirage 4.9 to 4.11. */
const instead: Readonly<Record<StdlibTopic, string>> = {
  arguments: "take what is given at boot from Mirage_runtime.register_arg",
  channels: "leave the standard channels open, and take no position in them",
  console: "read from a Mirage_flow, or take a string as an argument: a unikernel has no standard input",
  domains: "run it where you are, or in lwt: there is one core and no thread",
  environment: "take what is given at boot from Mirage_runtime.register_arg",
  files: "read and write through mirage-kv or mirage-block, or take the contents as an argument",
  processes: "do without: a unikernel is one process",
  randomness: "draw from Mirage_crypto_rng.generate, which mirage seeds at boot",
  signals: "do without: a unikernel gets no signals",
  system: "take what depends on it as an argument",
  threads: "wait and wake with what the scheduler has, such as Lwt_condition",
  time: "for time that has passed use mirage-mtime (Mirage_mtime.elapsed_ns), for the time of day mirage-ptime (Mirage_ptime.now)",
  tracing: "leave it to the host, or report through metrics",
};

export const insteadOf = ({ topic }: StdlibCall): string => instead[topic];
