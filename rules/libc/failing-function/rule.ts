import { type CallsData, callsInWords, findingOfCalls } from "../../../src/lint/call-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { callsThat } from "../../../src/workspace/calls.ts";
import { dependsOnUnseenMacros } from "../../../src/workspace/code.ts";

interface FailingFunction extends CallsData {
  /** As nolibc's sources write it. */
  readonly value: string;
}

export default defineRule<FailingFunction>({
  id: "libc/failing-function",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub calls a function that always fails on the target, or gives an answer that is not true",
  message: (data) =>
    `${callsInWords(data)}: ${untrue.get(data.name) ?? `nolibc's always fails and returns ${data.value}, with errno ENOSYS`} (${data.versions})`,
  help: ({ name }) =>
    instead.get(name) ??
    `expect the failure where __ocaml_solo5__ is defined, or hand what ${name} would find out to the stub as an argument`,
  check({ code, target, otherTargets, report }) {
    for (const failing of callsThat(code, target, "fails")) {
      if (dependsOnUnseenMacros(failing.seen)) continue;
      const finding = findingOfCalls(failing, target, otherTargets());
      report({
        ...finding,
        data: { ...finding.data, value: failing.outcome.value },
        // What fails as a check of its result expects may be handled.
        ...(failing.first.name === "fopen" ? {} : { severity: "note" as const }),
      });
    }
  },
});

/** Answers that a check of the result takes for success. */
const untrue: ReadonlyMap<string, string> = new Map([
  [
    "fopen",
    "nolibc's returns (FILE *)1, so that a check for NULL passes, and every read or write on it then fails",
  ],
  ["fflush", "nolibc's returns 0, success, and flushes nothing"],
  ["getpid", "nolibc's returns 2 on every boot: as a seed or as a name it is the same each time"],
  ["getppid", "nolibc's returns 1 on every boot"],
]);

const instead: ReadonlyMap<string, string> = new Map([
  ["fopen", "read what you need in OCaml, from a Mirage_kv or Mirage_block device, and hand it to the stub"],
  ["fflush", "console output needs no flush; leave the call out where __ocaml_solo5__ is defined"],
  ["getpid", "take randomness from mirage-crypto-rng, and names from an argument"],
  ["getenv", "hand the setting over as an argument: Mirage_runtime.register_arg"],
  ["secure_getenv", "hand the setting over as an argument: Mirage_runtime.register_arg"],
]);
