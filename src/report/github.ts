import type { Diagnostic, Location, Severity } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { printable } from "./escape.ts";

/**
 * One workflow command a line for each finding, in the run's order; excused ones are left out, and no findings give
 * no text. Paths stay relative to the checked root, so annotations land when that is the root of the repository.
 */
export function renderGithub(run: Run): string {
  return run.diagnostics
    .filter((diagnostic) => !diagnostic.excused)
    .map((diagnostic) => `${workflowCommand(diagnostic)}\n`)
    .join("");
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
