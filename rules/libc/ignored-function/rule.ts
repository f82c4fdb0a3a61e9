import { type CallsData, callsInWords, findingOfCalls } from "../../../src/lint/call-findings.ts";
import { defineRule, type Finding } from "../../../src/lint/rule.ts";
import { callsThat, type StubCalls } from "../../../src/workspace/calls.ts";
import { dependsOnUnseenMacros } from "../../../src/workspace/code.ts";
import type { Stub } from "../../../src/workspace/stubs.ts";

interface IgnoredFunction extends CallsData {
  /** As nolibc's sources write it. */
  readonly value: string;
  /** Others of the stub that rightly do nothing where there is one thread. */
  readonly alike: readonly string[];
}

export default defineRule<IgnoredFunction>({
  id: "libc/ignored-function",
  phase: "run",
  severity: "note",
  porting: true,
  summary: "a C stub calls a function that does nothing on the target",
  message: (data) => {
    const { name, value, versions, alike } = data;
    const meaning = meanings.get(name) ?? "";
    const others = alike.length === 0 ? "" : `; the same goes for ${alike.join(", ")}`;
    return `${callsInWords(data)}: nolibc's does nothing and returns ${value}${meaning} (${versions})${others}`;
  },
  help: ({ name }) =>
    name.startsWith("pthread_")
      ? "there is one thread: what a lock protects is safe, and what a second thread would do never happens"
      : `see that nothing depends on what ${name} would do`,
  check({ code, target, otherTargets, report }) {
    const ofThreads = new Map<Stub, readonly StubCalls<"ignored">[]>();
    const alone: StubCalls<"ignored">[] = [];
    for (const calls of callsThat(code, target, "ignored"))
      if (dependsOnUnseenMacros(calls.seen)) continue;
      else if (meanings.has(calls.first.name)) alone.push(calls);
      else ofThreads.set(calls.stub, [...(ofThreads.get(calls.stub) ?? []), calls]);
    for (const [one, ...others] of [...alone.map((calls) => [calls]), ...ofThreads.values()]) {
      if (one === undefined) continue;
      const finding = findingOfCalls(one, target, otherTargets());
      report({
        ...finding,
        also: placesBeside(one, others),
        data: {
          ...finding.data,
          value: one.outcome.value,
          alike: others.map(({ first }) => first.name),
        },
      });
    }
  },
});

/** Where else the stub calls the function, or one of those that are told with it. */
function placesBeside(
  { seen, others }: StubCalls<"ignored">,
  alike: readonly StubCalls<"ignored">[],
): NonNullable<Finding<unknown>["also"]> {
  const calls = [...others, ...alike.flatMap(({ first, others: more }) => [first, ...more])];
  return calls.map(({ name, span }) => ({ symbol: name, at: { file: seen.source, span } }));
}

/** What the value says to the caller, of functions that are missed where they do nothing. */
const meanings: ReadonlyMap<string, string> = new Map([
  ["pthread_create", ": no thread is ever started"],
  ["pthread_mutex_trylock", ", as if the lock had been free, also while it is held"],
  ["pthread_join", ", as if the thread had ended"],
  ["pthread_cancel", ", as if the thread had been told"],
  ["setjmp", ", and longjmp aborts"],
  ["lseek", ", which says that it failed"],
  ["readlink", ", which says that it failed"],
  ["isatty", ": nothing is a terminal"],
]);
