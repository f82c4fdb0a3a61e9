import { fileName, includePath, placeIn, placeOf } from "../../../src/lint/include-path.ts";
import { defineRule, type Finding } from "../../../src/lint/rule.ts";
import type { ChainStep } from "../../../src/syntax/c/preprocess-types.ts";
import { callOutcome } from "../../../src/target/call-outcome.ts";
import { originsOf } from "../../../src/target/declared-names.ts";
import { targetHeader } from "../../../src/target/header-macros.ts";
import { posixHeader } from "../../../src/target/posix-names.ts";
import type { HeaderOrigin, Target } from "../../../src/target/target.ts";
import { hadBy } from "../../../src/target/versions.ts";
import { byName } from "../../../src/workspace/calls.ts";
import { baseName } from "../../../src/workspace/paths.ts";
import type { Stub } from "../../../src/workspace/stubs.ts";
import { prefixed } from "../../../src/workspace/undeclared-names.ts";
import { declaringFix } from "./declaring-fix.ts";

type Use = "call" | "value" | "type";

interface UndeclaredName {
  readonly stub: string;
  readonly name: string;
  readonly use: Use;
  /** A macro in whose body the name stands. */
  readonly through: string | undefined;
  /** The header of the tree that uses it, where the stub does not itself. */
  readonly inHeader: string | undefined;
  /** A header of the target that declares it and is not included. */
  readonly header: string | undefined;
  /** Where a C library has it, as POSIX says; the target may have a header of that name, without it. */
  readonly usual: { readonly header: string; readonly origin: HeaderOrigin | undefined } | undefined;
  readonly links: boolean;
  /** What other versions of ocaml-solo5 say to that. */
  readonly versions: string;
  /** What the runtime calls it now. */
  readonly today: string | undefined;
}

export default defineRule<UndeclaredName>({
  id: "libc/undeclared-name",
  phase: "compile",
  severity: "error",
  porting: true,
  fixes: ["safe", "unsafe"],
  summary: "a C stub uses a function, macro or type that no header of the target which it includes declares",
  message: ({ stub, name, use, through, inHeader, header, usual, links, versions }) => {
    const file = inHeader === undefined ? stub : `${inHeader}, which ${stub} includes,`;
    const by = through === undefined ? "" : ` (through the macro ${through})`;
    const where =
      header === undefined
        ? `${nowhere(usual)}${versions}`
        : `the target declares it in ${header}, which is not included`;
    if (use !== "call") return `${file} uses ${name}${by}: ${where}`;
    const later = links ? "" : ", and the link of the unikernel fails in any case";
    return `${file} calls ${name}${by}: ${where}; gcc 12 only warns, gcc 14 refuses it${later}`;
  },
  help: ({ name, header, today }) => {
    if (today !== undefined) return `write ${today}: OCaml 5 has dropped the name without the prefix`;
    return header === undefined
      ? `do without ${name} where __ocaml_solo5__ is defined`
      : `#include <${header}>`;
  },
  check({ workspace, code, target, otherTargets, report }) {
    for (const { stub, seen } of code.stubs) {
      if (seen === undefined) continue;
      for (const [first, ...others] of byName(seen.undeclared)) {
        if (first === undefined || first.as === "tag") continue;
        const { name, as, at, chain, through } = first;
        const header = originsOf(target, name).find(({ internal }) => !internal)?.header;
        const today = originsOf(target, prefixed(name)).length > 0 ? prefixed(name) : undefined;
        const text = chain.length === 1 ? workspace.sources.text(seen.source) : undefined;
        const fix =
          text === undefined ? undefined : declaringFix({ file: seen.source, text, name, header, today });
        report({
          at: placeIn(stub, seen, at),
          owner: { kind: "stub", stub },
          symbol: name,
          path: includePath(stub, chain),
          related: usesIn(stub, chain.slice(1), name),
          also: others.map((other) => ({ at: placeIn(stub, seen, other.at) })),
          ...(as === "call" ? { since: "gcc-14" } : {}),
          data: {
            stub: baseName(seen.source),
            name,
            use: as,
            through,
            inHeader: chain.length > 1 ? fileName(chain.at(-1)?.path ?? "") : undefined,
            header,
            usual: usualHeader(name, target),
            versions: hadBy(otherTargets(), (other) =>
              originsOf(other, name).some(({ internal }) => !internal),
            ),
            links: callOutcome(target, name) !== undefined,
            today,
          },
          ...(fix === undefined ? {} : { fix }),
        });
      }
    }
  },
});

function nowhere(usual: UndeclaredName["usual"]): string {
  if (usual === undefined) return "nothing on the target declares it";
  return usual.origin === undefined
    ? `it belongs to ${usual.header}, which the target does not have`
    : `${usual.origin}'s ${usual.header} does not have it`;
}

function usualHeader(name: string, target: Target): UndeclaredName["usual"] {
  const header = posixHeader(name);
  return header === undefined ? undefined : { header, origin: targetHeader(target, header)?.origin };
}

/** The place in a header where a name is used. */
function usesIn(
  stub: Stub,
  chain: readonly ChainStep[],
  name: string,
): NonNullable<Finding<unknown>["related"]> {
  const last = chain.at(-1);
  const at = last === undefined ? undefined : placeOf(stub, last);
  return at === undefined ? [] : [{ message: `${name} is used here`, at }];
}
