import type { Command } from "commander";
import { colorOption, formatOption, withQuestionOptions } from "./options.ts";

export function addBoot(program: Command): void {
  withQuestionOptions(
    program
      .command("boot")
      .description(
        "show what runs before a unikernel's start, in link order: what modules do as they are initialised, what would abort there or at exit",
      )
      .argument(
        "[name]",
        "a unikernel, library or package of the project (default: all unikernels, else all libraries that may go into one)",
      )
      .option("-C, --dir <dir>", "the root of the project", ".")
      .addOption(formatOption(["pretty", "json"]))
      .addOption(colorOption("answer")),
  )
    .addHelpText("after", examplesAndExitCodes)
    .action(async (name, options) => {
      const { runBoot } = await import("../commands/boot.ts");
      process.exitCode = await runBoot(name, options);
    });
}

const examplesAndExitCodes = `
Examples:
  mirage-lint boot                        the unikernels in this directory
  mirage-lint boot hello -C mirage        one of them
  mirage-lint boot mirage-crypto-rng      what linking a library does

Exit codes:
  0  nothing is known to stop it before start
  1  something certainly does
  2  wrong use, or a name that nobody knows
  3  nothing to look at`;
