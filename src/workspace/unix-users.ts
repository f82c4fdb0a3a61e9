import type { OcamlFacts } from "../facts/ocaml.ts";
import type { OcamlAnswers, OcamlQuestion } from "../facts/ocaml-question.ts";
import { type WantedNames, wantedNames, wantedNamesIn } from "../facts/ocaml-wanted-names.ts";
import type { Edge, Library, Workspace } from "./model.ts";
import { capitalised, type ModuleFile, type Modules, modulesOf } from "./modules.ts";
import { endingOf } from "./paths.ts";
import { waysToMissing } from "./reach.ts";
import type { Place } from "./sources.ts";

/** Modules that bring a Unix of their own into scope when they are opened. */
const opensWithUnix: ReadonlySet<string> = new Set(
  "Core Core_kernel Async Async_unix Batteries BatPervasives ExtLib".split(" "),
);

/** A module, and where it first names one of another library; `name` is as seen through aliases, `Unix.socket`. */
export interface ModuleUse {
  readonly module: string;
  readonly name: string;
  readonly at: Place;
}

/** Which modules of a library need what the target lacks. */
export interface UnixUsers {
  /** Names of the libraries that the stanza asks for and the target lacks, in its order. */
  readonly libraries: readonly string[];
  /** Modules that use a module of those libraries, sorted; none where no module does and no stub may. */
  readonly direct: readonly ModuleUse[];
  /** Those, and all that use one of them in turn, sorted. */
  readonly all: readonly string[];
  /** The other modules; none of them uses one of `all`. */
  readonly others: readonly string[];
  /** Whether one of `all` uses one of the others. */
  readonly usesOthers: boolean;
}

/** What the libraries call their modules; lwt.unix as in src/unix of ocsigen/lwt. */
const modulesOfUnixLibraries: Readonly<Record<string, readonly string[]>> = {
  unix: ["Unix", "UnixLabels"],
  // Mutex and its like are in Stdlib since OCaml 5, and before that here.
  "threads.posix": ["Thread", "Event", "ThreadUnix", "Mutex", "Condition", "Semaphore"],
  "lwt.unix": [
    "Lwt_bytes",
    "Lwt_config",
    "Lwt_engine",
    "Lwt_fmt",
    "Lwt_gc",
    "Lwt_io",
    "Lwt_main",
    "Lwt_preemptive",
    "Lwt_process",
    "Lwt_sys",
    "Lwt_throttle",
    "Lwt_timeout",
    "Lwt_unix",
  ],
};

/** Undefined for a library whose modules are not known here. */
export function modulesOfUnixLibrary(name: string): readonly string[] | undefined {
  return Object.hasOwn(modulesOfUnixLibraries, name) ? modulesOfUnixLibraries[name] : undefined;
}

/** Libraries whose users are asked for: those that may be wanted portable and name what is not there themselves. */
export function askersForUnix(workspace: Workspace): ReadonlyMap<Library, readonly Edge[]> {
  const { resolver, components, roleOf, intentOf } = workspace;
  const ways = waysToMissing(components, resolver.edgesOf);
  const isUnixOnly = (library: Library): boolean =>
    intentOf(library).intent === "unix-only" && ways.leadFrom(library);
  const stops = ({ to }: Edge): boolean =>
    to.kind === "absent" || to.kind === "known" || (to.kind === "workspace" && isUnixOnly(to.library));
  const askers = new Map<Library, readonly Edge[]>();
  for (const component of components) {
    if (component.kind !== "library" || roleOf(component) !== "target") continue;
    if (intentOf(component).intent === "unix-only") continue;
    const asked = resolver.edgesOf(component).filter(stops);
    if (asked.length > 0) askers.set(component, asked);
  }
  return askers;
}

/** Undefined where it can't be told: what is not read, may be left out, or may mean another module. */
export function unixUsersOf(
  library: Library,
  asked: readonly Edge[],
  workspace: Workspace,
  answers: OcamlAnswers,
): UnixUsers | undefined {
  const readable = readableModules(library, asked, workspace);
  if (readable === undefined) return undefined;
  const { modules } = readable;
  const uses = readUses(readable, workspace, answers);
  // Its stubs may call what those of the Unix library define.
  if (uses === undefined || (uses.direct.size === 0 && hasStubs(library))) return undefined;
  const all = withUsers(uses.direct.keys(), uses.own);
  const others = [...modules.names].filter((name) => !all.has(name)).sort();
  return {
    libraries: [...new Set(asked.map(({ name }) => name))],
    direct: [...uses.direct]
      .map(([module, use]) => ({ module, ...use }))
      .sort((a, b) => (a.module < b.module ? -1 : 1)),
    all: [...all].sort(),
    others,
    usesOthers: [...all].some((user) => [...(uses.own.get(user) ?? [])].some((used) => !all.has(used))),
  };
}

/** What `unixUsersOf` may ask about files that have been read. */
export function questionsAboutUnix(
  askers: ReadonlyMap<Library, readonly Edge[]>,
  workspace: Workspace,
): readonly OcamlQuestion[] {
  return [...askers].flatMap(([library, asked]) => {
    const readable = readableModules(library, asked, workspace);
    if (readable === undefined) return [];
    return readable.modules.files.flatMap((file) => {
      const { wasRead, text: textOf } = workspace.sources;
      const text = wasRead(file.path) ? textOf(file.path) : undefined;
      return text === undefined || !mayUse(text, file, readable) ? [] : [questionAbout(text, file, readable)];
    });
  });
}

interface ReadableModules {
  readonly modules: Modules;
  /** What the Unix libraries call their modules. */
  readonly unixNames: ReadonlySet<string>;
  readonly unix: WantedNames;
}

/** Undefined where names of modules in them need not mean what they seem to. */
function readableModules(
  library: Library,
  asked: readonly Edge[],
  workspace: Workspace,
): ReadableModules | undefined {
  const { stanza } = library;
  const modules = modulesOf(library, workspace.views, workspace.resolver);
  const unixNames = namesOfAll(asked, workspace);
  if (unixNames === undefined || stanza.preprocessedByAction || stanza.openedByFlags.length > 0)
    return undefined;
  if ([...unixNames].some((name) => modules.names.has(name))) return undefined;
  // A module that a rule makes can't be read.
  if (new Set(modules.files.map(({ module }) => module)).size !== modules.names.size) return undefined;
  return { modules, unixNames, unix: wantedNames({ values: [], modules: unixNames }) };
}

function mayUse(text: string, file: ModuleFile, { unix }: ReadableModules): boolean {
  const source = { interface: file.interface, comments: "ocaml" } as const;
  return namesPrimitive(text) || wantedNamesIn(text, unix, source).size > 0;
}

const questionAbout = (text: string, file: ModuleFile, { unixNames }: ReadableModules): OcamlQuestion => ({
  text,
  ...(endingOf(file.path) === "ml" ? { part: { kind: "uses", words: [unixNames], modules: unixNames } } : {}),
  interface: file.interface,
  modules: unixNames,
});

const hasStubs = ({ stanza }: Library): boolean =>
  stanza.stubs.length > 0 || stanza.foreignArchives.length > 0;

/** Undefined where the modules of one of them are not known, or something else than `(libraries …)` asks. */
function namesOfAll(asked: readonly Edge[], workspace: Workspace): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { via, name, to } of asked) {
    const own = via !== "libraries" ? undefined : modulesBehind(name, to, workspace);
    if (own === undefined) return undefined;
    for (const module of own) names.add(module);
  }
  return names;
}

function modulesBehind(
  name: string,
  to: Edge["to"],
  { views, resolver }: Workspace,
): Iterable<string> | undefined {
  if (to.kind !== "workspace") return modulesOfUnixLibrary(name);
  const { library } = to;
  return library.stanza.wrapped
    ? [capitalised(library.privateName)]
    : modulesOf(library, views, resolver).names;
}

interface Uses {
  readonly direct: ReadonlyMap<string, Omit<ModuleUse, "module">>;
  /** For each module the others of the library that it names. */
  readonly own: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Who names whom is told by words in their context; only what names one of the Unix libraries is parsed. */
function readUses(
  readable: ReadableModules,
  { sources }: Workspace,
  answers: OcamlAnswers,
): Uses | undefined {
  const direct = new Map<string, Omit<ModuleUse, "module">>();
  const own = new Map<string, Set<string>>();
  const { modules } = readable;
  const siblings = wantedNames({ values: [], modules: modules.names });
  for (const file of modules.files) {
    const text = sources.text(file.path);
    if (text === undefined) return undefined;
    const source = { interface: file.interface, comments: "ocaml" } as const;
    const used = own.get(file.module) ?? new Set();
    own.set(file.module, used);
    for (const name of wantedNamesIn(text, siblings, source)) used.add(name);
    used.delete(file.module);
    if (!mayUse(text, file, readable)) continue;
    const use = firstUse(file.path, answers(questionAbout(text, file, readable)));
    if (use === "unknown") return undefined;
    if (use !== undefined && !direct.has(file.module)) direct.set(file.module, use);
  }
  return { direct, own };
}

/** The first use of one of the Unix libraries; "unknown" where not all can be told, or another module may be meant. */
function firstUse(file: string, facts: OcamlFacts): Omit<ModuleUse, "module"> | "unknown" | undefined {
  const isHidden = facts.references.some(
    ({ conditional, openedBefore }) =>
      conditional || openedBefore.some(([opened]) => opened === undefined || opensWithUnix.has(opened)),
  );
  if (isHidden || facts.unread !== undefined || facts.externals.some(isOfUnix)) return "unknown";
  const [first] = facts.references;
  return first === undefined ? undefined : { name: first.path.join("."), at: { file, span: first.span } };
}

const namesPrimitive = (text: string): boolean => text.includes('"unix_') || text.includes('"caml_unix_');

/** A primitive of the Unix library that is declared by hand. */
const isOfUnix = ({ primitives }: OcamlFacts["externals"][number]): boolean =>
  primitives.some((primitive) => /^(?:caml_)?unix_/.test(primitive));

function withUsers(
  direct: Iterable<string>,
  own: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const all = new Set(direct);
  for (const used of all) for (const [user, names] of own) if (names.has(used)) all.add(user);
  return all;
}
