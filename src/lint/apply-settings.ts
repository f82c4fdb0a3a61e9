import type { Settings, Written } from "../config/settings.ts";
import { type Diagnostic, type Severity, type SuppressedDiagnostic, severities } from "./diagnostic.ts";
import type { Run } from "./run.ts";

/**
 * The run as the settings want it: findings in ignored files and of rules that are off are suppressed, others weigh what is set.
 * Verdicts stay what they are, and rest on what is suppressed too. Whoever narrows a run further starts from this one.
 */
export function withSettings(run: Run, settings: Settings): Run {
  const ownSeverities = new Map(run.rules.map(({ id, severity }) => [id, severity]));
  const diagnostics: Diagnostic[] = [];
  const suppressed: SuppressedDiagnostic[] = [...run.suppressed];
  for (const diagnostic of run.diagnostics) {
    const exception = exceptionFor(diagnostic, settings);
    if (exception !== undefined) suppressed.push({ ...diagnostic, exception });
    else diagnostics.push(weighed(diagnostic, ownSeverities.get(diagnostic.rule), settings));
  }
  return {
    ...run,
    diagnostics,
    suppressed,
    summary: { ...run.summary, ...countsOf(diagnostics), suppressed: suppressed.length },
    ...(settings.file === undefined
      ? {}
      : { config: { file: settings.file, preset: settings.preset.value } }),
    ...publicationOf(run, diagnostics),
  };
}

/** How many findings of each severity blame somebody. */
export function countsOf(
  diagnostics: readonly Diagnostic[],
): Pick<Run["summary"], "errors" | "warnings" | "notes"> {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity && !diagnostic.excused).length;
  return { errors: count("error"), warnings: count("warning"), notes: count("note") };
}

function exceptionFor(
  { rule, at }: Diagnostic,
  settings: Settings,
): SuppressedDiagnostic["exception"] | undefined {
  const glob = settings.ignoredBy(at.file);
  if (glob !== undefined) return exceptionBy(glob, `${at.file} is ignored`);
  const severity = settings.severityOf(rule, at.file);
  return severity?.value === "off" ? exceptionBy(severity, `${rule} is off`) : undefined;
}

const exceptionBy = ({ from }: Written<string>, reason: string): SuppressedDiagnostic["exception"] => ({
  reason,
  at: from.at,
});

/**
 * What a finding weighs by the settings: a severity as grave as the rule's own or graver holds for each of its findings, a lower one
 * is the most that they weigh. What blames nobody goes on to blame nobody.
 */
function weighed(diagnostic: Diagnostic, own: Severity | undefined, settings: Settings): Diagnostic {
  const set = settings.severityOf(diagnostic.rule, diagnostic.at.file)?.value;
  if (set === undefined || set === "off" || diagnostic.excused) return diagnostic;
  const isLowered = own !== undefined && weightOf(set) < weightOf(own);
  const severity = isLowered && weightOf(diagnostic.severity) < weightOf(set) ? diagnostic.severity : set;
  return severity === diagnostic.severity ? diagnostic : { ...diagnostic, severity };
}

const weightOf = (severity: Severity): number => -severities.indexOf(severity);

/** What is new since a release is found among what is left. */
function publicationOf({ publication }: Run, diagnostics: readonly Diagnostic[]): Pick<Run, "publication"> {
  if (publication?.since === undefined) return {};
  const left = new Set(diagnostics.map(({ id }) => id));
  const { since } = publication;
  return {
    publication: { ...publication, since: { ...since, found: since.found.filter((id) => left.has(id)) } },
  };
}
