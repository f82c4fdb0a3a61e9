import { defineRule } from "../../../src/lint/rule.ts";
import { callOutcome, isPrimitive, isUnixOnlySymbol } from "../../../src/target/call-outcome.ts";
import type { Target } from "../../../src/target/target.ts";
import type { ExternalReading } from "../../../src/workspace/code.ts";
import type { Component } from "../../../src/workspace/model.ts";
import { symbolProviders } from "../../../src/workspace/symbol-providers.ts";

interface UndefinedExternal {
  readonly name: string;
  readonly symbol: string;
  readonly isOfUnix: boolean;
  /** The component has C of its own, in which it would be looked for. */
  readonly hasStubs: boolean;
}

export default defineRule<UndefinedExternal>({
  id: "libc/undefined-external",
  phase: "link",
  severity: "error",
  porting: true,
  summary: "an external of target code names a C function that nothing provides",
  message: ({ name, symbol, isOfUnix, hasStubs }) => {
    if (isOfUnix)
      return `external ${name} is ${symbol}, which only OCaml's unix and systhreads libraries have, and the target has neither`;
    const none = `external ${name} is ${symbol}: no stub of this tree defines it, and OCaml's runtime on the target has none`;
    return hasStubs ? none : `${none}; whoever links it has to bring it`;
  },
  help: ({ symbol }) => `define ${symbol} in a stub of the library, or leave the external out`,
  check({ workspace, code, target, report }) {
    const providers = symbolProviders(workspace, code);
    const withStubs = new Set(code.stubs.map(({ stub }) => stub.component));
    const reported = new Map<Component, Set<string>>();
    for (const { component, file, external } of [...code.externals].sort(implementationsFirst)) {
      const symbol = nativeSymbol(external.primitives);
      const known = reported.get(component) ?? new Set();
      reported.set(component, known);
      if (symbol === undefined || known.has(symbol) || external.conditional || isProvided(symbol, target))
        continue;
      known.add(symbol);
      if (providers.isInTree(symbol) || providers.linksUnseen(component) || isVirtual(component)) continue;
      const isOfUnix = isUnixOnlySymbol(target, symbol);
      const hasStubs = withStubs.has(component);
      report({
        at: { file: file.path, span: external.span },
        owner: { kind: "component", component },
        symbol,
        data: { name: external.name, symbol, isOfUnix, hasStubs },
        // What has no C at all counts on another library of the unikernel.
        ...(isOfUnix || hasStubs ? {} : { severity: "note" as const }),
      });
    }
  },
});

/** Names that old sources give after those of the functions. */
const attributes: ReadonlySet<string> = new Set(["noalloc", "float"]);

/** `"bytecode" "native"`, or one name for both; none for what the compiler does itself. */
function nativeSymbol(primitives: readonly string[]): string | undefined {
  const [only, native] = primitives.filter((name) => !attributes.has(name));
  const symbol = native ?? only;
  return symbol === undefined || symbol === "" || symbol.startsWith("%") ? undefined : symbol;
}

/** What mirage-solo5, mirage-xen and mirage-unikraft define: every unikernel is linked with the one of its target. */
const ofPlatforms = /^(?:mirage_\w+|caml_get_monotonic_time)$/;

const isProvided = (symbol: string, target: Target): boolean => {
  const outcome = callOutcome(target, symbol);
  if (ofPlatforms.test(symbol)) return true;
  return (outcome !== undefined && outcome.kind !== "undefined") || isPrimitive(target, symbol);
};

/** What implements a virtual library may have the function. */
const isVirtual = (component: Component): boolean =>
  component.kind === "library" &&
  (component.stanza.virtualModules !== undefined || component.stanza.implements !== undefined);

function implementationsFirst(a: ExternalReading, b: ExternalReading): number {
  return Number(a.file.interface) - Number(b.file.interface);
}
