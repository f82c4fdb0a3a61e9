import type { Blocker, Blockers, Freed } from "../lint/blockers.ts";
import type { Location } from "../lint/diagnostic.ts";
import type { Target } from "../target/target.ts";
import type { Place } from "../workspace/sources.ts";
import { counted } from "./counted.ts";
import { printable, printableJson } from "./escape.ts";
import type { Style } from "./style.ts";

type Locate = (place: Place) => Location;

const mostNamed = 6;

/** What stands in the way for a person, the first `most` of it. */
export function renderBlockersPretty(
  { blockers, waiting, libraries, packages }: Blockers,
  target: Target,
  most: number,
  locate: Locate,
  style: Style,
): string {
  const name = `${target.name} (ocaml-solo5 ${target.ocamlSolo5}, OCaml ${target.ocaml})`;
  if (blockers.length === 0)
    return `Nothing stands in the way of ${name}: ${counted(libraries, "library")} and ${counted(packages, "package")} that are not meant for Unix\n`;
  const shown = blockers.slice(0, most);
  const more = blockers.length - shown.length;
  return `${[
    `${style("bold", `${counted(blockers.length, "blocker")} for ${name}`)}`,
    `they keep ${waiting.libraries.length} of ${counted(libraries, "library")} and ${waiting.packages.length} of ${counted(packages, "package")} from being portable; what is meant for Unix is not counted`,
    ...shown.flatMap((blocker, at) => ["", ...blockerLines(blocker, at + 1, locate, style)]),
    ...(more === 0 ? [] : ["", style("dim", `and ${more} more (--top ${blockers.length} shows all)`)]),
  ].join("\n")}\n`;
}

/** `3 libraries and 1 package` */
function phrase({ libraries, packages, unikernels }: Freed): string {
  const parts = [
    ...(libraries.length === 0 ? [] : [counted(libraries.length, "library")]),
    ...(packages.length === 0 ? [] : [counted(packages.length, "package")]),
    ...(unikernels.length === 0 ? [] : [counted(unikernels.length, "unikernel")]),
  ];
  const last = parts.pop() ?? "nothing";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

function blockerLines(
  { name, at, message, help, more, alone, together, companions }: Blocker,
  rank: number,
  locate: Locate,
  style: Style,
): readonly string[] {
  const { file, line } = locate(at);
  const indent = " ".repeat(4);
  const others = more === 0 ? "" : ` (+${more} more in it)`;
  const part = `${indent}alone it frees ${phrase(alone)}`;
  const all =
    phrase(together) === phrase(alone) ? "" : `; with ${othersPhrase(companions)}: ${phrase(together)}`;
  return [
    `${`${rank}.`.padEnd(4)}${style("bold", printable(name))}${style("dim", `  ${printable(file)}:${line}`)}`,
    `${style("green", part)}${all}`,
    `${indent}${printable(message)}${others}`,
    ...(help === undefined ? [] : [`${indent}${style("green", "instead:")} ${printable(help)}`]),
    ...waitingLine(alone, together, indent, style),
  ];
}

function othersPhrase(companions: readonly string[]): string {
  const [first = "others", second, ...rest] = companions.map(printable);
  if (second === undefined) return first;
  return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
}

/** Who waits: those that this alone frees, else those that wait for more. */
function waitingLine(alone: Freed, together: Freed, indent: string, style: Style): readonly string[] {
  const named = ({ libraries, packages, unikernels }: Freed): readonly string[] =>
    libraries.length > 0 ? libraries : [...unikernels, ...packages];
  const names = named(alone).length > 0 ? named(alone) : named(together);
  if (names.length < 2) return [];
  const rest = names.length - mostNamed;
  const list = names.slice(0, mostNamed).map(printable).join(", ");
  return [style("dim", `${indent}waiting: ${list}${rest > 0 ? ` and ${rest} more` : ""}`)];
}

/** All of it as JSON, version 1; lines are 1-based. */
export function renderBlockersJson(
  { blockers, waiting, libraries, packages }: Blockers,
  target: Target,
  locate: Locate,
): string {
  return printableJson({
    version: 1,
    target: { name: target.name, ocamlSolo5: target.ocamlSolo5, ocaml: target.ocaml },
    libraries,
    packages,
    waiting,
    blockers: blockers.map(({ name, at, message, help, more, alone, together, companions }) => {
      const { file, line, column } = locate(at);
      return { name, file, line, column, message, help, more, alone, together, companions };
    }),
  });
}
