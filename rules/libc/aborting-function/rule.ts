import { defineRule } from "../../../src/lint/rule.ts";
import { callOutcome } from "../../../src/target/call-outcome.ts";
import { dependsOnUnseenMacros, type SeenStub } from "../../../src/workspace/code.ts";
import type { Component } from "../../../src/workspace/model.ts";
import { baseName } from "../../../src/workspace/paths.ts";

interface AbortingFunction {
  readonly stub: string;
  readonly name: string;
  readonly otherCalls: number;
}

export default defineRule<AbortingFunction>({
  id: "libc/aborting-function",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub calls a function that links and aborts the unikernel when it is called",
  message: ({ stub, name, otherCalls }) => {
    const more = otherCalls === 0 ? "" : `, and ${otherCalls} more ${otherCalls === 1 ? "time" : "times"}`;
    return `${stub} calls ${name}${more}: nolibc has it only to link, and a call aborts the unikernel`;
  },
  help: ({ name }) => instead.get(name) ?? `do without ${name} where __ocaml_solo5__ is defined`,
  check({ code, target, report }) {
    const defined = definedNames(
      code.stubs.flatMap(({ stub, seen }) =>
        seen === undefined ? [] : [{ component: stub.component, seen }],
      ),
    );
    for (const { stub, seen } of code.stubs) {
      if (seen?.facts === undefined) continue;
      const own = defined.get(stub.component);
      for (const calls of byName(seen.facts.calls)) {
        const [first] = calls;
        if (first === undefined || own?.has(first.name) || callOutcome(target, first.name)?.kind !== "aborts")
          continue;
        report({
          at: { file: seen.source, span: first.span },
          owner: { kind: "stub", stub },
          symbol: first.name,
          data: { stub: baseName(seen.source), name: first.name, otherCalls: calls.length - 1 },
          ...(dependsOnUnseenMacros(seen) ? { confidence: "low" as const } : {}),
        });
      }
    }
  },
});

type Call = NonNullable<SeenStub["facts"]>["calls"][number];

const instead: ReadonlyMap<string, string> = new Map([
  ["qsort", "sort with a few lines of your own, or in OCaml"],
  ["strcpy", "use memcpy with the length that you know"],
  ["sscanf", "read the number with strtol or strtod, or in OCaml"],
  ["strerror", "use strerror_r, which works, or a message of your own"],
]);

/** Functions that a component's own stubs define: a call of one of them is not nolibc's. */
function definedNames(
  stubs: readonly { readonly component: Component; readonly seen: SeenStub }[],
): ReadonlyMap<Component, ReadonlySet<string>> {
  const names = new Map<Component, Set<string>>();
  for (const { component, seen } of stubs)
    for (const { name } of seen.facts?.definitions ?? [])
      names.set(component, (names.get(component) ?? new Set()).add(name));
  return names;
}

function byName(calls: readonly Call[]): readonly (readonly Call[])[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const group = groups.get(call.name);
    if (group === undefined) groups.set(call.name, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}
