import type { Location } from "../lint/diagnostic.ts";
import { type Answer, mostCounted, type StartAnswer } from "../why/answer.ts";
import type { GraphNode, Path } from "../why/graph.ts";
import type { StartKind } from "../why/starting-points.ts";
import type { TargetKind } from "../why/target-kinds.ts";
import type { TargetName } from "../why/targets.ts";
import type { Place } from "../workspace/sources.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";
import { mostStarts, viaWord } from "./why-picture.ts";

type Locate = (place: Place) => Location;

const mostNamed = 8;

/** The answer for a person: what was asked about, and each path as a tree, root first. */
export function renderWhyPretty(
  answer: Answer,
  others: readonly TargetName[],
  locate: Locate,
  style: Style,
): string {
  const { question, target, starts } = answer;
  const shown = starts.slice(0, mostStarts);
  const more = starts.length - shown.length;
  return `${[
    `${style("bold", printable(question.name))} is ${printable(target.described)}`,
    ...others.map(({ kind, described }) =>
      style("dim", `It is also ${printable(described)}: --kind ${kind} asks about that`),
    ),
    ...heading(answer),
    ...shown.flatMap((start) => ["", ...startLines(start, locate, style)]),
    ...(more === 0 ? [] : ["", style("dim", `and ${more} more; name one of them to see how it gets there`)]),
  ].join("\n")}\n`;
}

const verbs: Readonly<Record<TargetKind, string>> = {
  library: "links",
  package: "depends on",
  header: "includes",
  module: "names",
};

const whose: Readonly<Record<StartKind, string | undefined>> = {
  from: undefined,
  unikernel: undefined,
  target: undefined,
  private: "Only private libraries need it",
  host: "Only what runs on the host needs it: tests, programs, rewriters",
  vendored: "Only vendored code needs it",
};

function heading({ starts, startKind, onlyForDevelopment, question, target }: Answer): readonly string[] {
  if (starts.length === 0)
    return [
      question.from === undefined
        ? `Nothing here ${verbs[target.kind]} it`
        : `No path leads from ${printable(question.from)} to it`,
    ];
  if (onlyForDevelopment) return ["Only tests, documentation or development need it"];
  const said = whose[startKind];
  return said === undefined ? [] : [said];
}

function startLines(
  { paths, otherPaths, sameWay }: StartAnswer,
  locate: Locate,
  style: Style,
): readonly string[] {
  const named = sameWay.slice(0, mostNamed).map(printable).join(", ");
  const rest = sameWay.length - mostNamed;
  return [
    ...paths.flatMap((path, at) => [...(at === 0 ? [] : [""]), ...pathLines(path, locate, style)]),
    ...(otherPaths === 0 ? [] : [style("dim", `   +${otherPathsPhrase(otherPaths)}`)]),
    ...(sameWay.length === 0
      ? []
      : [style("dim", `   the same way: ${named}${rest > 0 ? ` and ${rest} more` : ""}`)]),
  ];
}

function otherPathsPhrase(count: number): string {
  if (count === mostCounted) return `${count} or more other paths`;
  return `${count} other ${count === 1 ? "path" : "paths"}`;
}

const deepestIndent = 24;

function pathLines({ start, arrows }: Path, locate: Locate, style: Style): readonly string[] {
  const root = start.at === undefined ? "" : style("dim", `  ${placeOf(start.at, locate)}`);
  return [
    `   ${printable(start.name)}${kindOf(start)}${root}`,
    ...arrows.map(({ to, via, at }, depth) => {
      const name = printable(to.name);
      const label = depth === arrows.length - 1 ? style("red", name) : name;
      const place = at === undefined ? "" : `  ${placeOf(at, locate)}`;
      const how = via === "libraries" ? "" : via === "known" ? "  (from elsewhere)" : ` (${viaWord(via)})`;
      const indent = "   ".repeat(Math.min(depth, deepestIndent) + 1);
      return `${indent}└─ ${label}${style("dim", `${place}${how}`)}`;
    }),
  ];
}

/** A library needs no word. */
const kindOf = ({ kind }: GraphNode): string =>
  kind === "library" || kind === "package" ? "" : ` (${kind})`;

function placeOf(place: Place, locate: Locate): string {
  const { file, line } = locate(place);
  return `${printable(file)}:${line}`;
}
