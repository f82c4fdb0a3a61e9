import { Argument, type Command } from "commander";
import { cacheDirOption } from "./options.ts";

export function addCache(program: Command): void {
  program
    .command("cache")
    .description("say where the cache is and how large, or empty it")
    .addArgument(new Argument("[what]", "what to do").choices(["info", "clean"]).default("info"))
    .addOption(cacheDirOption())
    .action(async (what, options) => {
      const { runCache } = await import("../commands/cache.ts");
      process.exitCode = runCache(what, options);
    });
}
