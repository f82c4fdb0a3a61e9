import { type Diagnostic, type Location, type Severity, severities } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { printable } from "./escape.ts";
import { byImportance, countsOf } from "./importance.ts";

/** So many annotations of each kind does GitHub take from one step. */
const mostOfAKind = 10;

/**
 * A workflow command a line for each finding that GitHub shows as an annotation: the ten most important errors, warnings and notes.
 * The others are counted in the last notice; without a job summary that has them they follow as plain lines. Excused findings are
 * left out, and no findings give no text. Paths are written as the run has them: annotations land where that is from the repository's root.
 */
export function renderGithub(run: Run, inSummary: boolean): string {
  const findings = byImportance(run.diagnostics);
  const all = mostImportant(findings, mostOfAKind);
  // The notice that counts the others is one of ten itself.
  const shown = all.size === findings.length ? all : mostImportant(findings, mostOfAKind - 1);
  const others = findings.filter((finding) => !shown.has(finding));
  const counted = `+${others.length} more in the ${inSummary ? "summary" : "log"}: ${countsOf(others)}`;
  return linesOf([
    ...[...shown].map(workflowCommand),
    ...(others.length === 0 ? [] : [`::notice title=mirage-lint::${counted}`]),
    ...(inSummary ? [] : others.map(plainLine)),
  ]);
}

function mostImportant(findings: readonly Diagnostic[], mostNotes: number): ReadonlySet<Diagnostic> {
  const most: Readonly<Record<Severity, number>> = {
    error: mostOfAKind,
    warning: mostOfAKind,
    note: mostNotes,
  };
  return new Set(
    severities.flatMap((severity) =>
      findings.filter((finding) => finding.severity === severity).slice(0, most[severity]),
    ),
  );
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** Begins with a word of ours, so that no runner takes it for a command. */
function plainLine({ severity, at, rule, message, help }: Diagnostic): string {
  const hint = help === undefined ? "" : ` (${printable(help)})`;
  return `${severity} ${printable(at.file)}:${at.line}:${at.column} ${printable(message)} [${rule}]${hint}`;
}

const commandOf: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

function workflowCommand(diagnostic: Diagnostic): string {
  const { severity, at, rule, message, help, stanzas = [] } = diagnostic;
  const properties: readonly Property[] = [["file", at.file], ...region(at), ["title", rule]];
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(`${value}`)}`).join(",");
  const data = help === undefined ? message : [message, `Hint: ${help}`, ...stanzas].join("\n");
  return `::${commandOf[severity]} ${written}::${escapeData(data)}`;
}

type Property = readonly [name: string, value: string | number];

/** The runner takes columns only of a finding on one line (ValidateLinesAndColumns of actions/runner). */
function region({ line, column, endLine, endColumn }: Location): readonly Property[] {
  return line === endLine
    ? [
        ["line", line],
        ["col", column],
        ["endLine", endLine],
        ["endColumn", endColumn],
      ]
    : [
        ["line", line],
        ["endLine", endLine],
      ];
}

/** As escapeData of the actions toolkit (packages/core/src/command.ts); `printable` after it leaves line ends as %0A. */
const escapeData = (text: string): string => printable(percentEscaped(text));

/** As escapeProperty of the actions toolkit. */
const escapeProperty = (text: string): string =>
  printable(percentEscaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C"));

const percentEscaped = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
