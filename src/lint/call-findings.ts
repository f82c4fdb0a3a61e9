import type { CallOutcome } from "../target/call-outcome.ts";
import type { Target } from "../target/target.ts";
import { acrossVersions } from "../target/versions.ts";
import type { StubCalls } from "../workspace/calls.ts";
import { baseName } from "../workspace/paths.ts";
import { andMore } from "./other-calls.ts";
import type { Finding } from "./rule.ts";

/** What a rule says of calls of one of the target's functions, whatever that function does. */
export interface CallsData {
  readonly stub: string;
  readonly name: string;
  readonly otherCalls: number;
  /** What it does in every version of ocaml-solo5 that there is data of. */
  readonly versions: string;
}

/** `foo.c calls bar, and 2 more times`. */
export const callsInWords = ({ stub, name, otherCalls }: CallsData): string =>
  `${stub} calls ${name}${andMore(otherCalls)}`;

/** The finding at the first call, but for what the rule alone knows. */
export function findingOfCalls(
  { stub, seen, first, others }: Omit<StubCalls<CallOutcome["kind"]>, "outcome">,
  target: Target,
  otherTargets: readonly Target[],
): Finding<CallsData> {
  return {
    at: { file: seen.source, span: first.span },
    owner: { kind: "stub", stub },
    symbol: first.name,
    also: others.map(({ span }) => ({ at: { file: seen.source, span } })),
    data: {
      stub: baseName(seen.source),
      name: first.name,
      otherCalls: others.length,
      versions: acrossVersions(first.name, target, otherTargets),
    },
  };
}
