import { writeFileSync } from "node:fs";
import { complain } from "./target-text.ts";

/** Writes what was gathered to a file, or to standard output where none is named; gives the exit code. */
export function putGathered(content: string | Uint8Array, output: string | undefined): number {
  if (output === undefined) process.stdout.write(content);
  else {
    try {
      writeFileSync(output, content);
    } catch (error) {
      return complain(`cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return 0;
}
