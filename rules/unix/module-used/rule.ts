import { describe } from "../../../src/lint/dependency-path.ts";
import type { Confidence } from "../../../src/lint/diagnostic.ts";
import { defineRule, type Finding, type RuleContext } from "../../../src/lint/rule.ts";
import type { ModuleReading } from "../../../src/workspace/code.ts";
import type { Component } from "../../../src/workspace/model.ts";
import { closureOf, shortestWay } from "../../../src/workspace/reach.ts";

type Reference = ModuleReading["facts"]["references"][number];

type Tree = Pick<RuleContext<never>, "workspace" | "code">;

interface ModuleUsed {
  readonly owner: string;
  readonly module: string;
  readonly written: string;
  readonly via: string | undefined;
  readonly library: string;
  readonly otherUses: number;
}

const libraryOf: Readonly<Record<string, string>> = {
  Unix: "unix",
  UnixLabels: "unix",
  Thread: "threads.posix",
  ThreadUnix: "threads.posix",
  Event: "threads.posix",
};

/** Libraries whose main module brings a Unix, Thread or Event of its own into scope when it is opened. */
const opensWithUnix: ReadonlySet<string> = new Set([
  "Core",
  "Core_kernel",
  "Async",
  "Async_unix",
  "Batteries",
  "BatPervasives",
  "ExtLib",
]);

export default defineRule<ModuleUsed>({
  id: "unix/module-used",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "target code uses a module of OCaml's Unix libraries without declaring the library",
  message: ({ owner, written, via, library, otherUses }) => {
    const through = via === undefined ? "" : ` (as ${via})`;
    const more = otherUses === 0 ? "" : `, and ${otherUses} more in this file`;
    return `${owner} uses ${written}${through}${more}: that is in ${library}, which the target does not have and dune does not know of here`;
  },
  help: ({ module }) =>
    module.startsWith("Unix")
      ? "for time use mirage-ptime or mirage-mtime, to sleep mirage-sleep; or move the module to a library that links unix"
      : "use lwt or another scheduler that runs on the target; or move the module to a library that links threads.posix",
  check(context) {
    const { workspace, code } = context;
    const answered = new Map<Component, boolean>();
    for (const reading of code.modules) {
      const { component } = reading;
      // Where the library itself is missing, that is the finding.
      const reachesMissing =
        answered.get(component) ?? shortestWay(component, workspace.resolver.edgesOf) !== undefined;
      answered.set(component, reachesMissing);
      if (reachesMissing) continue;
      for (const references of byModule(reading)) reportUses(context, reading, references);
    }
  },
});

function byModule({ facts }: ModuleReading): readonly (readonly Reference[])[] {
  const groups = new Map<string, Reference[]>();
  for (const reference of facts.references) {
    const [module = ""] = reference.path;
    const group = groups.get(module);
    if (group === undefined) groups.set(module, [reference]);
    else group.push(reference);
  }
  return [...groups.values()];
}

function reportUses(
  { workspace, code, report }: RuleContext<ModuleUsed>,
  reading: ModuleReading,
  references: readonly Reference[],
): void {
  const { component, file } = reading;
  const [module = ""] = references[0]?.path ?? [];
  const library = libraryOf[module];
  if (library === undefined || isProvided(module, component, { workspace, code })) return;
  const brings = openedProvider(module, component, { workspace, code });
  const first = references.find((reference) => confidenceOf(reference, brings) === "high") ?? references[0];
  if (first === undefined) return;
  const finding: Finding<ModuleUsed> = {
    at: { file: file.path, span: first.span },
    owner: { kind: "component", component },
    symbol: module,
    confidence: confidenceOf(first, brings),
    data: {
      owner: describe(component),
      module,
      written: first.path.join("."),
      via: first.via,
      library,
      otherUses: references.length - 1,
    },
  };
  report(finding);
}

/** Low where the reference may not be compiled, or where an opened module may bring the name. */
function confidenceOf(reference: Reference, bringsName: (opened: readonly string[]) => boolean): Confidence {
  return reference.conditional || reference.openedBefore.some(bringsName) ? "low" : "high";
}

/** Whether opening a module may bring another one called `module` into scope. */
function openedProvider(
  module: string,
  component: Component,
  { workspace, code }: Tree,
): (opened: readonly string[]) => boolean {
  const siblings = code.modulesOf(component).files;
  const mentions = new RegExp(`\\bmodule\\s+(?:rec\\s+)?${module}\\b`);
  return ([head]) => {
    if (head === undefined) return true;
    const own = siblings.filter((file) => file.module === head);
    if (own.length > 0) return own.some(({ path }) => mentions.test(workspace.sources.text(path) ?? ""));
    return module.startsWith("Unix") ? opensWithUnix.has(head) : !opensWithoutThreads.has(head);
  };
}

/** Modules often opened that have neither a Thread nor an Event. */
const opensWithoutThreads: ReadonlySet<string> = new Set(
  "Stdlib Printf Format List Array String Bytes Bigarray Lwt Unix UnixLabels".split(" "),
);

/** A module of that name in the library itself, or in what it links from this tree, is not OCaml's. */
function isProvided(module: string, component: Component, { workspace, code }: Tree): boolean {
  if (code.modulesOf(component).names.has(module)) return true;
  return [...closureOf(component, workspace.resolver.edgesOf)].some((reached) => {
    if (reached === component || reached.kind !== "library") return false;
    if (reached.stanza.wrapped) return capitalised(reached.privateName) === module;
    return code.modulesOf(reached).names.has(module);
  });
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
