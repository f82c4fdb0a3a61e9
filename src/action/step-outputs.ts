import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** Adds outputs of the step to the file that `GITHUB_OUTPUT` names. No value ends early: who wrote it cannot know the delimiter. */
export function writeOutputs(file: string, outputs: Readonly<Record<string, string>>): void {
  const written = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `end-${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  appendFileSync(file, written.join(""));
}
