import { type Command, Option } from "commander";
import { whyFormats } from "../report/why-formats.ts";
import { targetKinds } from "../why/target-kinds.ts";
import { colorOption, formatOption, positiveNumber, withQuestionOptions } from "./options.ts";

export function addWhy(program: Command): void {
  withQuestionOptions(
    program
      .command("why")
      .description(
        "show the shortest paths by which the code of a project reaches a library, package, header or module",
      )
      .argument("<name>", "what is reached, such as unix, base-unix, caml/threads.h or Unix")
      .argument("[from]", "where paths start: a library, program or package of the project")
      .option("-C, --dir <dir>", "the root of the project", ".")
      .addOption(
        new Option("-k, --kind <kind>", "what the name stands for, where it could be several things").choices(
          targetKinds,
        ),
      )
      .option("-n, --all-paths <n>", "show the n shortest paths from each start", positiveNumber)
      .addOption(formatOption(whyFormats))
      .addOption(colorOption("answer")),
  )
    .addHelpText("after", examplesAndExitCodes)
    .action(async (name, from, options) => {
      const { runWhy } = await import("../commands/why.ts");
      process.exitCode = await runWhy(name, from, { allPaths: 1, kind: undefined, ...options });
    });
}

const examplesAndExitCodes = `
Examples:
  mirage-lint why unix                        who reaches unix, and how
  mirage-lint why unix tcpip -n 3             the three shortest paths from one library
  mirage-lint why caml/threads.h -C ../lwt    a header, in another project
  mirage-lint why unix --format svg > unix.svg

Exit codes:
  0  there is a path
  1  there is none
  2  wrong use, or a name that nobody knows
  3  nothing to check`;
