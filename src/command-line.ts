import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { failures } from "./config/presets.ts";
import { fixChoices } from "./fix/choices.ts";
import { formats, type OutputRequest } from "./report/formats.ts";
import { whyFormats } from "./report/why-formats.ts";
import { toolVersion } from "./version.ts";
import { targetKinds } from "./why/target-kinds.ts";

function outputRequest(text: string, before: readonly OutputRequest[] = []): readonly OutputRequest[] {
  const equals = text.indexOf("=");
  const format = formats.find((name) => name === text.slice(0, equals));
  const file = text.slice(equals + 1);
  if (format === undefined || file === "")
    throw new InvalidArgumentError(`Expected FORMAT=FILE, where FORMAT is one of ${formats.join(", ")}.`);
  return [...before, { format, file }];
}

const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Expected a number from 1 on.");
  return Number(text);
}

function withFixOptions(command: Command): Command {
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

/** Options that the help would show a meaningless default of. */
const unsaid = { output: [] };

const configOption = (): Option =>
  new Option(
    "--config <file>",
    "the configuration to go by (default: the nearest mirage-lint.toml in PATH or above it, up to the root of the git repository)",
  );
const noConfigOption = (): Option => new Option("--no-config", "go by no configuration");

/** What commands have that ask about a project. */
function withQuestionOptions(command: Command): Command {
  return command
    .option("--target <name>", "what to port to (default: what the configuration says, else solo5-1.3)")
    .addOption(configOption())
    .addOption(noConfigOption());
}

/** What commands have that a configuration can say as well. */
function withSettingsOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 from this severity on (default: what the configuration says, else error)",
      ).choices(failures),
    )
    .option(
      "--target <name>",
      "what to port to (default: what the configuration says, else what the lockfile's ocaml-solo5 stands for, else solo5-1.3)",
    )
    .option("--index <file>", "what to know of published packages, in place of the index that comes along")
    .addOption(configOption())
    .addOption(noConfigOption());
}

/** Who is judged, and as what. */
function withScopeOptions(command: Command): Command {
  return command
    .option(
      "-p, --package <name>",
      "judge this package alone, and as one that is wanted portable (can be repeated)",
      repeated,
    )
    .option(
      "--all",
      "take everything in the tree as wanted target code: tests, executables and vendored directories too",
    )
    .option(
      "--strict",
      "take code that nobody says anything about as wanted portable: its findings are errors",
    );
}

const cacheDirOption = (): Option =>
  new Option(
    "--cache-dir <dir>",
    "where to keep what runs found (default: mirage-lint in $XDG_CACHE_HOME, else in ~/.cache)",
  );

/** What commands have that report a finished run. */
function withReportOptions(command: Command): Command {
  return withSettingsOptions(command)
    .addOption(new Option("-f, --format <format>", "what to print").choices(formats).default("pretty"))
    .option("-o, --output <format=file>", "also write a report to a file (can be repeated)", outputRequest)
    .option(
      "--summary <file>",
      "add the Markdown report to a file, such as a GitHub job's $GITHUB_STEP_SUMMARY",
    )
    .option(
      "--link-base <url>",
      "where files can be looked at, for links in Markdown: .../OWNER/NAME/blob/COMMIT",
    )
    .option(
      "--path-prefix <path>",
      "put a directory before every path: where the tree stands in its repository",
    )
    .addOption(
      new Option("--color <when>", "colour the report").choices(["auto", "always", "never"]).default("auto"),
    );
}

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
    .addHelpText("after", firstSteps);

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
    .addHelpText("after", checkExamples)
    .action(async (path, { watch, ...options }) => {
      const asked = { ...unsaid, ...options };
      if (watch === true) {
        const { watchAndCheck } = await import("./commands/watch.ts");
        process.exitCode = await watchAndCheck(path, asked);
      } else {
        const { runCheck } = await import("./commands/check.ts");
        process.exitCode = await runCheck(path, asked);
      }
    });

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
    .option("-p, --package <name>", "judge this package alone (can be repeated)", repeated)
    .option(
      "--strict",
      "take code that nobody says anything about as wanted portable: its findings are errors",
    )
    .option(
      "--since-tag <tag>",
      "the release to compare a working tree with (default: the last version tag before it)",
    )
    .option("--since <ref>", "in an opam repository: judge what has changed since this commit");
  withReportOptions(withFixOptions(prepublish))
    .addHelpText("after", prepublishExamples)
    .action(async (path, options) => {
      const { runPrepublish } = await import("./commands/prepublish.ts");
      process.exitCode = await runPrepublish(path, { ...unsaid, ...options });
    });

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
      .addOption(new Option("-f, --format <format>", "what to print").choices(whyFormats).default("pretty"))
      .addOption(
        new Option("--color <when>", "colour the answer")
          .choices(["auto", "always", "never"])
          .default("auto"),
      ),
  )
    .addHelpText("after", whyExamples)
    .action(async (name, from, options) => {
      const { runWhy } = await import("./commands/why.ts");
      process.exitCode = await runWhy(name, from, { allPaths: 1, kind: undefined, ...options });
    });

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
      .addOption(
        new Option("-f, --format <format>", "what to print").choices(["pretty", "json"]).default("pretty"),
      )
      .addOption(
        new Option("--color <when>", "colour the answer")
          .choices(["auto", "always", "never"])
          .default("auto"),
      ),
  )
    .addHelpText("after", bootExamples)
    .action(async (name, options) => {
      const { runBoot } = await import("./commands/boot.ts");
      process.exitCode = await runBoot(name, options);
    });

  withQuestionOptions(
    program
      .command("blockers")
      .description("order what stands in the way by how many libraries and packages each fix frees")
      .argument("[dir]", "the root of the project", ".")
      .option("--all", "take everything in the tree as wanted target code")
      .option("-n, --top <n>", "show the first n", positiveNumber, 20)
      .addOption(
        new Option("-f, --format <format>", "what to print; JSON has all of it")
          .choices(["pretty", "json"])
          .default("pretty"),
      )
      .addOption(
        new Option("--color <when>", "colour the list").choices(["auto", "always", "never"]).default("auto"),
      ),
  ).action(async (directory, options) => {
    const { runBlockers } = await import("./commands/blockers.ts");
    process.exitCode = await runBlockers(directory, options);
  });

  withSettingsOptions(
    withScopeOptions(
      program
        .command("config")
        .description("show what is in force, for the tree or for one file, and where each value comes from")
        .argument("[file]", "a file of the tree")
        .option("-C, --dir <dir>", "the root of the project", "."),
    ),
  )
    .addOption(
      new Option("-f, --format <format>", "what to print").choices(["pretty", "json"]).default("pretty"),
    )
    .addOption(
      new Option("--color <when>", "colour the list").choices(["auto", "always", "never"]).default("auto"),
    )
    .action(async (file, options) => {
      const { runConfig } = await import("./commands/config.ts");
      process.exitCode = await runConfig(file, options);
    });

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
      const { runInit } = await import("./commands/init.ts");
      process.exitCode = await runInit(directory, options);
    });

  program
    .command("explain")
    .description("explain a rule: what it finds, why it breaks, what to do instead")
    .argument("<rule>", "its id, such as unix/linked-library")
    .action(async (rule) => {
      const { runExplain } = await import("./commands/explain.ts");
      process.exitCode = runExplain(rule);
    });

  program
    .command("rules")
    .description("list all rules")
    .addOption(
      new Option("-f, --format <format>", "what to print").choices(["pretty", "json"]).default("pretty"),
    )
    .action(async (options) => {
      const { runRules } = await import("./commands/rules.ts");
      process.exitCode = runRules(options);
    });

  program
    .command("cache")
    .description("say where the cache is and how large, or empty it")
    .addArgument(new Argument("[what]", "what to do").choices(["info", "clean"]).default("info"))
    .addOption(cacheDirOption())
    .action(async (what, options) => {
      const { runCache } = await import("./commands/cache.ts");
      process.exitCode = runCache(what, options);
    });

  const target = program.command("target").description("ask what a target has, or make its data");
  target
    .command("list")
    .description("list all targets and what their data was made of")
    .action(async () => {
      const { runTargetList } = await import("./commands/target-list.ts");
      process.exitCode = runTargetList();
    });
  target
    .command("show")
    .description(
      "show what a header declares, or what a call of a function does, in C or of OCaml's standard library; the target where nothing is named",
    )
    .argument("[name]", "a header, such as time.h, or a name, such as strcpy or Sys.getcwd")
    .option("--target <name>", "which target", "solo5-1.3")
    .action(async (name, options) => {
      const { runTargetShow } = await import("./commands/target-show.ts");
      process.exitCode = runTargetShow(name, options);
    });
  target
    .command("diff")
    .description("show what changes for whom between two targets")
    .argument("<before>", "a target, such as solo5-0.8")
    .argument("<after>", "another, such as solo5-1.3")
    .action(async (before, after) => {
      const { runTargetDiff } = await import("./commands/target-diff.ts");
      process.exitCode = runTargetDiff(before, after);
    });
  target
    .command("import", { hidden: false })
    .description("make a target's data from source trees")
    .allowUnknownOption()
    .argument("[args...]")
    .usage(
      "--name NAME --ocaml-solo5 DIR --ocaml DIR --compiler-headers DIR --predefined FILE [--solo5 DIR] [--output FILE]",
    )
    .helpOption(false)
    .action(async (args) => {
      const { runTargetImport } = await import("./commands/target-import.ts");
      process.exitCode = await runTargetImport(args);
    });
  target
    .command("import-stdlib")
    .description(
      "make the table of what OCaml's standard library does on a target, from OCaml's source trees",
    )
    .argument("<dir...>", "source trees of OCaml, of each version that the target is built with")
    .requiredOption("--target <name>", "which target")
    .option("--measured <file>", "calls that were run on the target, as JSON")
    .option("-o, --output <file>", "where to write it (standard output where it is left out)")
    .action(async (directories, options) => {
      const { runTargetImportStdlib } = await import("./commands/target-import-stdlib.ts");
      process.exitCode = await runTargetImportStdlib({ ...options, ocaml: directories });
    });

  const index = program
    .command("index")
    .description("make the indexes of what lies outside a tree, or say what is in one");
  index
    .command("build")
    .description(
      "gather facts on every package version of opam-repository and of overlays: directories, .tar files, or .tar.xz where there is xz",
    )
    .argument("<source...>", "opam-repository first, overlays after it")
    .requiredOption("-o, --output <file>", "where to write the index")
    .action(async (sources, options) => {
      const { runIndexBuild } = await import("./commands/index-build.ts");
      process.exitCode = runIndexBuild(sources, options);
    });
  index
    .command("info")
    .description("say what an index was made of")
    .option("--index <file>", "which index (default: the one that comes with the tool)")
    .action(async (options) => {
      const { runIndexInfo } = await import("./commands/index-info.ts");
      process.exitCode = runIndexInfo(options);
    });
  index
    .command("headers")
    .description("gather what the C headers of public libraries do on the target, from their source trees")
    .argument("<dir...>", "source trees; of two libraries with one name the first counts")
    .requiredOption("--stamp <text>", "what to write down about where the trees come from")
    .option("-o, --output <file>", "where to write it (standard output where it is left out)")
    .action(async (directories, options) => {
      const { runIndexHeaders } = await import("./commands/index-headers.ts");
      process.exitCode = await runIndexHeaders(directories, options);
    });

  index
    .command("libraries")
    .description("gather from source trees which public libraries are portable, and why others are not")
    .argument("<dir...>", "source trees; of two libraries with one name the first counts")
    .requiredOption("--stamp <text>", "what to write down about where the trees come from")
    .option("-o, --output <file>", "where to write it (standard output where it is left out)")
    .option("--target <name>", "what to port to", "solo5-1.3")
    .action(async (directories, options) => {
      const { runIndexLibraries } = await import("./commands/index-libraries.ts");
      process.exitCode = await runIndexLibraries(directories, options);
    });
  return program;
}

const firstSteps = `
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

const checkExamples = `
Examples:
  mirage-lint                            the project in this directory
  mirage-lint -p tcpip ../mirage-tcpip   one package of another
  mirage-lint mirage/hello.opam.locked   a lockfile by itself
  mirage-lint --format github --output sarif=mirage.sarif`;

const prepublishExamples = `
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

const whyExamples = `
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

const bootExamples = `
Examples:
  mirage-lint boot                        the unikernels in this directory
  mirage-lint boot hello -C mirage        one of them
  mirage-lint boot mirage-crypto-rng      what linking a library does

Exit codes:
  0  nothing is known to stop it before start
  1  something certainly does
  2  wrong use, or a name that nobody knows
  3  nothing to look at`;
