import type { KnownLibrary } from "../target/known-libraries.ts";
import type { Component, Library, Mode, Package, Resolution, Scope, StatedIntent } from "./model.ts";
import { bareName } from "./repository.ts";
import type { Resolver } from "./resolve.ts";

export interface IntentQuestion {
  readonly mode: Mode;
  readonly scope: Scope;
  readonly resolver: Resolver;
  readonly target: ReadonlySet<Component>;
  readonly knownLibraries: ReadonlyMap<string, KnownLibrary>;
  packageOf(component: Component): Package | undefined;
}

/** Words that, as a part of a library's or package's name, say that it is not meant for a unikernel. */
const namesForUnix: ReadonlySet<string> = new Set([
  "unix",
  "posix",
  "socket",
  "async",
  "cli",
  "bin",
  "test",
  "bench",
]);

const wanted = (reason: string): StatedIntent => ({ intent: "wanted", reason });
const unixOnly = (reason: string): StatedIntent => ({ intent: "unix-only", reason });

/** What nobody says anything about: `--strict` takes it as wanted. */
function undecided({ strict, declared }: Scope): StatedIntent {
  return strict
    ? wanted(declared?.says.strict ?? "--strict")
    : { intent: "undecided", reason: "nobody says" };
}

/** What the command line or the configuration says of a component or package that stands in a file. */
function saidByUser(
  { all, packages, wanted: wantedPackages = packages, declared }: Scope,
  file: string,
  declaredReason: string | undefined,
  packageName: string | undefined,
): StatedIntent | undefined {
  const glob = declared?.ignoredBy(file);
  if (glob !== undefined) return unixOnly(`ignored: ${glob}`);
  if (all) return wanted(declared?.says.all ?? "--all");
  const asked = packageName !== undefined && wantedPackages.has(packageName);
  const inFile = declared?.says.packages;
  if (asked && inFile === undefined) return wanted("--package");
  if (declaredReason !== undefined) return unixOnly(declaredReason);
  return asked && inFile !== undefined ? wanted(inFile) : undefined;
}

function declaredReason(component: Component, owner: Package | undefined, { scope, mode }: IntentQuestion) {
  const { declared } = scope;
  if (declared === undefined) return undefined;
  const names = component.kind === "library" ? [component.name, component.privateName] : [component.name];
  const reason = names.map((name) => declared.libraries.get(name)).find((found) => found !== undefined);
  return reason ?? (owner === undefined ? undefined : declared.packages.get(bareName(owner.name, mode)));
}

/** Whether somebody wants a component portable; the first reason that applies decides. */
export function componentIntent(component: Component, question: IntentQuestion): StatedIntent {
  const { scope, mode, target } = question;
  const owner = question.packageOf(component);
  const reason = declaredReason(component, owner, question);
  const said = saidByUser(scope, component.at.file, reason, owner?.name);
  if (said !== undefined) return said;
  const comment =
    component.kind === "library" || component.kind === "executables" ? component.stanza.unixOnly : undefined;
  if (comment?.reason !== undefined) return unixOnly(comment.reason);
  if (component.kind === "unikernel") return wanted("a unikernel");
  if (component.kind === "executables" && question.resolver.isForTargetAlone(component))
    return wanted("built for the target alone");
  if (mode === "unikernel" && target.has(component)) return wanted("the unikernel links it");
  return (
    saidByName(component.name, question.knownLibraries) ??
    saidByPackageName(owner, question.knownLibraries) ??
    saidByStanza(component, question) ??
    (owner === undefined ? undefined : saidByPackage(owner.name, owner)) ??
    undecided(scope)
  );
}

export function packageIntent(owner: Package, question: IntentQuestion): StatedIntent {
  const name = bareName(owner.name, question.mode);
  const reason = question.scope.declared?.packages.get(name);
  const said = saidByUser(question.scope, owner.at.file, reason, owner.name);
  if (said !== undefined) return said;
  return saidByName(name, question.knownLibraries) ?? saidByPackage(name, owner) ?? undecided(question.scope);
}

function saidByPackageName(
  owner: Package | undefined,
  knownLibraries: ReadonlyMap<string, KnownLibrary>,
): StatedIntent | undefined {
  return owner === undefined ? undefined : saidByName(owner.name, knownLibraries);
}

/** The part of a library's or package's name that says so; undefined where there is none. */
export const wordForUnix = (name: string): string | undefined =>
  name.split(/[-._]/).find((part) => namesForUnix.has(part));

function saidByName(
  name: string,
  knownLibraries: ReadonlyMap<string, KnownLibrary>,
): StatedIntent | undefined {
  const word = wordForUnix(name);
  if (word !== undefined) return unixOnly(`named *${word}*`);
  const known = knownLibraries.get(name);
  if (known?.instead === undefined || known.fails === "c-stubs" || known.fails === "build-time-executable")
    return undefined;
  return unixOnly("known to need Unix");
}

/** A library beside the main one that names a Unix library itself: a decision, not a slip. */
function saidByStanza(component: Component, { resolver }: IntentQuestion): StatedIntent | undefined {
  if (component.kind !== "library" || isMainLibrary(component)) return undefined;
  const asked = resolver.edgesOf(component).find(({ via, to }) => via === "libraries" && isUnix(to));
  return asked === undefined ? undefined : unixOnly(`asks for ${asked.name} itself`);
}

const isUnix = (to: Resolution): boolean => to.kind === "absent" || to.kind === "known";

/** The library that bears its package's name. */
export function isMainLibrary(library: Library): boolean {
  return library.publicName !== undefined && library.publicName === library.packageName;
}

const isMirage = (name: string): boolean => name === "mirage" || name.startsWith("mirage-");
const notForUsers: ReadonlySet<string> = new Set(["with-test", "with-doc", "with-dev-setup", "build", "dev"]);

/** Filters such as `with-test` in opam, `:with-test` in dune-project. */
export function isForUsers(filters: readonly string[]): boolean {
  return !filters.some((filter) => notForUsers.has(filter.replace(/^:/, "")));
}

function saidByPackage(name: string, owner: Package): StatedIntent | undefined {
  // What has been given up needs no way into a unikernel.
  if (owner.opam?.flags.includes("deprecated")) return undefined;
  if (isMirage(name)) return wanted("named mirage-*");
  const mirage = owner.depends.find(
    ({ name, filters, optional }) =>
      !optional &&
      isMirage(name.text) &&
      // What needs mirage-block-unix is not meant for a unikernel.
      wordForUnix(name.text) === undefined &&
      isForUsers(filters),
  );
  return mirage === undefined ? undefined : wanted(`depends on ${mirage.name.text}`);
}
