import { type Command, InvalidArgumentError, Option } from "commander";
import { failures } from "../config/presets.ts";

/** For an option that can be repeated: its values in their order. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Expected a number from 1 on.");
  return Number(text);
}

export const formatOption = (formats: readonly string[], description = "what to print"): Option =>
  new Option("-f, --format <format>", description).choices(formats).default("pretty");

export const colorOption = (what: "answer" | "list" | "report"): Option =>
  new Option("--color <when>", `colour the ${what}`).choices(["auto", "always", "never"]).default("auto");

export const strictOption = (): Option =>
  new Option(
    "--strict",
    "take code that nobody says anything about as wanted portable: its findings are errors",
  );

export const cacheDirOption = (): Option =>
  new Option(
    "--cache-dir <dir>",
    "where to keep what runs found (default: mirage-lint in $XDG_CACHE_HOME, else in ~/.cache)",
  );

/** Where what was gathered from source trees goes. */
export const gatheredFileOption = (): Option =>
  new Option("-o, --output <file>", "where to write it (standard output where it is left out)");

function withConfigOptions(command: Command): Command {
  return command
    .option(
      "--config <file>",
      "the configuration to go by (default: the nearest mirage-lint.toml in PATH or above it, up to the root of the git repository)",
    )
    .option("--no-config", "go by no configuration");
}

/** What commands have that ask about a project. */
export function withQuestionOptions(command: Command): Command {
  return withConfigOptions(
    command.option(
      "--target <name>",
      "what to port to (default: what the configuration says, else solo5-1.3)",
    ),
  );
}

/** What commands have that a configuration can say as well. */
export function withSettingsOptions(command: Command): Command {
  return withConfigOptions(
    command
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
      .option("--index <file>", "what to know of published packages, in place of the index that comes along"),
  );
}

/** Who is judged, and as what. */
export function withScopeOptions(command: Command): Command {
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
    .addOption(strictOption());
}
