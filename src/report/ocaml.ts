import type { Diagnostic, Location, PathStep, Severity } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { printable } from "./escape.ts";

/**
 * The findings as OCaml's own tools print them with OCAML_ERROR_STYLE=short, which all editors jump by: VS Code's
 * `$ocamlc` wants the message right below the place. Excused ones are left out, and no findings give no text.
 * Columns are 0-based and count bytes of UTF-8 where the line can still be read, else UTF-16 units.
 */
export function renderOcaml(run: Run): string {
  return run.diagnostics
    .filter((diagnostic) => !diagnostic.excused)
    .map((diagnostic) => report(diagnostic, run.linesOf(diagnostic.at) ?? []))
    .join("");
}

/** OCaml has nothing below a warning: editors would take a place above any other word for that of an error. */
const labelOf: Readonly<Record<Severity, string>> = { error: "Error", warning: "Warning", note: "Warning" };

function report(diagnostic: Diagnostic, lines: readonly string[]): string {
  const { at, severity, message, rule, help, stanzas = [], path } = diagnostic;
  const hint = help === undefined ? "" : `  Hint: ${[help, ...stanzas].map(printable).join("\n    ")}\n`;
  const way = path.length < 3 ? "" : `  Path: ${path.map(stepOf).join(" -> ")}\n`;
  const tag = `[${printable(rule)}${severity === "note" ? ", note" : ""}]`;
  return `${header(at, lines)}\n${labelOf[severity]}: ${printable(message)} ${tag}\n${way}${hint}`;
}

const stepOf = ({ name, at }: PathStep): string =>
  printable(at === undefined ? name : `${name} (${at.file}:${at.line})`);

/** As print_loc of OCaml's Location since 4.08: each column counts from the start of its own line. */
function header(at: Location, lines: readonly string[]): string {
  const where = at.line === at.endLine ? `line ${at.line}` : `lines ${at.line}-${at.endLine}`;
  const start = byteColumn(lines[0], at.column);
  const end = byteColumn(lines[at.endLine - at.line], at.endColumn);
  return `File "${fileName(at.file)}", ${where}, characters ${start}-${end}:`;
}

/** A quote would end the name early and let it pose as a place of its own. */
function fileName(file: string): string {
  return printable(file).replaceAll('"', "\\x22");
}

const utf8 = new TextEncoder();

function byteColumn(line: string | undefined, column: number): number {
  return line === undefined ? column - 1 : utf8.encode(line.slice(0, column - 1)).length;
}
