import type { Command } from "commander";
import { gatheredFileOption } from "./options.ts";

export function addTarget(program: Command): void {
  const target = program.command("target").description("ask what a target has, or make its data");
  addTargetQuestions(target);
  addTargetImports(target);
}

function addTargetQuestions(target: Command): void {
  target
    .command("list")
    .description("list all targets and what their data was made of")
    .action(async () => {
      const { runTargetList } = await import("../commands/target-list.ts");
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
      const { runTargetShow } = await import("../commands/target-show.ts");
      process.exitCode = runTargetShow(name, options);
    });
  target
    .command("diff")
    .description("show what changes for whom between two targets")
    .argument("<before>", "a target, such as solo5-0.8")
    .argument("<after>", "another, such as solo5-1.3")
    .action(async (before, after) => {
      const { runTargetDiff } = await import("../commands/target-diff.ts");
      process.exitCode = runTargetDiff(before, after);
    });
}

function addTargetImports(target: Command): void {
  target
    .command("import")
    .description("make a target's data from source trees")
    .allowUnknownOption()
    .argument("[args...]")
    .usage(
      "--name NAME --ocaml-solo5 DIR --ocaml DIR --compiler-headers DIR --predefined FILE [--solo5 DIR] [--output FILE]",
    )
    .helpOption(false)
    .action(async (args) => {
      const { runTargetImport } = await import("../commands/target-import.ts");
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
    .addOption(gatheredFileOption())
    .action(async (directories, options) => {
      const { runTargetImportStdlib } = await import("../commands/target-import-stdlib.ts");
      process.exitCode = await runTargetImportStdlib({ ...options, ocaml: directories });
    });
}
