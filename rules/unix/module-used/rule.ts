import type { ModuleReference } from "../../../src/facts/ocaml.ts";
import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule, type RuleContext } from "../../../src/lint/rule.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";
import type { Step } from "../../../src/workspace/ocaml-meaning.ts";
import { librariesOfOcaml } from "../../../src/workspace/ocaml-outside.ts";
import type { ResolvedUse } from "../../../src/workspace/ocaml-uses.ts";
import { closureOf, waysToMissing } from "../../../src/workspace/reach.ts";
import { portableWay } from "./portable-ways.ts";
import { usesThroughIncludes } from "./re-exports.ts";

type Reference = ResolvedUse<ModuleReference>;

interface ModuleUsed {
  readonly owner: string;
  /** The file whose libraries would have to have it. */
  readonly declaredIn: string;
  readonly written: string;
  readonly through: readonly Step[];
  readonly library: string;
  readonly threadsAreEmpty: boolean;
  readonly otherUses: number;
  /** Names of Unix that the file uses, or that others use through it. */
  readonly names: readonly string[];
}

export default defineRule<ModuleUsed>({
  id: "unix/module-used",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "target code uses a module of OCaml's Unix libraries without declaring the library",
  message: ({ owner, declaredIn, written, through, library, threadsAreEmpty, otherUses }) => {
    const by = through.length === 0 ? "" : ` (${through.map(stepInWords).join(", ")})`;
    const more = otherUses === 0 ? "" : `, and ${otherUses} more in this file`;
    const why = threadsAreEmpty
      ? "the target's threads library has nothing in it"
      : `that is in ${library}, which ${declaredIn} does not ask for and the target does not have`;
    return `${owner} uses ${written}${by}${more}: ${why}`;
  },
  help: ({ library, names }) =>
    library === "unix"
      ? portableWay(names)
      : "use lwt or another scheduler that runs on the target; or move the module to a library that links threads.posix",
  check(context) {
    const { workspace, code } = context;
    const ways = waysToMissing(workspace.components, workspace.resolver.edgesOf);
    const passedOnBy = usesThroughIncludes(context);
    for (const references of byFileAndLibrary(code.references)) {
      const [first] = references;
      // Where the library itself is missing, that is the finding.
      if (first !== undefined && !ways.leadFrom(first.component))
        reportUses(context, first, references, passedOnBy);
    }
  },
});

const stepInWords = ({ how, name }: Step): string => {
  switch (how) {
    case "alias":
      return `as ${name}`;
    case "open":
      return `by open ${name}`;
    case "include":
      return `by include ${name}`;
  }
};

/** An alias alone counts for nothing: dune compiles with -no-alias-deps, and nothing looks for its module. */
function byFileAndLibrary(references: readonly Reference[]): Iterable<readonly Reference[]> {
  const groups = new Map<string, Reference[]>();
  for (const reference of references) {
    const { component, file, path, use } = reference;
    if (use.use === "alias") continue;
    const key = `${component.key}\0${file.path}\0${path[0]}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reference]);
    else group.push(reference);
  }
  return groups.values();
}

function reportUses(
  { workspace, report }: RuleContext<ModuleUsed>,
  { component, file, path: [module = ""] }: Reference,
  references: readonly Reference[],
  passedOnBy: ReturnType<typeof usesThroughIncludes>,
): void {
  const library = librariesOfOcaml.get(module);
  if (library === undefined) return;
  const threadsAreEmpty = library === "threads.posix" && asksForThreads(component, workspace);
  // A library that asks for threads means OCaml's.
  const open = references.filter((reference) => threadsAreEmpty || !isLikelyLocal(reference));
  const isSure = ({ confidence, use }: Reference): boolean =>
    !use.conditional &&
    (threadsAreEmpty || confidence === "high" || (library === "unix" && confidence === "medium"));
  const first = open.find(isSure) ?? open[0];
  if (first === undefined) return;
  const passedOn = open.flatMap(passedOnBy);
  report({
    at: { file: file.path, span: first.use.span },
    owner: { kind: "component", component },
    symbol: module,
    confidence: isSure(first) ? (threadsAreEmpty ? "high" : first.confidence) : "low",
    related: [
      ...first.through
        .filter(({ at }) => at.file !== file.path || at.span.start !== first.use.span.start)
        .map((step) => ({ message: `${stepInWords(step)}`, at: step.at })),
      ...passedOn.map(({ words, at }) => ({ message: words, at })),
    ],
    also: open
      .filter((reference) => reference !== first)
      .map(({ use }) => ({ at: { file: file.path, span: use.span } })),
    data: {
      owner: describe(component),
      declaredIn: component.at.file,
      written: first.path.join("."),
      through: first.through,
      library,
      threadsAreEmpty,
      otherUses: open.length - 1,
      names: [...open.map(({ path }) => path[1]), ...passedOn.map(({ name }) => name)].flatMap(
        (name) => name ?? [],
      ),
    },
  });
}

/** A name that an opened functor's parameter may bring is most likely the parameter's. */
function isLikelyLocal({ use }: Reference): boolean {
  return use.openedBefore.some((opened) => opened.length === 0);
}

/** `(libraries threads)` resolves on the target, to a library with nothing in it. */
function asksForThreads(component: Component, workspace: Workspace): boolean {
  return [...closureOf(component, workspace.resolver.edgesOf)].some((reached) =>
    workspace.resolver.edgesOf(reached).some(({ name, to }) => name === "threads" && to.kind === "sysroot"),
  );
}
