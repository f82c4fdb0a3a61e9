import { type CFacts, cFacts } from "../facts/c.ts";
import { malformedC, malformedOcaml } from "../facts/malformed-code.ts";
import { ocamlFacts } from "../facts/ocaml.ts";
import { wordsOutsideComments } from "../facts/ocaml-tokens.ts";
import { loadTreeSitter, type TreeSitter } from "../syntax/tree-sitter.ts";
import type { Target } from "../target/target.ts";
import type { Code, MalformedSource, ModuleReading, StubReading } from "./code.ts";
import type { LinkedStub } from "./linked-names.ts";
import type { Component, Workspace } from "./model.ts";
import { type ModuleFile, type Modules, modulesOf } from "./modules.ts";
import { isMissing, waysToMissing } from "./reach.ts";
import { stubReader } from "./read-stub.ts";
import { stubsOf } from "./stubs.ts";
import { undeclaredNameFinder } from "./undeclared-names.ts";
import { askersForUnix, unixUsersOf } from "./unix-users.ts";

/** Modules of OCaml's unix and systhreads libraries; Mutex and Condition are also in Stdlib since 5.0. */
export const unixModules: ReadonlySet<string> = new Set([
  "Unix",
  "UnixLabels",
  "Thread",
  "ThreadUnix",
  "Event",
]);

/** Reads the sources of target code, and of it only what can matter. */
export async function readCode(workspace: Workspace, target: Target): Promise<Code> {
  const malformed: MalformedSource[] = [];
  const remembered = new Map<Component, Modules>();
  const modules = (component: Component): Modules => {
    const known = remembered.get(component);
    if (known !== undefined) return known;
    const found = modulesOf(component, workspace.views, workspace.resolver);
    remembered.set(component, found);
    return found;
  };
  const judged = workspace.components.filter(
    (component) => workspace.roleOf(component) === "target" && isThere(component, workspace),
  );
  const answered = answeredOtherwise(workspace);
  const candidates = judged.flatMap((component) =>
    candidateModules(workspace, component, modules(component), malformed).filter(() => !answered(component)),
  );
  const stubs = stubReadings(workspace, target, new Set(judged), malformed);
  const askers = askersForUnix(workspace);
  const needsParser =
    candidates.length > 0 || askers.size > 0 || stubs.some(({ seen }) => seen !== undefined);
  const treeSitter = needsParser ? await loadTreeSitter() : undefined;
  const withNames = treeSitter === undefined ? undefined : undeclaredNameFinder(target, treeSitter);
  const read =
    treeSitter === undefined ? [] : candidates.map((candidate) => readModule(candidate, treeSitter));
  return {
    modules: read.flatMap(({ hasUnixWord, reading }) => (hasUnixWord ? [reading] : [])),
    externals: read.flatMap(({ reading: { component, facts, file } }) =>
      facts.externals.map((external) => ({ component, file, external })),
    ),
    stubs:
      treeSitter === undefined || withNames === undefined
        ? stubs
        : stubs.map((reading) => withFacts(reading, withNames)),
    malformed,
    modulesOf: modules,
    unixUsersOf: (component) => {
      const asked = component.kind === "library" ? askers.get(component) : undefined;
      if (component.kind !== "library" || asked === undefined || treeSitter === undefined) return undefined;
      return unixUsersOf(component, asked, workspace, treeSitter);
    },
  };
}

/** Whether its sources are to be judged: what dune hides only since it is optional is, where everything is wanted. */
function isThere(component: Component, { resolver, scope }: Workspace): boolean {
  const { truth, hidden } = resolver.existenceOf(component);
  return truth !== "no" || (hidden && scope.all);
}

/** Where a library reaches through others what the target lacks, that is the finding, whatever its modules use. */
function answeredOtherwise({ components, resolver }: Workspace): (component: Component) => boolean {
  const ways = waysToMissing(components, resolver.edgesOf);
  return (component) =>
    !ways.edgesFrom(component).next().done && !resolver.edgesOf(component).some(({ to }) => isMissing(to));
}

interface Candidate {
  readonly component: Component;
  readonly file: ModuleFile;
  readonly text: string;
  /** False where only the word \`external\` brings it here. */
  readonly hasUnixWord: boolean;
}

const wordsOfInterest: ReadonlySet<string> = new Set([...unixModules, "external"]);

/** The modules in which one of the words stands outside comments and strings. */
function candidateModules(
  workspace: Workspace,
  component: Component,
  modules: Modules,
  malformed: MalformedSource[],
): readonly Candidate[] {
  return modules.files.flatMap((file): readonly Candidate[] => {
    const text = workspace.sources.text(file.path);
    if (text === undefined) return [];
    const error = isPreprocessed(component) ? undefined : malformedOcaml(text);
    if (error !== undefined) malformed.push({ file: file.path, error, owner: component });
    const words = wordsOutsideComments(text, wordsOfInterest);
    const hasUnixWord = [...words].some((word) => word !== "external");
    return words.size === 0 ? [] : [{ component, file, text, hasUnixWord }];
  });
}

/** What an action makes of a file need not be in it. */
function isPreprocessed(component: Component): boolean {
  return (
    (component.kind === "library" || component.kind === "executables") &&
    component.stanza.preprocessedByAction
  );
}

function readModule({ component, file, text, hasUnixWord }: Candidate, treeSitter: TreeSitter) {
  const options = { interface: file.interface, modules: unixModules };
  const reading: ModuleReading = { component, file, facts: ocamlFacts(text, options, treeSitter) };
  return { hasUnixWord, reading };
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
