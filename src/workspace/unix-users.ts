import { type OcamlFacts, ocamlFacts } from "../facts/ocaml.ts";
import { wordsOutsideComments } from "../facts/ocaml-tokens.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import type { Edge, Library, Workspace } from "./model.ts";
import { capitalised, type ModuleFile, type Modules, modulesOf } from "./modules.ts";
import { waysToMissing } from "./reach.ts";
import type { Place } from "./sources.ts";

/** Modules that bring a Unix of their own into scope when they are opened. */
export const opensWithUnix: ReadonlySet<string> = new Set(
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

/** Libraries whose users are asked for: those that may be wanted portable and name what is not there themselves. */
export function askersForUnix(workspace: Workspace): ReadonlyMap<Library, readonly Edge[]> {
  const { resolver, components, roleOf, intentOf } = workspace;
  const ways = waysToMissing(components, resolver.edgesOf);
  const isUnixOnly = (library: Library): boolean =>
    intentOf(library).intent === "unix-only" && ways.edgesFrom(library).next().done !== true;
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
  treeSitter: TreeSitter,
): UnixUsers | undefined {
  const { stanza } = library;
  const modules = modulesOf(library, workspace.views, workspace.resolver);
  const unixNames = namesOfAll(asked, workspace);
  if (unixNames === undefined || stanza.preprocessedByAction || stanza.openedByFlags.length > 0)
    return undefined;
  if ([...unixNames].some((name) => modules.names.has(name))) return undefined;
  const uses = readUses(modules, unixNames, workspace, treeSitter);
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
  if (to.kind !== "workspace")
    return Object.hasOwn(modulesOfUnixLibraries, name) ? modulesOfUnixLibraries[name] : undefined;
  const { library } = to;
  return library.stanza.wrapped
    ? [capitalised(library.privateName)]
    : modulesOf(library, views, resolver).names;
}

interface Uses {
  readonly direct: ReadonlyMap<string, Omit<ModuleUse, "module">>;
  /** For each module that comes to one of the Unix libraries the others of the library that it names. */
  readonly own: ReadonlyMap<string, ReadonlySet<string>>;
}

interface OpenUses extends Uses {
  readonly direct: Map<string, Omit<ModuleUse, "module">>;
  readonly own: Map<string, Set<string>>;
}

/** Reads what uses the Unix libraries, then what uses that, and so on; what has no word of these is not read. */
function readUses(
  modules: Modules,
  unixNames: ReadonlySet<string>,
  { sources }: Workspace,
  treeSitter: TreeSitter,
): Uses | undefined {
  // A module that a rule makes can't be read.
  if (new Set(modules.files.map(({ module }) => module)).size !== modules.names.size) return undefined;
  const uses: OpenUses = { direct: new Map(), own: new Map() };
  const pending = new Set(modules.files);
  for (let names = unixNames; names.size > 0; ) {
    const found = new Set<string>();
    for (const file of pending) {
      const text = sources.text(file.path);
      if (text === undefined) return undefined;
      // Both files of a module are read, whichever has the word.
      const isOfInterest =
        names.has(file.module) || namesPrimitive(text) || wordsOutsideComments(text, names).size > 0;
      if (!isOfInterest) continue;
      pending.delete(file);
      found.add(file.module);
      if (!addUses(uses, file, factsOf(text, file, modules, unixNames, treeSitter), unixNames))
        return undefined;
    }
    names = found;
  }
  return uses;
}

/** False where it can't be told what they mean. */
function addUses(
  { direct, own }: OpenUses,
  { module, path: file }: ModuleFile,
  { references, externals, unread }: OcamlFacts,
  unixNames: ReadonlySet<string>,
): boolean {
  if (unread !== undefined || externals.some(isOfUnix)) return false;
  const used = own.get(module) ?? new Set();
  own.set(module, used);
  for (const { path, span, conditional, openedBefore } of references) {
    const [head = ""] = path;
    if (conditional) return false;
    if (!unixNames.has(head)) used.add(head);
    else if (openedBefore.some(([opened]) => opened === undefined || opensWithUnix.has(opened))) return false;
    else if (!direct.has(module)) direct.set(module, { name: path.join("."), at: { file, span } });
  }
  used.delete(module);
  return true;
}

const namesPrimitive = (text: string): boolean => text.includes('"unix_') || text.includes('"caml_unix_');

function factsOf(
  text: string,
  file: ModuleFile,
  { names }: Modules,
  unixNames: ReadonlySet<string>,
  treeSitter: TreeSitter,
): OcamlFacts {
  const modules = new Set([...names, ...unixNames]);
  return ocamlFacts(text, { interface: file.interface, modules }, treeSitter);
}

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
