import type { Diagnostic } from "../lint/diagnostic.ts";
import type { PackageReport, Run } from "../lint/run.ts";
import { compareVersions } from "../opam/version-order.ts";
import { bareName } from "../workspace/repository.ts";
import { counted } from "./counted.ts";

/** What becomes of a version that is to be published: nothing, warnings or errors were found. */
export type Readiness = "ready" | "look again" | "not ready";

export interface VersionSummary {
  readonly report: PackageReport;
  /** The package's name without the version. */
  readonly name: string;
  readonly version: string;
  readonly readiness: Readiness;
  /** Those that blame somebody. */
  readonly findings: readonly Diagnostic[];
}

/** Versions of one package of which the same is to be said. */
export interface VersionGroup {
  readonly name: string;
  readonly versions: readonly string[];
  readonly readiness: Readiness;
  readonly portability: string;
  /** Rules with errors or warnings, each with how many. */
  readonly rules: string;
  readonly intent: string;
}

export interface RuleCount {
  readonly rule: string;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Findings of packages that nobody wants portable. */
  readonly excused: number;
}

/** Every version with what was found of it, by name, and oldest first. */
export function versionSummaries(run: Run): readonly VersionSummary[] {
  const findings = new Map<string, Diagnostic[]>();
  for (const diagnostic of run.diagnostics) {
    if (diagnostic.excused) continue;
    // A malformed file belongs to nobody in particular, and yet is one version's.
    const own = findings.get(diagnostic.at.file);
    if (own === undefined) findings.set(diagnostic.at.file, [diagnostic]);
    else own.push(diagnostic);
  }
  const summaries = run.packages.map((report) => {
    const own = findings.get(report.opam ?? "") ?? [];
    const name = bareName(report.name, "repository");
    return {
      report,
      name,
      version: report.name.slice(name.length + 1),
      readiness: readinessOf(own),
      findings: own,
    };
  });
  return summaries.sort(
    (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || compareVersions(a.version, b.version),
  );
}

function readinessOf(findings: readonly Diagnostic[]): Readiness {
  if (findings.some(({ severity }) => severity === "error")) return "not ready";
  return findings.some(({ severity }) => severity === "warning") ? "look again" : "ready";
}

/** Of more versions than these what is in order is counted, and not shown. */
export const mostShownWhole = 40;
const mostGroups = 60;
const mostNamed = 4;

/** The groups of versions to show, what is not ready first, and how many versions are in none of them. */
export function told(
  run: Run,
  summaries: readonly VersionSummary[],
): { readonly shown: readonly VersionGroup[]; readonly others: number } {
  const isShort = summaries.length <= mostShownWhole;
  const chosen = isShort ? summaries : summaries.filter(({ readiness }) => readiness !== "ready");
  const shown = versionGroups(run, chosen)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, mostGroups);
  const others = summaries.length - shown.reduce((sum, { versions }) => sum + versions.length, 0);
  return { shown: shown.map(withFewNames), others };
}

const rankOf = ({ readiness }: VersionGroup): number =>
  ["not ready", "look again", "ready"].indexOf(readiness);

function withFewNames(group: VersionGroup): VersionGroup {
  const { versions } = group;
  if (versions.length <= mostNamed) return group;
  return { ...group, versions: [...versions.slice(-mostNamed), `+${versions.length - mostNamed}`] };
}

/** Versions of a package that are alike in all that is said of them, together; in the order of the report. */
function versionGroups(run: Run, summaries: readonly VersionSummary[]): readonly VersionGroup[] {
  const groups = new Map<string, VersionGroup & { readonly versions: string[] }>();
  const rulesById = new Map(
    [...run.diagnostics, ...run.suppressed, ...(run.known ?? [])].map(({ id, rule }) => [id, rule]),
  );
  for (const { report, name, version, readiness, findings } of summaries) {
    const reason = rulesById.get(report.reasons[0] ?? "");
    const said = {
      name,
      readiness,
      portability: report.verdict === "not-portable" ? `not portable (${reason ?? "metadata"})` : "",
      rules: rulesOf(findings),
      intent: report.intent === "undecided" ? "" : `${report.intent} (${report.intentReason})`,
    };
    const key = JSON.stringify(said);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...said, versions: [version] });
    else group.versions.push(version);
  }
  return [...groups.values()];
}

function rulesOf(findings: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings)
    if (severity !== "note") counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => (count === 1 ? rule : `${count} ${rule}`)).join(", ");
}

/** How often each rule found something, in the order of the rules. */
export function ruleCounts({ diagnostics, rules }: Run): readonly RuleCount[] {
  const counts = new Map<string, { errors: number; warnings: number; notes: number; excused: number }>();
  for (const { rule, severity, excused } of diagnostics) {
    const count = counts.get(rule) ?? { errors: 0, warnings: 0, notes: 0, excused: 0 };
    counts.set(rule, count);
    if (excused) count.excused++;
    else if (severity === "error") count.errors++;
    else if (severity === "warning") count.warnings++;
    else count.notes++;
  }
  return rules.flatMap(({ id }) => {
    const count = counts.get(id);
    return count === undefined ? [] : [{ rule: id, ...count }];
  });
}

/** `3 versions of 2 packages: 2 ready, 1 not ready; 1 not portable by its metadata`. */
export function overview(summaries: readonly VersionSummary[]): string {
  const packages = new Set(summaries.map(({ name }) => name)).size;
  const readiness = (["ready", "look again", "not ready"] as const).flatMap((one) => {
    const count = summaries.filter((summary) => summary.readiness === one).length;
    return count === 0 ? [] : [`${count} ${one}`];
  });
  const stopped = summaries.filter(({ report }) => report.verdict === "not-portable").length;
  const notPortable = stopped === 0 ? "" : `; ${stopped} not portable, by what the opam file says alone`;
  return `${counted(summaries.length, "version")} of ${counted(packages, "package")}: ${readiness.join(", ")}${notPortable}`;
}
