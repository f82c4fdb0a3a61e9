import type { Command } from "commander";
import { colorOption, formatOption, withScopeOptions, withSettingsOptions } from "./options.ts";

export function addConfig(program: Command): void {
  withSettingsOptions(
    withScopeOptions(
      program
        .command("config")
        .description("show what is in force, for the tree or for one file, and where each value comes from")
        .argument("[file]", "a file of the tree")
        .option("-C, --dir <dir>", "the root of the project", "."),
    ),
  )
    .addOption(formatOption(["pretty", "json"]))
    .addOption(colorOption("list"))
    .action(async (file, options) => {
      const { runConfig } = await import("../commands/config.ts");
      process.exitCode = await runConfig(file, options);
    });
}
