import type { Command } from "commander";
import { colorOption, formatOption, positiveNumber, withQuestionOptions } from "./options.ts";

export function addBlockers(program: Command): void {
  withQuestionOptions(
    program
      .command("blockers")
      .description("order what stands in the way by how many libraries and packages each fix frees")
      .argument("[dir]", "the root of the project", ".")
      .option("--all", "take everything in the tree as wanted target code")
      .option("-n, --top <n>", "show the first n", positiveNumber, 20)
      .addOption(formatOption(["pretty", "json"], "what to print; JSON has all of it"))
      .addOption(colorOption("list")),
  ).action(async (directory, options) => {
    const { runBlockers } = await import("../commands/blockers.ts");
    process.exitCode = await runBlockers(directory, options);
  });
}
