import type { Command } from "commander";
import { withFixOptions } from "./fix-options.ts";
import { cacheDirOption, withScopeOptions } from "./options.ts";
import { unsaid, withReportOptions } from "./report-options.ts";

export function addCheck(program: Command): void {
  const check = withScopeOptions(
    program
      .command("check", { isDefault: true })
      .description("judge the OCaml project in PATH (the command where none is named)")
      .argument(
        "[path]",
        "the root of the project, a release archive of it, or an opam file or lockfile by itself",
        ".",
      ),
  )
    .option(
      "--baseline [file]",
      "leave out the findings that this file has (default: mirage-lint-baseline.jsonl in PATH), and take out of it what is no longer found",
    )
    .option("--no-baseline", "report what a configured baseline has as well")
    .option("--write-baseline [file]", "write all that is found into such a file, in place of what it has")
    .option(
      "--since <ref>",
      "judge everything, and report what is new since this branch left a commit, branch or tag of git's",
    )
    .option("--watch", "judge again whenever a file changes, until Ctrl-C")
    .option("--no-cache", "compute everything anew, and keep nothing for the next run")
    .addOption(cacheDirOption());
  withReportOptions(withFixOptions(check))
    .addHelpText("after", examples)
    .action(async (path, { watch, ...options }) => {
      const asked = { ...unsaid, ...options };
      if (watch === true) {
        const { watchAndCheck } = await import("../commands/watch.ts");
        process.exitCode = await watchAndCheck(path, asked);
      } else {
        const { runCheck } = await import("../commands/check.ts");
        process.exitCode = await runCheck(path, asked);
      }
    });
}

const examples = `
Examples:
  mirage-lint                            the project in this directory
  mirage-lint -p tcpip ../mirage-tcpip   one package of another
  mirage-lint mirage/hello.opam.locked   a lockfile by itself
  mirage-lint --format github --output sarif=mirage.sarif`;
