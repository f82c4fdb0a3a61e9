import type { Command } from "commander";
import { withFixOptions } from "./fix-options.ts";
import { repeated, strictOption } from "./options.ts";
import { unsaid, withReportOptions } from "./report-options.ts";

export function addPrepublish(program: Command): void {
  const prepublish = program
    .command("prepublish")
    .description(
      "judge what is about to be published: what git would archive of a working tree, a release archive, or packages of an opam repository",
    )
    .argument(
      "[path]",
      "a working tree; a .tbz, .tgz, .tar, .tar.gz, .tar.bz2 or .zip; an opam repository, or packages/NAME/NAME.VERSION/opam in it",
      ".",
    )
    .option(
      "-p, --package <name>",
      "report on this package alone; who wants it portable stays as it is (can be repeated)",
      repeated,
    )
    .addOption(strictOption())
    .option(
      "--since-tag <tag>",
      "the release to compare a working tree with (default: the last version tag before it)",
    )
    .option("--since <ref>", "in an opam repository: judge what has changed since this commit");
  withReportOptions(withFixOptions(prepublish))
    .addHelpText("after", examplesAndExitCodes)
    .action(async (path, options) => {
      const { runPrepublish } = await import("../commands/prepublish.ts");
      process.exitCode = await runPrepublish(path, { ...unsaid, ...options });
    });
}

const examplesAndExitCodes = `
Examples:
  mirage-lint prepublish                      what git would archive of this project
  mirage-lint prepublish -p tcpip --since-tag v8.0.0
  mirage-lint prepublish tcpip-8.0.1.tbz      a release archive, before it is announced
  mirage-lint prepublish opam-repository --since master

Exit codes:
  0  fit to be published
  1  findings at or above the failing severity
  2  wrong use, or an archive that is not fit to be read
  3  nothing to check`;
