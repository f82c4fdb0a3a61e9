import { type CallsData, callsInWords, findingOfCalls } from "../../../src/lint/call-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { callsThat } from "../../../src/workspace/calls.ts";
import { dependsOnUnseenMacros } from "../../../src/workspace/code.ts";

export default defineRule<CallsData>({
  id: "libc/aborting-function",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub calls a function that links and aborts the unikernel when it is called",
  message: (data) =>
    `${callsInWords(data)}: nolibc has it only to link, and a call aborts the unikernel (${data.versions})`,
  help: ({ name }) => instead.get(name) ?? `do without ${name} where __ocaml_solo5__ is defined`,
  check({ code, target, otherTargets, report }) {
    for (const aborting of callsThat(code, target, "aborts"))
      report({
        ...findingOfCalls(aborting, target, otherTargets()),
        ...(dependsOnUnseenMacros(aborting.seen) ? { confidence: "low" as const } : {}),
      });
  },
});

const instead: ReadonlyMap<string, string> = new Map([
  ["qsort", "sort with a few lines of your own, or in OCaml"],
  ["strcpy", "use memcpy with the length that you know"],
  ["sscanf", "read the number with strtol or strtod, or in OCaml"],
  ["strerror", "use strerror_r, which works, or a message of your own"],
]);
