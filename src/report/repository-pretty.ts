import type { Run } from "../lint/run.ts";
import { counted } from "./counted.ts";
import { printable } from "./escape.ts";
import { findingLines, groundsLines, summaryLine } from "./pretty.ts";
import {
  mostShownWhole,
  overview,
  type Readiness,
  ruleCounts,
  told,
  type VersionSummary,
  versionSummaries,
} from "./repository-summary.ts";
import type { Style } from "./style.ts";

const colours: Readonly<Record<Readiness, "green" | "yellow" | "red">> = {
  ready: "green",
  "look again": "yellow",
  "not ready": "red",
};

/** The report on versions of a package repository: findings where there are few versions, then a verdict for each, then counts by rule. */
export function renderRepositoryPretty(run: Run, style: Style): string {
  const summaries = versionSummaries(run);
  if (summaries.length === 0) return "no version to judge\n";
  const isShort = summaries.length <= mostShownWhole;
  const findings = isShort ? summaries.flatMap(({ findings }) => findings) : [];
  return `${[
    ...findings.flatMap((finding) => [...findingLines(run, finding, style), ""]),
    style("bold", "Before publishing"),
    ...verdictLines(run, summaries, style),
    "",
    ...countLines(run, style),
    overview(summaries),
    summaryLine(run, style),
    ...groundsLines(run, style),
  ].join("\n")}\n`;
}

function verdictLines(run: Run, summaries: readonly VersionSummary[], style: Style): readonly string[] {
  const { shown, others } = told(run, summaries);
  const names = shown.map(({ name, versions }) => printable(`${name} ${versions.join(", ")}`));
  const width = Math.max(...names.map((name) => name.length), 0);
  const lines = shown.map(({ readiness, rules, portability, intent }, at) => {
    const word = style(colours[readiness], readiness.padEnd("look again".length));
    const said = [rules, portability, intent].filter((part) => part !== "").join("  ");
    return `  ${(names[at] ?? "").padEnd(width)}  ${word}  ${printable(said)}`.trimEnd();
  });
  return others === 0
    ? lines
    : [...lines, style("dim", `  +${others} more versions (--format json has all)`)];
}

function countLines(run: Run, style: Style): readonly string[] {
  const counts = ruleCounts(run);
  if (counts.length === 0) return [];
  const width = Math.max(...counts.map(({ rule }) => rule.length));
  const lines = counts.map(({ rule, errors, warnings, notes, excused }) => {
    const parts = [
      ...(errors === 0 ? [] : [counted(errors, "error")]),
      ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
      ...(notes === 0 ? [] : [counted(notes, "note")]),
      ...(excused === 0 ? [] : [`${excused} not blamed`]),
    ];
    return `  ${rule.padEnd(width)}  ${parts.join(", ")}`;
  });
  return [style("bold", "Found, by rule"), ...lines, ""];
}
