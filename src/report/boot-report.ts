import { type Boot, type BootEvent, type BufferedPrint, type ExitAbort, isFatal } from "../boot/boot.ts";
import type { Location } from "../lint/diagnostic.ts";
import type { Target } from "../target/target.ts";
import type { Place } from "../workspace/sources.ts";
import { effectInWords, unitName } from "./boot-words.ts";
import { counted } from "./counted.ts";
import { printable, printableJson } from "./escape.ts";
import type { Style } from "./style.ts";

type Locate = (place: Place) => Location;

const mostNamed = 8;

/** What runs before `start`, for a person: one after another, in the order in which it happens. */
export function renderBootPretty(
  boots: readonly Boot[],
  target: Target,
  locate: Locate,
  style: Style,
): string {
  return boots.map((boot) => `${bootLines(boot, target, locate, style).join("\n")}\n`).join("\n");
}

function bootLines(boot: Boot, target: Target, locate: Locate, style: Style): readonly string[] {
  const { components, elsewhere, units, events, exitAborts, buffered } = boot;
  const onTarget = `${target.name} (ocaml-solo5 ${target.ocamlSolo5}, OCaml ${target.ocaml})`;
  const heading = [
    style("bold", printable(`Boot of ${startNames(boot)} on ${onTarget}`)),
    printable(
      `${counted(units.length, "module")} of ${listed(components.map(({ name }) => name))}, in the order of their initialisation`,
    ),
    ...(elsewhere.length === 0
      ? []
      : [style("dim", printable(`linked from elsewhere, and not looked into: ${listed(elsewhere)}`))]),
  ];
  if (events.length + exitAborts.length + buffered.length === 0)
    return [...heading, "Nothing is known to happen before start that others would notice."];
  const stop = events.findIndex(isFatal);
  return [
    ...heading,
    ...eventLines(events, stop, locate, style),
    ...section(
      "At exit",
      exitAborts.map((abort) => exitEntry(abort, locate)),
      style,
    ),
    ...section(
      "Printed and not flushed",
      buffered.map((print) => bufferedEntry(print, locate)),
      style,
    ),
    "",
    conclusion(events[stop], events, locate, style),
  ];
}

interface Entry {
  readonly title: string;
  readonly text: string;
}

function exitEntry({ handler, aborts }: ExitAbort, locate: Locate): Entry {
  const doubt = handler.certain ? "" : ", if it is registered";
  return {
    title: `${unitName(handler)}  ${placeText(locate, handler.at)}`,
    text: `what it gives ${handler.name} comes to ${aborts.name} (${placeText(locate, aborts.at)}): a clean exit becomes an abort${doubt}`,
  };
}

function bufferedEntry({ print, lostBy }: BufferedPrint, locate: Locate): Entry {
  return {
    title: `${unitName(print)}  ${placeText(locate, print.at)}`,
    text:
      lostBy === undefined
        ? `what ${print.name} prints is still in a buffer when start runs; an abort there loses it`
        : `what ${print.name} prints is lost when ${lostBy.name} aborts (${placeText(locate, lostBy.at)})`,
  };
}

/** Under each module what it does; after what ends the unikernel for certain nothing more happens. */
function eventLines(
  events: readonly BootEvent[],
  stop: number,
  locate: Locate,
  style: Style,
): readonly string[] {
  const lines: string[] = [];
  let module: string | undefined;
  for (const [index, event] of events.entries()) {
    const title = unitName(event);
    if (title !== module) lines.push("", `  ${style("bold", printable(title))}`);
    module = title;
    const colour = isFatal(event) ? "red" : event.certain ? "reset" : "dim";
    const maybe = event.certain ? "" : " (maybe)";
    lines.push(
      style(
        colour,
        printable(`    ${event.name} ${effectInWords(event.effect)}${maybe}  ${placeText(locate, event.at)}`),
      ),
      ...event.calls.map(({ name, at }) =>
        style("dim", printable(`      through ${name}  ${placeText(locate, at)}`)),
      ),
      ...(event.calls.length === 0
        ? []
        : [
            style(
              "dim",
              printable(`      which comes to ${event.name}  ${placeText(locate, event.culprit)}`),
            ),
          ]),
    );
    if (index === stop && stop < events.length - 1) {
      lines.push("", style("dim", "  not reached, since the unikernel has ended:"));
      module = undefined;
    }
  }
  return lines;
}

function section(title: string, entries: readonly Entry[], style: Style): readonly string[] {
  if (entries.length === 0) return [];
  return [
    "",
    style("bold", title),
    ...entries.flatMap((entry) => [printable(`  ${entry.title}`), printable(`    ${entry.text}`)]),
  ];
}

function conclusion(
  fatal: BootEvent | undefined,
  events: readonly BootEvent[],
  locate: Locate,
  style: Style,
): string {
  if (fatal !== undefined)
    return style(
      "red",
      printable(
        `The unikernel never comes to start: ${fatal.name} ${effectInWords(fatal.effect)} at ${placeText(locate, fatal.at)}`,
      ),
    );
  const doubtful = events.filter(({ effect }) => effect.kind === "aborts" || effect.kind === "raises").length;
  return doubtful === 0
    ? "Nothing is known to stop it before start."
    : `Nothing stops it before start for certain; ${counted(doubtful, "call")} may.`;
}

const startNames = ({ starts }: Boot): string =>
  listed(starts.map(({ kind, name }) => (kind === "unikernel" ? `unikernel ${name}` : name)));

function listed(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function placeText(locate: Locate, place: Place): string {
  const { file, line } = locate(place);
  return `${file}:${line}`;
}

/** The same as data; `version` is raised when what is there changes its meaning. */
export function renderBootJson(boots: readonly Boot[], target: Target, locate: Locate): string {
  const placed = (place: Place): Pick<Location, "file" | "line" | "column"> => {
    const { file, line, column } = locate(place);
    return { file, line, column };
  };
  const eventJson = (event: BootEvent) => ({
    component: event.unit.component.name,
    module: [...event.unit.group, event.unit.name].join("."),
    ...placed(event.at),
    name: event.name,
    kind: event.effect.kind,
    what: effectInWords(event.effect),
    certain: event.certain,
    fatal: isFatal(event),
    through: event.calls.map(({ name, at }) => ({ name, ...placed(at) })),
    culprit: placed(event.culprit),
  });
  return printableJson({
    version: 1,
    target: { name: target.name, ocamlSolo5: target.ocamlSolo5, ocaml: target.ocaml },
    boots: boots.map(({ starts, components, elsewhere, units, events, exitAborts, buffered }) => ({
      of: starts.map(({ kind, name }) => ({ kind, name })),
      components: components.map((component) => ({
        name: component.name,
        modules: units
          .filter((unit) => unit.component === component)
          .map(({ group, name }) => [...group, name].join(".")),
      })),
      elsewhere,
      events: events.map(eventJson),
      exitAborts: exitAborts.map(({ handler, aborts }) => ({
        handler: eventJson(handler),
        aborts: { name: aborts.name, ...placed(aborts.at) },
      })),
      buffered: buffered.map(({ print, lostBy }) => ({
        print: eventJson(print),
        lostBy: lostBy === undefined ? null : eventJson(lostBy),
      })),
    })),
  });
}
