import { type Command, Option } from "commander";
import { fixChoices } from "../fix/choices.ts";

/** What commands have that can fix what they find. */
export function withFixOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--fix [which]",
        "fix what can be fixed and report what is left; --fix=all also where it wants to be read first",
      ).choices(fixChoices),
    )
    .option("--diff", "print what --fix would change, as a diff in place of a report, and change nothing");
}

/** `--fix PATH` asks for no fixes called PATH: what is not behind an equals sign is no value of it. */
export function withFixSpelledOut(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return words.map((word, at) => (word === "--fix" && (end === -1 || at < end) ? "--fix=safe" : word));
}
