import type { Command } from "commander";
import { formatOption } from "./options.ts";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("explain a rule: what it finds, why it breaks, what to do instead")
    .argument("<rule>", "its id, such as unix/linked-library")
    .action(async (rule) => {
      const { runExplain } = await import("../commands/explain.ts");
      process.exitCode = runExplain(rule);
    });
}

export function addRules(program: Command): void {
  program
    .command("rules")
    .description("list all rules")
    .addOption(formatOption(["pretty", "json"]))
    .action(async (options) => {
      const { runRules } = await import("../commands/rules.ts");
      process.exitCode = runRules(options);
    });
}
