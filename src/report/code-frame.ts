import type { Location } from "../lint/diagnostic.ts";
import { printable, withoutRunnerCommands } from "./escape.ts";
import type { Style } from "./style.ts";

const widestFrame = 160;
const tab = "    ";

/** The line of a place with a mark below it: `3 | (libraries unix)`. Nothing where the line can't be read. */
export function codeFrame(
  at: Location,
  lines: readonly string[] | undefined,
  style: Style,
): readonly string[] {
  const [first] = lines ?? [];
  if (first === undefined) return [];
  const from = at.column - 1;
  const to = at.endLine === at.line ? at.endColumn - 1 : first.length;
  // What stands before the mark decides how far it is indented, escapes and tabs included.
  const before = shown(first.slice(0, from));
  const marked = shown(first.slice(from, Math.max(to, from + 1)));
  const after = shown(first.slice(Math.max(to, from + 1)));
  const cut = before.length > widestFrame / 2 ? before.length - widestFrame / 2 : 0;
  // A runner's command may begin before the mark and go on in it.
  const text = withoutRunnerCommands(`${cut > 0 ? "…" : ""}${before.slice(cut)}${marked}${after}`);
  const number = String(at.line);
  const margin = " ".repeat(number.length);
  const indent = " ".repeat(before.length - cut + (cut > 0 ? 1 : 0));
  const length = Math.max(1, Math.min(marked.length, widestFrame - indent.length));
  return [
    style("dim", ` ${margin} |`),
    `${style("dim", ` ${number} |`)} ${text.length > widestFrame ? `${text.slice(0, widestFrame)}…` : text}`,
    `${style("dim", ` ${margin} |`)} ${indent}${style("red", "^".repeat(length))}`,
  ];
}

const shown = (text: string): string => text.split("\t").map(printable).join(tab);
