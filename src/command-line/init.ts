import type { Command } from "commander";

export function addInit(program: Command): void {
  program
    .command("init")
    .description(
      "set the linter up: write a small mirage-lint.toml, the workflow and the hook for what DIR is",
    )
    .argument("[dir]", "the root of the project", ".")
    .option("--force", "write anew what is there already", false)
    .option("--dry-run", "print what would be written, and write nothing", false)
    .option("--no-workflow", "leave the workflow out")
    .option("--no-hook", "leave the hook of pre-commit out")
    .action(async (directory, options) => {
      const { runInit } = await import("../commands/init.ts");
      process.exitCode = await runInit(directory, options);
    });
}
