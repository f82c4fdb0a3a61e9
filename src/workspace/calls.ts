import { type CallOutcome, callOutcome } from "../target/call-outcome.ts";
import type { Target } from "../target/target.ts";
import type { Code, SeenStub } from "./code.ts";
import type { Component } from "./model.ts";
import type { Stub } from "./stubs.ts";

/** All calls of one function in one stub. */
export interface StubCalls<Kind extends CallOutcome["kind"]> {
  readonly stub: Stub;
  readonly seen: SeenStub;
  readonly outcome: Extract<CallOutcome, { readonly kind: Kind }>;
  readonly first: Call;
  readonly others: readonly Call[];
}

type Call = NonNullable<SeenStub["facts"]>["calls"][number];

/** Calls of the target's functions that do one thing, but for names that the component's own stubs define. */
export function callsThat<Kind extends CallOutcome["kind"]>(
  code: Code,
  target: Target,
  kind: Kind,
): readonly StubCalls<Kind>[] {
  const isOfKind = (outcome: CallOutcome): outcome is Extract<CallOutcome, { readonly kind: Kind }> =>
    outcome.kind === kind;
  const defined = definedNames(code);
  return code.stubs.flatMap(({ stub, seen }) => {
    if (seen?.facts === undefined || failsToCompile(seen)) return [];
    const own = defined.get(stub.component);
    return byName(seen.facts.calls).flatMap((calls): readonly StubCalls<Kind>[] => {
      const [first, ...others] = calls;
      const outcome =
        first === undefined || own?.has(first.name) ? undefined : callOutcome(target, first.name);
      return first === undefined || outcome === undefined || !isOfKind(outcome)
        ? []
        : [{ stub, seen, outcome, first, others }];
    });
  });
}

/** A header is missing for certain: what would run is never built. */
const failsToCompile = ({ preprocessed }: SeenStub): boolean =>
  preprocessed.includes.some(({ outcome, condition }) => outcome === "missing" && condition === "yes");

/** Functions that a component's own stubs define: a call of one of them is not nolibc's. */
function definedNames(code: Code): ReadonlyMap<Component, ReadonlySet<string>> {
  const names = new Map<Component, Set<string>>();
  for (const { stub, seen } of code.stubs) {
    const own = names.get(stub.component) ?? new Set();
    names.set(stub.component, own);
    for (const { name } of seen?.facts?.definitions ?? []) own.add(name);
    for (const name of seen?.linked?.defined ?? []) own.add(name);
  }
  return names;
}

/** Those of one name together, in the order in which each name first comes. */
export function byName<Use extends { readonly name: string }>(
  uses: readonly Use[],
): readonly (readonly Use[])[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const group = groups.get(use.name);
    if (group === undefined) groups.set(use.name, [use]);
    else group.push(use);
  }
  return [...groups.values()];
}
