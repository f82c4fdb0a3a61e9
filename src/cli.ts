#!/usr/bin/env node
import "./v8-flags.ts";
import { CommanderError } from "commander";
import { withFixSpelledOut } from "./command-line/fix-options.ts";
import { commandLine } from "./command-line.ts";
import { printableLines } from "./report/escape.ts";

/** 0 nothing at or above the failing severity, 1 findings, 2 wrong use, 3 nothing to check, 4 internal error. */
const wrongUse = 2;
const internalError = 4;

async function main(): Promise<void> {
  // A reader that goes away (mirage-lint | head) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  try {
    await commandLine().parseAsync(withFixSpelledOut(process.argv.slice(2)), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : wrongUse;
      return;
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`mirage-lint: internal error: ${printableLines(told)}\n`);
    process.exitCode = internalError;
  }
}

await main();
