import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule, type RuleContext } from "../../../src/lint/rule.ts";
import type { ModuleReading } from "../../../src/workspace/code.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";
import { closureOf, waysToMissing } from "../../../src/workspace/reach.ts";
import { nameSources } from "./name-sources.ts";

type Reference = ModuleReading["facts"]["references"][number];

interface ModuleUsed {
  readonly owner: string;
  readonly module: string;
  readonly written: string;
  readonly via: string | undefined;
  readonly library: string;
  readonly threadsAreEmpty: boolean;
  readonly otherUses: number;
}

const libraryOf: Readonly<Record<string, string>> = {
  Unix: "unix",
  UnixLabels: "unix",
  Thread: "threads.posix",
  ThreadUnix: "threads.posix",
  Event: "threads.posix",
};

export default defineRule<ModuleUsed>({
  id: "unix/module-used",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "target code uses a module of OCaml's Unix libraries without declaring the library",
  message: ({ owner, written, via, library, threadsAreEmpty, otherUses }) => {
    const through = via === undefined ? "" : ` (as ${via})`;
    const more = otherUses === 0 ? "" : `, and ${otherUses} more in this file`;
    const why = threadsAreEmpty
      ? "the target's threads library has nothing in it"
      : `that is in ${library}, which the library does not ask for and the target does not have`;
    return `${owner} uses ${written}${through}${more}: ${why}`;
  },
  help: ({ module }) =>
    module.startsWith("Unix")
      ? "for time use mirage-ptime or mirage-mtime, to sleep mirage-sleep; or move the module to a library that links unix"
      : "use lwt or another scheduler that runs on the target; or move the module to a library that links threads.posix",
  check(context) {
    const { workspace, code } = context;
    const ways = waysToMissing(workspace.components, workspace.resolver.edgesOf);
    for (const reading of code.modules) {
      // Where the library itself is missing, that is the finding.
      if (ways.edgesFrom(reading.component).next().done !== true) continue;
      for (const references of byModule(reading)) reportUses(context, reading, references);
    }
  },
});

/** By first name. An alias alone counts for nothing: dune compiles with -no-alias-deps, and nothing looks for its module. */
function byModule({ facts }: ModuleReading): readonly (readonly Reference[])[] {
  const groups = new Map<string, Reference[]>();
  for (const reference of facts.references) {
    if (reference.use === "alias") continue;
    const [module = ""] = reference.path;
    const group = groups.get(module);
    if (group === undefined) groups.set(module, [reference]);
    else group.push(reference);
  }
  return [...groups.values()];
}

function reportUses(
  { workspace, code, report }: RuleContext<ModuleUsed>,
  { component, file }: ModuleReading,
  references: readonly Reference[],
): void {
  const [module = ""] = references[0]?.path ?? [];
  const library = libraryOf[module];
  const sources = nameSources(module, component, { workspace, code });
  if (library === undefined || sources.provided) return;
  const threadsAreEmpty = library === "threads.posix" && asksForThreads(component, workspace);
  const byFlags = openedByFlags(component);
  // A library that asks for threads means OCaml's.
  const open = references.filter((reference) => threadsAreEmpty || !isLikelyLocal(reference));
  const isSure = ({ conditional, openedBefore }: Reference): boolean =>
    !conditional && (threadsAreEmpty || ![...byFlags, ...openedBefore].some(sources.broughtBy));
  const first = open.find(isSure) ?? open[0];
  if (first === undefined) return;
  report({
    at: { file: file.path, span: first.span },
    owner: { kind: "component", component },
    symbol: module,
    confidence: isSure(first) ? "high" : "low",
    data: {
      owner: describe(component),
      module,
      written: first.path.join("."),
      via: first.via,
      library,
      threadsAreEmpty,
      otherUses: open.length - 1,
    },
  });
}

function openedByFlags(component: Component): readonly (readonly string[])[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  return component.stanza.openedByFlags.map((path) => path.split("."));
}

/** A name that an opened functor's parameter may bring is most likely the parameter's. */
function isLikelyLocal({ openedBefore }: Reference): boolean {
  return openedBefore.some((opened) => opened.length === 0);
}

/** `(libraries threads)` resolves on the target, to a library with nothing in it. */
function asksForThreads(component: Component, workspace: Workspace): boolean {
  return [...closureOf(component, workspace.resolver.edgesOf)].some((reached) =>
    workspace.resolver.edgesOf(reached).some(({ name, to }) => name === "threads" && to.kind === "sysroot"),
  );
}
