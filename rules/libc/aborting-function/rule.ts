import { andMore } from "../../../src/lint/other-calls.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { acrossVersions } from "../../../src/target/versions.ts";
import { callsThat } from "../../../src/workspace/calls.ts";
import { dependsOnUnseenMacros } from "../../../src/workspace/code.ts";
import { baseName } from "../../../src/workspace/paths.ts";

interface AbortingFunction {
  readonly stub: string;
  readonly name: string;
  readonly otherCalls: number;
  readonly versions: string;
}

export default defineRule<AbortingFunction>({
  id: "libc/aborting-function",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub calls a function that links and aborts the unikernel when it is called",
  message: ({ stub, name, otherCalls, versions }) =>
    `${stub} calls ${name}${andMore(otherCalls)}: nolibc has it only to link, and a call aborts the unikernel (${versions})`,
  help: ({ name }) => instead.get(name) ?? `do without ${name} where __ocaml_solo5__ is defined`,
  check({ code, target, otherTargets, report }) {
    for (const { stub, seen, first, others } of callsThat(code, target, "aborts"))
      report({
        at: { file: seen.source, span: first.span },
        owner: { kind: "stub", stub },
        symbol: first.name,
        also: others.map(({ span }) => ({ at: { file: seen.source, span } })),
        data: {
          stub: baseName(seen.source),
          name: first.name,
          otherCalls: others.length,
          versions: acrossVersions(first.name, target, otherTargets()),
        },
        ...(dependsOnUnseenMacros(seen) ? { confidence: "low" as const } : {}),
      });
  },
});

const instead: ReadonlyMap<string, string> = new Map([
  ["qsort", "sort with a few lines of your own, or in OCaml"],
  ["strcpy", "use memcpy with the length that you know"],
  ["sscanf", "read the number with strtol or strtod, or in OCaml"],
  ["strerror", "use strerror_r, which works, or a message of your own"],
]);
