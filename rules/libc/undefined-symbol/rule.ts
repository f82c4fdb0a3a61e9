import { includePath, placeIn, shortName } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { callOutcome, isUnixOnlySymbol } from "../../../src/target/call-outcome.ts";
import { originsOf } from "../../../src/target/declared-names.ts";
import type { Target } from "../../../src/target/target.ts";
import { acrossVersions } from "../../../src/target/versions.ts";
import { byName } from "../../../src/workspace/calls.ts";
import { dependsOnUnseenMacros, type SeenStub } from "../../../src/workspace/code.ts";
import type { LinkedStub, LinkedUse } from "../../../src/workspace/linked-names.ts";
import type { Component } from "../../../src/workspace/model.ts";
import { type SymbolProviders, symbolProviders } from "../../../src/workspace/symbol-providers.ts";

type Cause =
  | { readonly kind: "nobody-provides"; readonly versions: string }
  | { readonly kind: "unix-stubs" }
  | { readonly kind: "declared-by-itself" }
  /** `__real_NAME`, which the linker knows by `--wrap=NAME` alone. */
  | { readonly kind: "wrapped"; readonly wrapped: string; readonly isAsked: boolean };

interface UndefinedSymbol extends Pick<LinkedUse, "name" | "as"> {
  readonly file: string;
  readonly through: string | undefined;
  readonly cause: Cause;
}

export default defineRule<UndefinedSymbol>({
  id: "libc/undefined-symbol",
  phase: "link",
  severity: "error",
  porting: true,
  summary:
    "a C stub uses a function or variable that nothing on the target provides, so that the unikernel does not link",
  message: ({ file, name, as, through, cause }) => {
    const by = through === undefined ? "" : ` (through the macro ${through})`;
    return `${file} ${as === "call" ? "calls" : "refers to"} ${name}${by}: ${inWords(cause)}`;
  },
  help: ({ name, cause }) =>
    cause.kind === "unix-stubs"
      ? "raise with caml_failwith or an exception of your own, or move the stub to NAME.unix"
      : `do without ${name} where __ocaml_solo5__ is defined, or define it in the library`,
  check({ workspace, code, target, otherTargets, report }) {
    const providers = symbolProviders(workspace, code);
    for (const { stub, seen } of code.stubs) {
      if (seen?.linked === undefined || dependsOnUnseenMacros(seen)) continue;
      const { linked } = seen;
      for (const [first, ...others] of byName(linked.uses)) {
        if (first === undefined) continue;
        const { name, as, at, chain, through } = first;
        const kind = causeOf(name, { seen, linked, target, providers, component: stub.component });
        if (kind === undefined) continue;
        const cause: Cause =
          kind.kind === "nobody-provides"
            ? { ...kind, versions: acrossVersions(name, target, otherTargets()) }
            : kind;
        report({
          at: placeIn(stub, seen, at),
          owner: { kind: "stub", stub },
          symbol: name,
          also: others.map((other) => ({ at: placeIn(stub, seen, other.at) })),
          path: includePath(stub, chain),
          data: { file: shortName(chain.at(-1)?.path ?? seen.source), name, as, through, cause },
        });
      }
    }
  },
});

function inWords(cause: Cause): string {
  switch (cause.kind) {
    case "nobody-provides":
      return `a header of the target declares it, and no library of the target has it (${cause.versions})`;
    case "unix-stubs":
      return "only OCaml's unix and systhreads libraries have it, and the target has neither";
    case "declared-by-itself":
      return "it is declared here, no source in this tree defines it, and no library of the target has it";
    case "wrapped":
      return cause.isAsked
        ? `the linker takes it for ${cause.wrapped} (--wrap), which no library of the target has`
        : `only a linker that is told --wrap=${cause.wrapped} knows it, and nothing here tells it`;
  }
}

interface Question {
  readonly seen: SeenStub;
  readonly linked: LinkedStub;
  readonly target: Target;
  readonly providers: SymbolProviders;
  readonly component: Component;
}

type KindOfCause = Exclude<Cause, { kind: "nobody-provides" }> | { readonly kind: "nobody-provides" };

function causeOf(name: string, question: Question): KindOfCause | undefined {
  const { seen, linked, target, providers } = question;
  const outcome = callOutcome(target, name);
  if (outcome !== undefined && outcome.kind !== "undefined") return undefined;
  if (linked.defined.has(name) || seen.preprocessed.macros.has(name) || providers.isInTree(name))
    return undefined;
  if (outcome !== undefined) return { kind: "nobody-provides" };
  // Where the header that declares it is missing, that is the finding.
  if (isUnixOnlySymbol(target, name)) return { kind: "unix-stubs" };
  if (!linked.declared.has(name) || isWeakOrRenamed(name, seen) || isDeclaredByTarget(name, target))
    return undefined;
  if (name.startsWith("__real_")) return wrapCause(name.slice("__real_".length), question);
  return linked.isWhole && !providers.linksUnseen(question.component)
    ? { kind: "declared-by-itself" }
    : undefined;
}

function wrapCause(
  wrapped: string,
  { component, linked, providers, target }: Question,
): KindOfCause | undefined {
  const isAsked = providers.wraps(component, wrapped);
  const isThere = callOutcome(target, wrapped) !== undefined || linked.defined.has(wrapped);
  return isAsked && (isThere || providers.isInTree(wrapped))
    ? undefined
    : { kind: "wrapped", wrapped, isAsked };
}

const isDeclaredByTarget = (name: string, target: Target): boolean =>
  originsOf(target, name).some(({ internal }) => !internal);

/** A weak symbol may be missing, and one with an assembler name is another. */
function isWeakOrRenamed(name: string, { preprocessed }: SeenStub): boolean {
  const declaration = new RegExp(`[^;{}]*\\b${name.replaceAll("$", "\\$")}\\b[^;{}]*;`, "g");
  return [preprocessed.alive, ...preprocessed.files.map(({ text }) => text)].some((text) =>
    (text.match(declaration) ?? []).some((found) => /\bweak\b|__weak__|\b(?:__)?asm(?:__)?\b/.test(found)),
  );
}
