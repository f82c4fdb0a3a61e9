import type { ConfigProblem } from "../config/config-file.ts";
import { codeFrame } from "./code-frame.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";

/** What is wrong with a configuration, each problem with its line; `text` is what stands in the file. */
export function renderConfigProblems(problems: readonly ConfigProblem[], text: string, style: Style): string {
  const lines = text.split(/\r?\n/);
  const blocks = problems.map(({ message, help, at }) => [
    `${style(["bold", "red"], "error[config]")} ${style("bold", printable(message))}`,
    style("dim", `  --> ${printable(at.file)}:${at.line}:${at.column}`),
    ...codeFrame(at, lines.slice(at.line - 1, at.endLine), style),
    ...(help === undefined ? [] : [`   ${style("green", "instead:")} ${printable(help)}`]),
    "",
  ]);
  return `${blocks.flat().join("\n")}\n`;
}
