import type { PathStep } from "../lint/diagnostic.ts";
import { printable } from "./escape.ts";

/** GitHub draws no picture of more than 50,000 characters; so many steps stay far below. */
const mostSteps = 12;
const longestLabel = 60;

/** A path as the lines of a Mermaid flowchart, root first; of a long one the middle is left out. */
export function mermaidPath(path: readonly PathStep[]): readonly string[] {
  const leftOut = path.length - mostSteps;
  const steps: readonly PathStep[] =
    leftOut <= 0
      ? path
      : [...path.slice(0, mostSteps - 2), { name: `${leftOut} more`, kind: "library" }, ...path.slice(-2)];
  const nodes = steps.map(({ name }, at) => `  n${at}["${label(name)}"]`);
  const arrows = steps.slice(1).map(({ at }, before) => {
    const place = at === undefined ? "" : `|"${label(`${at.file}:${at.line}`)}"|`;
    return `  n${before} -->${place} n${before + 1}`;
  });
  const culprit = `  style n${steps.length - 1} stroke:#cf222e,stroke-width:2px`;
  return ["flowchart TD", ...nodes, ...arrows, culprit];
}

/** Text in quotes; whatever Mermaid could take for more is written as its code, `#35;` for `#`. The end of a long one tells most. */
function label(text: string): string {
  const characters = [...printable(text)];
  const shown = characters.length <= longestLabel ? characters : ["…", ...characters.slice(1 - longestLabel)];
  return shown
    .map((character) => (/[A-Za-z0-9 _./+-]/.test(character) ? character : `#${character.codePointAt(0)};`))
    .join("");
}
