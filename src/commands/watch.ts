import { findConfig } from "../config/find-config.ts";
import { isDirectory } from "../files/directories.ts";
import { watchTree } from "../files/watch-tree.ts";
import { printable, printableLines } from "../report/escape.ts";
import { type CheckArguments, runCheck } from "./check.ts";
import { asksForFixes } from "./fix-run.ts";
import { complain } from "./target-text.ts";

const internalError = 4;
const clearScreen = "\u001b[2J\u001b[3J\u001b[H";

/** Judges the project in a directory whenever a file of it has changed, until it is interrupted; gives the exit code of the last report. */
export async function watchAndCheck(path: string, options: CheckArguments): Promise<number> {
  if (!isDirectory(path)) return complain("only a directory is watched");
  if (options.writeBaseline !== undefined)
    return complain("--write-baseline is for one run, without --watch");
  if (asksForFixes(options)) return complain("--fix is for one run, without --watch");
  const tree = watchTree(path, { besides: filesBeside(path, options), except: filesWritten(options) });
  process.once("SIGINT", tree.end);
  process.once("SIGTERM", tree.end);
  let code = 0;
  for (let run = 0; run === 0 || (await tree.changed()); run++) {
    const isThere = tree.look();
    if (run > 0 && process.stdout.isTTY === true) process.stdout.write(clearScreen);
    code = await codeOf(path, options);
    if (!isThere) tree.end();
    process.stderr.write(
      `mirage-lint: ${timeNow()}: waiting for changes in ${printable(path)} (Ctrl-C ends)\n`,
    );
  }
  return code;
}

/** What is being written at the moment may be anything: it ends nothing. */
async function codeOf(path: string, options: CheckArguments): Promise<number> {
  try {
    return await runCheck(path, { ...options, mayWriteBaseline: false });
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`mirage-lint: internal error: ${printableLines(told)}\n`);
    return internalError;
  }
}

function filesBeside(path: string, { config, baseline, index }: CheckArguments): readonly string[] {
  const found = config === undefined ? findConfig(path)?.file : config;
  return [found, baseline, index].filter((file) => typeof file === "string");
}

const filesWritten = ({ output, summary }: CheckArguments): readonly string[] => [
  ...output.map(({ file }) => file),
  ...(summary === undefined ? [] : [summary]),
];

/** By the clock on the wall: `14:05:09`. */
const timeNow = (): string => new Date().toTimeString().slice(0, 8);
