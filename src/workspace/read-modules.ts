import { malformedOcaml } from "../facts/malformed-code.ts";
import type { ModuleReference } from "../facts/ocaml.ts";
import type { Interest } from "../facts/ocaml-abridged.ts";
import type { OcamlAnswers, OcamlQuestion } from "../facts/ocaml-question.ts";
import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";
import { wantedNamesIn } from "../facts/ocaml-wanted-names.ts";
import { stdlibCalls } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import type { Code, ExternalReading, MalformedSource, ModuleReading } from "./code.ts";
import type { Component, Workspace } from "./model.ts";
import type { ModuleFile, Modules } from "./modules.ts";
import { callersOf } from "./ocaml-callers.ts";
import { usesOfPrimitives } from "./ocaml-externals.ts";
import { initialisationRuns } from "./ocaml-initialisation.ts";
import { librariesOfOcaml } from "./ocaml-outside.ts";
import { type InterestIn, ocamlReader, questionAbout, type Wanted } from "./ocaml-reading.ts";
import { usesOfRenamed } from "./ocaml-renamed.ts";
import { ocamlResolver } from "./ocaml-resolver.ts";
import { type ResolvedUse, resolvedReferences, resolvedValues } from "./ocaml-uses.ts";
import { visibleModules } from "./ocaml-visible.ts";
import { isMissing, waysToMissing } from "./reach.ts";
import { remembered } from "./remembered.ts";
import { namesWantedFor, unixNamesWantedFor } from "./wanted-names.ts";

/** A file of target code in which something of interest stands outside comments. */
export interface Candidate {
  readonly component: Component;
  readonly file: ModuleFile;
  /** The first names of what brings it here: `Sys`, `open_in`, `external`. */
  readonly names: ReadonlySet<string>;
  /** False where only the word `external` or a function of the standard library brings it here. */
  readonly hasUnixWord: boolean;
}

/** What the OCaml sources of target code say. */
export interface ModuleReadings {
  readonly modules: readonly ModuleReading[];
  readonly externals: readonly ExternalReading[];
  readonly references: readonly ResolvedUse<ModuleReference>[];
  readonly uses: readonly ResolvedUse<ValueUse>[];
  initialisationRuns: Code["initialisationRuns"];
}

/** Modules of OCaml's unix and systhreads libraries. */
export const unixModules: ReadonlySet<string> = new Set(librariesOfOcaml.keys());

/** Finds the files of a component that a parser has to see. What no compiler would get past is added to `malformed`. */
export function candidateFinder(
  workspace: Workspace,
  target: Target,
  modulesOf: (component: Component) => Modules,
  malformed: MalformedSource[],
): (component: Component) => readonly Candidate[] {
  const wanted = namesWantedFor(target, unixModules);
  const wantedOfUnix = unixNamesWantedFor(target, []);
  const ways = waysToMissing(workspace.components, workspace.resolver.edgesOf);
  return (component) => {
    const { files, grammars } = modulesOf(component);
    for (const file of isPreprocessed(component) ? [] : files) {
      const error = malformedOcaml(workspace.sources.text(file.path) ?? "");
      if (error !== undefined) malformed.push({ file: file.path, error, owner: component });
    }
    // Where a library lacks another on the target, that is the finding, whatever its modules use: it is never built.
    const { edgesOf } = workspace.resolver;
    const lacksLibrary = ways.leadFrom(component);
    if (lacksLibrary && !edgesOf(component).some(({ to }) => isMissing(to))) return [];
    const wantedHere = lacksLibrary ? wantedOfUnix : wanted;
    const candidateOf = (file: ModuleFile, comments: "ocaml" | "unknown"): readonly Candidate[] => {
      const source = { interface: file.interface, comments };
      const names = wantedNamesIn(workspace.sources.text(file.path) ?? "", wantedHere, source);
      const hasUnixWord = [...names].some((name) => unixModules.has(name));
      return names.size === 0 ? [] : [{ component, file, names, hasUnixWord }];
    };
    return [
      ...files.flatMap((file) => candidateOf(file, "ocaml")),
      ...grammars.flatMap((file) => candidateOf(file, "unknown")),
    ];
  };
}

/** What an action makes of a file need not be in it. */
function isPreprocessed(component: Component): boolean {
  return (
    (component.kind === "library" || component.kind === "executables") &&
    component.stanza.preprocessedByAction
  );
}

/** Whatever the candidates are, they are asked for this. */
interface Inquiry {
  readonly wanted: Wanted;
  /** Names of values, whatever the module before them is. */
  readonly afterDots: ReadonlySet<string>;
}

/** Names of containers and fields as well: by another file's name for a module they are not looked for in a file that has other uses. */
const commonNames: ReadonlySet<string> = new Set(
  "close create file input length lock remove signal time wait".split(" "),
);

const inquiryInto = remembered((target: Target): Inquiry => {
  const names = new Set([...stdlibCalls(target).keys()].map((name) => name.slice(name.lastIndexOf(".") + 1)));
  const afterDots = [...names].filter((name) => !commonNames.has(name)).map((name) => `.${name}`);
  return {
    wanted: { modules: unixModules, values: { names, modules: unixModules } },
    afterDots: new Set(afterDots),
  };
});

/** What `readModules` will ask of these candidates. */
export function questionsAbout(
  candidates: readonly Candidate[],
  { sources }: Workspace,
  target: Target,
): readonly OcamlQuestion[] {
  const inquiry = inquiryInto(target);
  const interest = interestIn(candidates, inquiry);
  return candidates.flatMap(({ file }) => {
    const text = sources.text(file.path);
    return text === undefined ? [] : [questionAbout(file, text, inquiry.wanted, interest)];
  });
}

export function readModules(
  components: readonly Component[],
  candidates: readonly Candidate[],
  workspace: Workspace,
  target: Target,
  modulesOf: (component: Component) => Modules,
  answers: OcamlAnswers,
  answerAhead: (questions: readonly OcamlQuestion[]) => Promise<void>,
): ModuleReadings {
  const calls = stdlibCalls(target);
  const inquiry = inquiryInto(target);
  const { wanted } = inquiry;
  const isWanted = ([head = "", ...rest]: ModulePath): boolean =>
    head === "Stdlib" ? calls.has(rest.join(".")) : unixModules.has(head);
  const modules = new Set([...calls.keys()].map((name) => name.slice(0, name.lastIndexOf("."))));
  const mayBeWanted = (path: ModulePath): boolean =>
    unixModules.has(path[0] ?? "") || modules.has((path[0] === "Stdlib" ? path.slice(1) : path).join("."));
  const reader = ocamlReader(workspace.sources, wanted, answers, {
    interest: interestIn(candidates, inquiry),
    answerAhead,
  });
  const visible = visibleModules(workspace, modulesOf);
  const resolver = ocamlResolver(reader, visible);
  const callers = callersOf({ workspace, components, modulesOf, reader, resolver, visible });
  const readings = candidates.flatMap(({ component, file, hasUnixWord }) => {
    const facts = reader.usesOf(file);
    return facts === undefined ? [] : [{ hasUnixWord, reading: { component, file, facts } }];
  });
  const read = readings.map(({ reading }) => reading);
  const where = { components, modulesOf, visible, sources: workspace.sources };
  const byOtherNames = usesOfRenamed(read, mayBeWanted, where).flatMap(({ component, file, heads }) => {
    const facts = reader.usesAsking(file, heads);
    return facts === undefined ? [] : [{ component, file, facts }];
  });
  // What was read of a file before need not have the other names.
  const readAnew = new Set(byOtherNames.map(keyOf));
  const readOnce = read.filter((reading) => !readAnew.has(keyOf(reading)));
  const uses = [
    ...[...readOnce, ...byOtherNames]
      .flatMap((reading) => resolvedValues(reading, resolver, visible))
      .filter(({ path }) => isWanted(path)),
    ...read.flatMap((reading) => usesOfPrimitives(reading, target, { reader, visible, callers })),
  ];
  return {
    modules: readings.flatMap(({ hasUnixWord, reading }) => (hasUnixWord ? [reading] : [])),
    externals: read.flatMap(({ component, facts, file }) =>
      facts.externals.map((external) => ({ component, file, external })),
    ),
    references: [...read, ...byOtherNames]
      .flatMap((reading) => resolvedReferences(reading, resolver, visible))
      .filter(({ path: [head = ""] }) => unixModules.has(head)),
    uses,
    initialisationRuns: (asked) => initialisationRuns(asked, callers, "certain"),
  };
}

/** A file may be one of several components. */
const keyOf = ({ component, file }: Pick<ModuleReading, "component" | "file">): string =>
  `${component.key}\n${file.path}`;

/** What brings files here. */
function interestIn(candidates: readonly Candidate[], { afterDots }: Inquiry): InterestIn {
  const names = new Map<string, ReadonlySet<string>>();
  for (const { file, names: own } of candidates) {
    const known = names.get(file.path);
    names.set(file.path, known === undefined ? own : new Set([...known, ...own]));
  }
  return new Map(
    [...names].map(([path, own]): [string, Interest] => [
      path,
      own.size === 1 && own.has("external")
        ? { kind: "externals" }
        : { kind: "uses", words: [afterDots, own], modules: unixModules },
    ]),
  );
}
