import type { BootEvent } from "../boot/boot.ts";
import type { Effect } from "../boot/effects.ts";
import type { StdlibOutcome } from "../target/stdlib-runtime.ts";

/** What an effect comes to, in a few words that follow the name of the value. */
export function effectInWords(effect: Effect): string {
  switch (effect.kind) {
    case "aborts":
    case "raises":
    case "misleads":
    case "insecure": {
      const { outcome, sometimes } = effect.call;
      return `${outcomeInWords(outcome)}${sometimes === undefined ? "" : ` where ${sometimes}`}`;
    }
    case "registers":
    case "starts":
      return effect.what;
    case "allocates":
      return `allocates ${(effect.bytes / 1e6).toFixed(0)} MB`;
    case "prints":
      return effect.flushed ? "prints" : "prints into a buffer";
    case "flushes":
      return "flushes what was printed";
    case "runs at exit":
      return "registers what runs at exit";
    default:
      return effect satisfies never;
  }
}

function outcomeInWords(outcome: StdlibOutcome): string {
  switch (outcome.kind) {
    case "aborts":
      return `aborts, in ${outcome.by}`;
    case "raises":
      return `raises ${outcome.exception}`;
    case "misleads":
      return `gives ${outcome.gives}, which is not so`;
    case "insecure":
      return `has a seed that can be guessed: ${outcome.seed}`;
    default:
      return outcome satisfies never;
  }
}

/** The library's or program's name and the module. */
export const unitName = ({ unit }: Pick<BootEvent, "unit">): string =>
  `${unit.component.name} ${[...unit.group, unit.name].join(".")}`;
