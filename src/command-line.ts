import { Command } from "commander";
import { addBlockers } from "./command-line/blockers.ts";
import { addBoot } from "./command-line/boot.ts";
import { addCache } from "./command-line/cache.ts";
import { addCheck } from "./command-line/check.ts";
import { addConfig } from "./command-line/config.ts";
import { addIndex } from "./command-line/indexes.ts";
import { addInit } from "./command-line/init.ts";
import { addPrepublish } from "./command-line/prepublish.ts";
import { addExplain, addRules } from "./command-line/rules.ts";
import { addTarget } from "./command-line/target.ts";
import { addWhy } from "./command-line/why.ts";
import { toolVersion } from "./version.ts";

/** In the order in which the help lists them. */
const commands: readonly ((program: Command) => void)[] = [
  addCheck,
  addPrepublish,
  addWhy,
  addBoot,
  addBlockers,
  addConfig,
  addInit,
  addExplain,
  addRules,
  addCache,
  addTarget,
  addIndex,
];

/** The whole command line; also what the documentation of it is made from. Wrong use throws a CommanderError. */
export function commandLine(): Command {
  const program = new Command("mirage-lint")
    .description(
      "Says what the MirageOS 4 cross build would say about an OCaml package, in about a second and with no OCaml installed: " +
        "which of its libraries can go into a unikernel, what stands in the way of the others, and the way out.",
    )
    .version(toolVersion, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(mirage-lint --help tells more)")
    .exitOverride()
    .addHelpText("after", firstStepsAndExitCodes);
  for (const add of commands) add(program);
  return program;
}

const firstStepsAndExitCodes = `
First steps:
  mirage-lint                            judge the project in this directory
  mirage-lint ../mirage-tcpip            judge another one
  mirage-lint check --help               see how a check can be narrowed, tightened and printed
  mirage-lint explain unix/linked-library

Exit codes:
  0  nothing at or above the failing severity
  1  findings
  2  wrong use
  3  nothing to check
  4  internal error`;
