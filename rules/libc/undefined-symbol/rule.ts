import { defineRule } from "../../../src/lint/rule.ts";
import { callOutcome, isUnixOnlySymbol } from "../../../src/target/call-outcome.ts";
import type { Target } from "../../../src/target/target.ts";
import { dependsOnUnseenMacros, type SeenStub } from "../../../src/workspace/code.ts";
import { baseName } from "../../../src/workspace/paths.ts";

type Cause = "nobody-provides" | "unix-stubs";

interface UndefinedSymbol {
  readonly stub: string;
  readonly name: string;
  readonly cause: Cause;
}

export default defineRule<UndefinedSymbol>({
  id: "libc/undefined-symbol",
  phase: "link",
  severity: "error",
  porting: true,
  summary:
    "a C stub calls a function that nothing on the target provides, so that the unikernel does not link",
  message: ({ stub, name, cause }) => `${stub} calls ${name}: ${causes[cause]}`,
  help: ({ name, cause }) =>
    cause === "unix-stubs"
      ? "raise with caml_failwith or an exception of your own, or move the stub to NAME.unix"
      : `do without ${name} where __ocaml_solo5__ is defined, or define it in the library`,
  check({ code, target, report }) {
    const defined = new Set(
      code.stubs.flatMap(({ seen }) => (seen?.facts?.definitions ?? []).map(({ name }) => name)),
    );
    for (const { stub, seen } of code.stubs) {
      if (seen?.facts === undefined || dependsOnUnseenMacros(seen)) continue;
      const reported = new Set<string>();
      for (const { name, span } of seen.facts.calls) {
        if (reported.has(name) || defined.has(name) || isMacro(name, seen)) continue;
        const cause = causeOf(name, seen, target);
        if (cause === undefined) continue;
        reported.add(name);
        report({
          at: { file: seen.source, span },
          owner: { kind: "stub", stub },
          symbol: name,
          data: { stub: baseName(seen.source), name, cause },
        });
      }
    }
  },
});

const causes: Readonly<Record<Cause, string>> = {
  "nobody-provides": "a header of the target declares it, and no library of the target has it",
  "unix-stubs": "only OCaml's unix and systhreads libraries have it, and the target has neither",
};

const isMacro = (name: string, { preprocessed }: SeenStub): boolean => preprocessed.macros.has(name);

function causeOf(name: string, seen: SeenStub, target: Target): Cause | undefined {
  if (callOutcome(target, name)?.kind === "undefined") return "nobody-provides";
  // Where the header that declares it is missing, that is the finding.
  return isUnixOnlySymbol(target, name) && !missesUnixHeader(seen) ? "unix-stubs" : undefined;
}

function missesUnixHeader({ preprocessed }: SeenStub): boolean {
  return preprocessed.includes.some(
    ({ name, outcome }) => outcome === "missing" && name.name.startsWith("caml/"),
  );
}
