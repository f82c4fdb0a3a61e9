import type { Run } from "../lint/run.ts";
import { code, prose } from "./markdown-text.ts";
import { overview, ruleCounts, told, type VersionGroup, versionSummaries } from "./repository-summary.ts";

export const repositoryHeader: readonly string[] = [
  "| package | versions | before publishing | found | portable? |",
  "| --- | --- | --- | --- | --- |",
];

/** Rows of the table, one a group of versions that are alike, and one for those that are left out. */
export function repositoryRows(run: Run): readonly string[] {
  const { shown, others } = told(run, versionSummaries(run));
  return [...shown.map(rowOf), ...(others === 0 ? [] : [`| +${others} more versions | | | | |`])];
}

function rowOf({ name, versions, readiness, rules, portability, intent }: VersionGroup): string {
  const shownReadiness = readiness === "not ready" ? `**${readiness}**` : readiness;
  const said = [portability, intent].filter((part) => part !== "").join("; ");
  return `| ${[code(name), prose(versions.join(", ")), shownReadiness, prose(rules), prose(said)].join(" | ")} |`;
}

/** How many versions of what are ready, and how often each rule found something. */
export function repositoryCounts(run: Run): readonly string[] {
  const counts = ruleCounts(run);
  const rows = counts.map(
    ({ rule, errors, warnings, notes, excused }) =>
      `| ${code(rule)} | ${errors} | ${warnings} | ${notes} | ${excused} |`,
  );
  const table = [
    "",
    "| rule | errors | warnings | notes | not blamed |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
  return ["", overview(versionSummaries(run)), ...(rows.length === 0 ? [] : table)];
}
