import type { Diagnostic } from "../lint/diagnostic.ts";
import type { LibraryReport, PackageReport, Run, UnikernelReport, Verdict } from "../lint/run.ts";

/** Something that was judged, with the findings about it. */
export interface JudgedCase {
  /** Unique in its suite, and the same from run to run: `library tcpip.ipv4`. */
  readonly name: string;
  /** The file that declares it. */
  readonly file?: string;
  /** Undefined for a file that belongs to nobody in particular. */
  readonly verdict?: Verdict;
  /** Why it is not held to being portable; empty where it is. */
  readonly grounds: string;
  readonly findings: readonly Diagnostic[];
}

export interface JudgedSuite {
  /** A package; undefined for what belongs to none. */
  readonly package?: string;
  readonly cases: readonly JudgedCase[];
}

interface Draft extends Omit<JudgedCase, "findings"> {
  readonly package: string | undefined;
  readonly findings: Diagnostic[];
}

/** A suite for each package, with a case for itself and one for each of its libraries; then what belongs to no package. */
export function judgedSuites(run: Run): readonly JudgedSuite[] {
  const drafts = draftsOf(run);
  const owned = ownersOf(drafts);
  const files = new Map<string, Draft>();
  for (const finding of run.diagnostics.filter(({ excused }) => !excused)) {
    const owner = owned(finding);
    const file = owner ?? files.get(finding.at.file) ?? fileCase(finding.at.file);
    if (owner === undefined) files.set(finding.at.file, file);
    file.findings.push(finding);
  }
  const suites = new Map<string | undefined, Draft[]>(run.packages.map(({ name }) => [name, []]));
  const others: Draft[] = [];
  for (const draft of [...drafts, ...files.values()]) (suites.get(draft.package) ?? others).push(draft);
  return [
    ...[...suites].map(([name, cases]) => ({
      ...(name === undefined ? {} : { package: name }),
      cases: namedApart(cases),
    })),
    ...(others.length === 0 ? [] : [{ cases: namedApart(others) }]),
  ];
}

function draftsOf({ packages, libraries, unikernels }: Run): readonly Draft[] {
  return [
    ...packages.map((owner) => packageCase(owner)),
    ...libraries.map((library) => libraryCase(library)),
    ...unikernels.map((unikernel) => unikernelCase(unikernel)),
  ];
}

function packageCase({ name, opam, verdict, intent, intentReason }: PackageReport): Draft {
  const grounds = `${intent}: ${intentReason}`;
  const file = opam === undefined ? {} : { file: opam };
  return { package: name, name: `package ${name}`, ...file, verdict, grounds, findings: [] };
}

function libraryCase(library: LibraryReport): Draft {
  const { name, dune, verdict, intent, intentReason, blockedBy, disabledBecause } = library;
  const grounds =
    disabledBecause ??
    (blockedBy.length > 0 ? `blocked by ${blockedBy.join(", ")}` : `${intent}: ${intentReason}`);
  return { package: library.package, name: `library ${name}`, file: dune, verdict, grounds, findings: [] };
}

function unikernelCase({ name, config, verdict }: UnikernelReport): Draft {
  return {
    package: undefined,
    name: `unikernel ${name}`,
    file: config,
    verdict,
    grounds: "for a reason that stands with another finding",
    findings: [],
  };
}

function fileCase(file: string): Draft {
  return { package: undefined, name: `file ${file}`, file, grounds: "", findings: [] };
}

/** Tells whose case a finding belongs to: its library's or unikernel's, else its package's. */
function ownersOf(drafts: readonly Draft[]): (finding: Diagnostic) => Draft | undefined {
  const byName = new Map<string, Draft>();
  for (const draft of drafts) {
    const name = `${draft.package ?? ""}\0${draft.name}`;
    if (!byName.has(name)) byName.set(name, draft);
  }
  return ({ package: owner = "", library }) => {
    const named = (name: string): Draft | undefined => byName.get(`${owner}\0${name}`);
    const own =
      library === undefined ? undefined : (named(`library ${library}`) ?? named(`unikernel ${library}`));
    return own ?? named(`package ${owner}`);
  };
}

/** Readers of JUnit's format take two cases with one name for one case. */
function namedApart(cases: readonly Draft[]): readonly JudgedCase[] {
  const seen = new Map<string, number>();
  return cases.map((judged) => {
    const count = (seen.get(judged.name) ?? 0) + 1;
    seen.set(judged.name, count);
    return count === 1 ? judged : { ...judged, name: `${judged.name} (${count})` };
  });
}
