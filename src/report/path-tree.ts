import type { Diagnostic, PathStep } from "../lint/diagnostic.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";

const mostSteps = 12;

/** The path of a finding as a tree, root first, each step with the place where the one before asks for it. */
export function pathTree({ path, otherPaths }: Diagnostic, style: Style): readonly string[] {
  if (path.length < 3) return [];
  const steps = path.length <= mostSteps ? path : [...path.slice(0, mostSteps - 2), ...path.slice(-2)];
  const lines = steps.map((step, depth) => stepLine(step, depth, depth === steps.length - 1, style));
  if (path.length > mostSteps) lines.splice(mostSteps - 2, 0, `   … ${path.length - mostSteps} more`);
  if (otherPaths > 0)
    lines.push(style("dim", `   +${otherPaths} other ${otherPaths === 1 ? "path" : "paths"}`));
  return lines;
}

function stepLine({ name, at }: PathStep, depth: number, last: boolean, style: Style): string {
  const branch = depth === 0 ? "" : `${"   ".repeat(depth - 1)}└─ `;
  const place = at === undefined ? "" : style("dim", `  ${printable(at.file)}:${at.line}`);
  const label = printable(name);
  return `   ${branch}${last ? style("red", label) : label}${place}`;
}
