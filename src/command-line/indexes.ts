import type { Command } from "commander";
import { gatheredFileOption } from "./options.ts";

export function addIndex(program: Command): void {
  const index = program
    .command("index")
    .description("make the indexes of what lies outside a tree, or say what is in one");
  addPackageIndex(index);
  addHeaderIndex(index);
  addLibraryIndex(index);
}

function addPackageIndex(index: Command): void {
  index
    .command("build")
    .description(
      "gather facts on every package version of opam-repository and of overlays: directories, .tar files, or .tar.xz where there is xz",
    )
    .argument("<source...>", "opam-repository first, overlays after it")
    .requiredOption("-o, --output <file>", "where to write the index")
    .action(async (sources, options) => {
      const { runIndexBuild } = await import("../commands/index-build.ts");
      process.exitCode = runIndexBuild(sources, options);
    });
  index
    .command("info")
    .description("say what an index was made of")
    .option("--index <file>", "which index (default: the one that comes with the tool)")
    .action(async (options) => {
      const { runIndexInfo } = await import("../commands/index-info.ts");
      process.exitCode = runIndexInfo(options);
    });
}

/** What an index that is gathered from source trees is asked with. */
function withSourceTrees(command: Command): Command {
  return command
    .argument("<dir...>", "source trees; of two libraries with one name the first counts")
    .requiredOption("--stamp <text>", "what to write down about where the trees come from")
    .addOption(gatheredFileOption());
}

function addHeaderIndex(index: Command): void {
  withSourceTrees(
    index
      .command("headers")
      .description("gather what the C headers of public libraries do on the target, from their source trees"),
  ).action(async (directories, options) => {
    const { runIndexHeaders } = await import("../commands/index-headers.ts");
    process.exitCode = await runIndexHeaders(directories, options);
  });
}

function addLibraryIndex(index: Command): void {
  withSourceTrees(
    index
      .command("libraries")
      .description("gather from source trees which public libraries are portable, and why others are not"),
  )
    .option("--target <name>", "what to port to", "solo5-1.3")
    .action(async (directories, options) => {
      const { runIndexLibraries } = await import("../commands/index-libraries.ts");
      process.exitCode = await runIndexLibraries(directories, options);
    });
}
