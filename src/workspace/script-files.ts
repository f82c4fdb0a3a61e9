import { fencedLines, type ScriptLine, scriptLines } from "../facts/script-lines.ts";
import { baseName, endingOf } from "./paths.ts";

const scriptName = /^(?:GNUmakefile|[Mm]akefile|Dockerfile)(?:\.|$)/;
const scriptEndings: ReadonlySet<string> = new Set(["sh", "mk", "yml", "yaml"]);

/** How the lines of a file that people or machines run commands by are read; undefined for all others, and for what is vendored. */
export function scriptReader(file: string): ((text: string) => readonly ScriptLine[]) | undefined {
  if (file.split("/").includes("duniverse")) return undefined;
  const name = baseName(file);
  if (name === "README.md") return fencedLines;
  return scriptName.test(name) || scriptEndings.has(endingOf(name)) ? scriptLines : undefined;
}
