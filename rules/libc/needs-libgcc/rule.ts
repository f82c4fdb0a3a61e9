import type { CompilerCallUse } from "../../../src/facts/c-expression-calls.ts";
import { includePath, placeIn, shortName } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { LibgccNeed, Target } from "../../../src/target/target.ts";
import { dependsOnUnseenMacros, type SeenStub } from "../../../src/workspace/code.ts";
import { symbolProviders } from "../../../src/workspace/symbol-providers.ts";

interface NeedsLibgcc {
  readonly file: string;
  readonly call: CompilerCallUse;
  readonly through: string | undefined;
  readonly symbol: string;
  readonly unlessMacro: string | undefined;
}

export default defineRule<NeedsLibgcc>({
  id: "libc/needs-libgcc",
  phase: "link",
  severity: "error",
  porting: true,
  summary: "a C stub has something for which gcc calls libgcc, which x86_64 unikernels are not linked with",
  message: ({ file, call, through, symbol }) => {
    const by = through === undefined ? "" : ` (through the macro ${through})`;
    return `${file} ${inWords(call)}${by}: gcc needs ${symbol} of libgcc for it, and nothing links libgcc on x86_64`;
  },
  help: ({ call, symbol, unlessMacro }) => {
    const own = `write it in plain C where __ocaml_solo5__ is defined, or define ${symbol} in the library`;
    if (call.use === "builtin" && call.name.includes("_cpu_"))
      return `ask with __cpuid of cpuid.h, which needs no library`;
    return unlessMacro === "__POPCNT__" ? `${own}; with -mpopcnt the processor does it` : own;
  },
  check({ workspace, code, target, report }) {
    const providers = symbolProviders(workspace, code);
    for (const { stub, seen } of code.stubs) {
      if (seen?.linked === undefined) continue;
      const reported = new Set<string>();
      const { compilerCalls } = seen.linked;
      for (const { call, at, chain, through } of compilerCalls)
        for (const { symbols, unlessMacro } of needsOf(call, target)) {
          const [symbol] = symbols;
          if (symbol === undefined || reported.has(symbol) || providers.isInTree(symbol)) continue;
          const macro = unlessMacro === undefined ? undefined : seen.preprocessed.macros.get(unlessMacro);
          if (macro !== undefined && macro !== "unknown") continue;
          reported.add(symbol);
          report({
            at: placeIn(stub, seen, at),
            owner: { kind: "stub", stub },
            symbol,
            also: compilerCalls
              .filter((other) => other.at !== at && needs(other.call, symbol, target))
              .map((other) => ({ at: placeIn(stub, seen, other.at) })),
            path: includePath(stub, chain),
            data: { file: shortName(chain.at(-1)?.path ?? seen.source), call, through, symbol, unlessMacro },
            ...(isUncertain(seen, macro) ? { confidence: "low" as const } : {}),
          });
        }
    }
  },
});

const isUncertain = (seen: SeenStub, macro: string | object | undefined): boolean =>
  macro === "unknown" || dependsOnUnseenMacros(seen);

const needsOf = (call: CompilerCallUse, { needsLibgcc }: Target): readonly LibgccNeed[] =>
  needsLibgcc.filter((need) => need.use === call.use && isNeed(call, need));

const needs = (call: CompilerCallUse, symbol: string, target: Target): boolean =>
  needsOf(call, target).some(({ symbols }) => symbols[0] === symbol);

function isNeed(call: CompilerCallUse, { names, on }: LibgccNeed): boolean {
  switch (call.use) {
    case "operator":
      return names.includes(call.operator) && on === call.on;
    case "conversion":
      return names.includes(call.from) && on === call.to;
    case "builtin":
      return names.includes(call.name) && (on === undefined || call.on?.endsWith(on) === true);
    case "attribute":
      return names.includes(call.name);
  }
}

function inWords(call: CompilerCallUse): string {
  switch (call.use) {
    case "operator":
      return `uses ${call.operator} on ${call.on}`;
    case "conversion":
      return `converts ${call.from} to ${call.to}`;
    case "builtin":
      return `calls ${call.name}${call.on === undefined ? "" : ` on ${call.on}`}`;
    case "attribute":
      return `asks for ${call.name}`;
  }
}
