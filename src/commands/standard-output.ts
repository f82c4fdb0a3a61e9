import { printable } from "../report/escape.ts";

export type ColourWhen = "auto" | "always" | "never";

/** NO_COLOR and FORCE_COLOR are honoured by the stream itself. */
export function wantsColour(when: ColourWhen): boolean {
  if (when !== "auto") return when === "always";
  return process.stdout.isTTY === true && process.stdout.hasColors();
}

/** Says so on standard error, and gives the exit code for it. */
export function nothingToCheck(directory: string): number {
  process.stderr.write(
    `mirage-lint: nothing to check: no dune, opam or MirageOS project in ${printable(directory)}\n`,
  );
  return 3;
}
