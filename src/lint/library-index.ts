import type { IndexedLibrary } from "../target/library-index.ts";
import type { Library } from "../workspace/model.ts";
import type { Examination } from "./check.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { LibraryReport } from "./run.ts";

/** A source tree and what was found in it. */
export interface ExaminedTree {
  /** What its files are called in the index: `ocsigen/lwt`. */
  readonly name: string;
  readonly examination: Examination;
}

/**
 * What is known of the public libraries of some trees, by name. The first tree that has a library decides; left out is one of which
 * it can't be told whether it is portable, and one that is built though C stubs further down stop whatever links it. What one tree
 * assumes of a library is replaced by what another, or `known`, says of it.
 */
export function indexLibraries(
  trees: readonly ExaminedTree[],
  known: ReadonlySet<string>,
): readonly IndexedLibrary[] {
  const found = new Map<string, IndexedLibrary>();
  for (const tree of trees) {
    // Of two stanzas for one library the one that exists on the target counts.
    const entries = librariesOf(tree).toSorted((a, b) => Number(isDisabled(a)) - Number(isDisabled(b)));
    for (const entry of entries) if (!found.has(entry.name)) found.set(entry.name, entry);
  }
  settle(found);
  const isExplained = ({ through }: IndexedLibrary): boolean =>
    through === undefined || known.has(through) || found.get(through)?.verdict === "not-portable";
  return [...found.values()].filter(isExplained).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isDisabled = ({ fails }: IndexedLibrary): boolean => fails === "disabled";

function librariesOf({ name, examination }: ExaminedTree): readonly IndexedLibrary[] {
  const { run, workspace } = examination;
  const diagnostics = new Map([...run.diagnostics, ...run.suppressed].map((found) => [found.id, found]));
  const libraries = workspace.components.filter((component) => component.kind === "library");
  // A whole run reports every library once, in the order of the workspace; two may share a file and a name.
  return libraries.flatMap((component, at): readonly IndexedLibrary[] => {
    if (component.publicName === undefined) return [];
    const report = run.libraries[at];
    const verdict = report === undefined ? undefined : verdictOf(report, diagnostics);
    // A rewriter runs on the host, whatever would become of it on the target.
    const isRewriter = component.stanza.libraryKind !== "normal";
    if (verdict === undefined || (isRewriter && verdict.verdict === "not-portable")) return [];
    const runtime = runtimesOf(component);
    return [
      {
        name: component.publicName,
        package: component.packageName ?? component.publicName,
        kind: component.stanza.virtualModules === undefined ? component.stanza.libraryKind : "virtual",
        ...verdict,
        ...(runtime.length === 0 ? {} : { runtime }),
        evidence: evidenceOf(name, component.at.file),
      },
    ];
  });
}

/** `OWNER/NAME path/dune`, also for trees called OWNER+NAME side by side in a duniverse. */
function evidenceOf(tree: string, file: string): string {
  const inside = /^duniverse\/([^/+]+)\+([^/]+)\/(.*)$/.exec(file);
  return inside === null ? `${tree} ${file}` : `${inside[1]}/${inside[2]} ${inside[3]}`;
}

const runtimesOf = ({ stanza }: Library): readonly string[] =>
  stanza.ppxRuntimeLibraries.map(({ text }) => text);

type Judged = Pick<IndexedLibrary, "verdict" | "fails" | "because" | "through" | "assumes">;

function verdictOf(report: LibraryReport, diagnostics: ReadonlyMap<string, Diagnostic>): Judged | undefined {
  switch (report.verdict) {
    case "portable":
    case "host-only":
      return { verdict: "portable", ...(report.assumes.length === 0 ? {} : { assumes: report.assumes }) };
    case "disabled": {
      const because =
        report.disabledBecause
          ?.replace(/^it /, "")
          .replace(/^its enabled_if is/, "has an enabled_if that is") ?? "is disabled";
      return {
        verdict: "not-portable",
        fails: "disabled",
        because: because.replace(/^its /, "has what says so: "),
      };
    }
    case "not-portable": {
      // What stops its archives today: not what a newer compiler refuses, nor what only the unikernel's link meets.
      const reasons = report.reasons
        .flatMap((id) => diagnostics.get(id) ?? [])
        .filter(({ since, phase }) => since === undefined && (phase === "resolve" || phase === "compile"));
      const reason = reasons.find(({ phase }) => phase === "resolve") ?? reasons[0];
      return reason === undefined ? undefined : { verdict: "not-portable", ...causeOf(reason, report) };
    }
    case "unknown":
      return undefined;
  }
}

/** What a finding says of the library that it stops, as a verb phrase. */
function causeOf(
  { rule, path, symbol = "", library }: Diagnostic,
  stopped: LibraryReport,
): Omit<Judged, "verdict"> {
  const own = library === stopped.name;
  if (rule.startsWith("libc/"))
    return { fails: "c-stubs", because: `has C stubs that do not build (${symbol})` };
  const generator = path.find(({ kind }) => kind === "executable");
  if (generator !== undefined)
    return {
      fails: "build-time-executable",
      because: `takes ${generator.name} for the target to be built, which needs ${symbol}`,
    };
  const because =
    own && rule === "unix/module-used"
      ? `uses ${symbol} without asking for its library`
      : own && path.length <= 2
        ? `links ${symbol}`
        : `reaches ${symbol} by way of ${own ? (path.at(-2)?.name ?? symbol) : library}`;
  if (symbol === "threads.posix" || symbol === "Thread") return { fails: "threads", because };
  return symbol === "unix" || rule === "unix/module-used"
    ? { fails: "unix", because }
    : { fails: "depends", because, through: symbol };
}

/** Replaces assumptions by what is known, until nothing changes. */
function settle(found: Map<string, IndexedLibrary>): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const entry of found.values()) {
      const next = withoutAssumptions(entry, found);
      if (next === entry) continue;
      if (next === undefined) found.delete(entry.name);
      else found.set(entry.name, next);
      changed = true;
    }
  }
}

/** Undefined for a library that is built and can't be linked. */
function withoutAssumptions(
  entry: IndexedLibrary,
  found: ReadonlyMap<string, IndexedLibrary>,
): IndexedLibrary | undefined {
  const { assumes = [], ...rest } = entry;
  const broken = assumes.map((name) => found.get(name)).find((each) => each?.verdict === "not-portable");
  if (broken?.fails === "c-stubs") return undefined;
  if (broken !== undefined) {
    const { name } = broken;
    return { ...rest, verdict: "not-portable", fails: "depends", because: `links ${name}`, through: name };
  }
  const left = new Set(
    assumes.flatMap((name) => (found.has(name) ? (found.get(name)?.assumes ?? []) : [name])),
  );
  left.delete(entry.name);
  if (left.size === assumes.length && assumes.every((name) => left.has(name))) return entry;
  return left.size === 0 ? rest : { ...rest, assumes: [...left].sort() };
}
