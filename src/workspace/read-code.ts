import { type CFacts, cFacts } from "../facts/c.ts";
import { malformedC } from "../facts/malformed-code.ts";
import type { OcamlQuestion } from "../facts/ocaml-question.ts";
import { loadTreeSitter, type TreeSitter } from "../syntax/tree-sitter.ts";
import type { Target } from "../target/target.ts";
import type { Code, MalformedSource, StubReading } from "./code.ts";
import type { LinkedStub } from "./linked-names.ts";
import type { Component, Workspace } from "./model.ts";
import { modulesOf } from "./modules.ts";
import { type OcamlMemory, ocamlMemory } from "./ocaml-answers.ts";
import { candidateFinder, type ModuleReadings, questionsAbout, readModules } from "./read-modules.ts";
import { stubReader } from "./read-stub.ts";
import { remembered } from "./remembered.ts";
import { readStdlibUses } from "./stdlib-uses.ts";
import { stubsOf } from "./stubs.ts";
import { undeclaredNameFinder } from "./undeclared-names.ts";
import { askersForUnix, questionsAboutUnix, unixUsersOf } from "./unix-users.ts";

const nothing: ModuleReadings = {
  modules: [],
  externals: [],
  references: [],
  uses: [],
  initialisationRuns: async () => new Map(),
};

/** Reads the sources of target code, and of it only what can matter. */
export async function readCode(
  workspace: Workspace,
  target: Target,
  memory: OcamlMemory = ocamlMemory(),
): Promise<Code> {
  const malformed: MalformedSource[] = [];
  const modules = remembered((component: Component) =>
    modulesOf(component, workspace.views, workspace.resolver),
  );
  const judged = workspace.components.filter(
    (component) => workspace.roleOf(component) === "target" && isThere(component, workspace),
  );
  const candidatesOf = candidateFinder(workspace, target, modules, malformed);
  // Workers read OCaml while this thread looks for more of it, and reads C.
  const ahead = memory.ahead(sourcesIn(workspace) * askedOfSource);
  const candidates = judged.flatMap((component) => {
    const found = candidatesOf(component);
    ahead.ask(questionsAbout(found, workspace, target));
    return found;
  });
  const askers = askersForUnix(workspace);
  ahead.ask(questionsAboutUnix(askers, workspace));
  const seen = stubReadings(workspace, target, new Set(judged), malformed);
  const needsParser = candidates.length > 0 || askers.size > 0 || seen.some(({ seen }) => seen !== undefined);
  const treeSitter = needsParser ? await loadTreeSitter() : undefined;
  const stubs = treeSitter === undefined ? seen : withFactsOfAll(seen, target, treeSitter);
  const to = await ahead.finish(treeSitter);
  const answerAhead = async (questions: readonly OcamlQuestion[]): Promise<void> => {
    if (treeSitter === undefined) return;
    const more = memory.ahead();
    more.ask(questions);
    await more.finish(treeSitter);
  };
  const read =
    to === undefined ? nothing : readModules(judged, candidates, workspace, target, modules, to, answerAhead);
  return {
    ...read,
    stdlibUses: await readStdlibUses({ workspace, target, code: read }),
    stubs,
    malformed,
    modulesOf: modules,
    unixUsersOf: remembered((component: Component) => {
      const asked = component.kind === "library" ? askers.get(component) : undefined;
      if (component.kind !== "library" || asked === undefined || to === undefined) return undefined;
      return unixUsersOf(component, asked, workspace, to);
    }),
  };
}

// In characters: of half of the sources something is asked, of a third before anything is known.
const askedOfSource = 2_000;

const sourcesIn = ({ sources }: Workspace): number =>
  sources.vfs.files.filter((path) => /\.mli?$/.test(path)).length;

/** Whether its sources are to be judged: what dune hides only since it is optional is, where everything is wanted. */
function isThere(component: Component, { resolver, scope }: Workspace): boolean {
  const { truth, hidden } = resolver.existenceOf(component);
  return truth !== "no" || (hidden && scope.all);
}

function stubReadings(
  workspace: Workspace,
  target: Target,
  judged: ReadonlySet<Component>,
  malformed: MalformedSource[],
): readonly StubReading[] {
  const read = stubReader(workspace, target);
  return workspace.components.flatMap((component) => {
    if (!isThere(component, workspace)) return [];
    return stubsOf(component, workspace.views, workspace.resolver).map((stub): StubReading => {
      const seen = judged.has(component) ? read(stub) : undefined;
      const error = seen === undefined ? undefined : malformedC(seen.preprocessed);
      if (seen !== undefined && error !== undefined)
        malformed.push({ file: seen.source, error, owner: stub });
      return { stub, seen };
    });
  });
}

function withFactsOfAll(
  stubs: readonly StubReading[],
  target: Target,
  treeSitter: TreeSitter,
): readonly StubReading[] {
  const findUndeclared = undeclaredNameFinder(target, treeSitter);
  return stubs.map((reading) => withFacts(reading, findUndeclared));
}

/** Adds what the parser tells of a stub; one whose source could not be seen stays as it is. */
export function withFacts(
  reading: StubReading,
  findUndeclared: ReturnType<typeof undeclaredNameFinder>,
): StubReading {
  const { stub, seen } = reading;
  if (seen === undefined) return reading;
  const { source, text, preprocessed, flagsPartlyUnseen } = seen;
  const entry = { path: source, text };
  const names =
    stub.stanza.language === "c" ? findUndeclared(entry, preprocessed, flagsPartlyUnseen) : undefined;
  const linked = names?.linked;
  // Where names could be read, another parse of the same text would add nothing.
  const facts = linked === undefined ? cFacts(source, preprocessed.alive) : factsOf(source, linked);
  return { stub, seen: { ...seen, facts, ...names } };
}

/** The stub's own calls and definitions. */
function factsOf(path: string, { uses, definitions }: LinkedStub): CFacts {
  const calls = uses.flatMap(({ name, as, at, chain }) =>
    as === "call" && chain.length === 1 ? [{ name, span: at }] : [],
  );
  return { path, calls, definitions };
}
