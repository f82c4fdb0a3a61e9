import type { Safety } from "../edits/edit.ts";
import type { Diagnostic, Severity } from "../lint/diagnostic.ts";
import type { LockReport, Run } from "../lint/run.ts";
import { codeFrame } from "./code-frame.ts";
import { counted } from "./counted.ts";
import { printable } from "./escape.ts";
import { groundsOf } from "./grounds.ts";
import { leftOutOf } from "./left-out.ts";
import { pathTree } from "./path-tree.ts";
import { whenFound } from "./phases.ts";
import { publicationText } from "./publication-text.ts";
import type { Style } from "./style.ts";
import { verdictTable } from "./verdict-table.ts";

const colours: Readonly<Record<Severity, "red" | "yellow" | "cyan">> = {
  error: "red",
  warning: "yellow",
  note: "cyan",
};

/** The report for a person at a terminal: findings with their source, then the verdicts, then what they rest on. */
export function renderPretty(run: Run, style: Style): string {
  const shown = run.diagnostics.filter(({ excused }) => !excused);
  const findings = shown.flatMap((diagnostic) => [...findingLines(run, diagnostic, style), ""]);
  const table = verdictTable(run, style);
  const target = `${run.target.name} (ocaml-solo5 ${run.target.ocamlSolo5}, OCaml ${run.target.ocaml})`;
  const tableBlock = table.length === 0 ? [] : [style("bold", `Verdicts for ${target}`), ...table, ""];
  const locks = run.locks.map(lockLine);
  return `${[
    ...findings,
    ...tableBlock,
    ...locks,
    ...publicationLines(run, style),
    summaryLine(run, style),
    ...fixableLines(run),
    ...groundsLines(run, style),
    ...conclusionLines(run, style),
  ].join("\n")}\n`;
}

function publicationLines(run: Run, style: Style): readonly string[] {
  const text = publicationText(run);
  if (text === undefined) return [];
  return [
    style("bold", printable(text.subject)),
    ...text.sections.flatMap(({ title, lines }) => [
      `  ${style("bold", printable(title))}`,
      ...lines.map((line) => `    ${printable(line)}`),
    ]),
    "",
  ];
}

function conclusionLines(run: Run, style: Style): readonly string[] {
  const text = publicationText(run);
  return text === undefined ? [] : [style(["bold", text.fit ? "green" : "red"], text.conclusion)];
}

export function findingLines(run: Run, diagnostic: Diagnostic, style: Style): readonly string[] {
  const { severity, rule, at, message, phase, help, stanzas = [], related, confidence, fix } = diagnostic;
  const sure = confidence === "high" ? "" : style("dim", ` (${confidence} confidence)`);
  return [
    `${style(["bold", colours[severity]], `${severity}[${rule}]`)}${sure} ${style("bold", printable(message))}`,
    style("dim", `  --> ${printable(at.file)}:${at.line}:${at.column}`),
    ...codeFrame(at, run.linesOf(at), style),
    ...pathTree(diagnostic, style),
    ...related.map((other) =>
      style("dim", `   ${printable(other.message)}  ${printable(other.at.file)}:${other.at.line}`),
    ),
    `   ${style("dim", "otherwise found:")} ${whenFound[phase]}`,
    ...(help === undefined ? [] : [`   ${style("green", "instead:")} ${printable(help)}`]),
    ...stanzas.map((line) => `     ${printable(line)}`.trimEnd()),
    ...(fix === undefined
      ? []
      : [
          `   ${style("green", "fix:")} ${printable(fix.title)} ${style("dim", `(${fixOption[fix.safety]})`)}`,
        ]),
  ];
}

const fixOption: Readonly<Record<Safety, string>> = { safe: "--fix", unsafe: "--fix=all" };

function fixableLines({ diagnostics }: Run): readonly string[] {
  const count = (safety: Safety): number =>
    diagnostics.filter(({ fix, excused }) => fix?.safety === safety && !excused).length;
  const parts = (["safe", "unsafe"] as const)
    .filter((safety) => count(safety) > 0)
    .map((safety) => `${count(safety)} with ${fixOption[safety]}`);
  return parts.length === 0 ? [] : [`can be fixed: ${parts.join(", ")}`];
}

export function summaryLine(run: Run, style: Style): string {
  const { errors, warnings, notes, files } = run.summary;
  const found = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ");
  const colour = errors > 0 ? "red" : warnings > 0 ? "yellow" : "green";
  return `${style(["bold", colour], found)}${leftOutOf(run)} in ${counted(files, "file")} read`;
}

function lockLine({ file, format, packages, vendored }: LockReport): string {
  const parts = vendored === undefined ? "" : `, ${vendored} of them vendored`;
  return `${printable(file)} (${printable(format)}) locks ${counted(packages, "package")}${parts}`;
}

const mostNamed = 8;

export function groundsLines(run: Run, style: Style): readonly string[] {
  const { assumed, unseen } = groundsOf(run);
  const list = (items: readonly string[]): string => {
    const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : "";
    return printable(items.slice(0, mostNamed).join(", ") + more);
  };
  const parts = [
    ...(assumed.length === 0 ? [] : [`assumed portable, since not in this tree: ${list(assumed)}`]),
    ...(unseen.length === 0 ? [] : [`not seen: ${list(unseen)}`]),
  ];
  return parts.length === 0 ? [] : [style("dim", parts.join("; "))];
}
