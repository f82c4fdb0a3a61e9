import type { Span } from "../syntax/span.ts";
import { fencedLines, type ScriptLine, scriptLines } from "./script-lines.ts";

/** A command line that runs the mirage tool. */
export interface MirageCommand {
  readonly subcommand: string;
  /** What stands after the subcommand, up to the end of the command. */
  readonly words: readonly string[];
  /** From `mirage` to the last word, in UTF-16 units. */
  readonly span: Span;
}

const command = String.raw`mirage[ \t]+([a-z]+)(?![-.\w])([^;&|()\n\r${"`"}"'#]*)`;
const atStart = String.raw`^[ \t]*(?:[-@$]+[ \t]*)?(?:(?:run|script|command):[ \t]*|RUN[ \t]+)?`;
const afterOthers = String.raw`[;&|(][ \t]*|\b(?:exec[ \t]+--|then|do|sudo)[ \t]+`;
const inScript = new RegExp(`(${atStart}|${afterOthers})${command}`, "g");
const inPage = new RegExp(String.raw`(^[ \t]*(?:\$[ \t]+)?)${command}`, "g");
const echoes = /^\s*[-@]*echo\b/;

/** Of a shell script, a Makefile, a Dockerfile or the description of a CI job; comments and what is echoed are left out. */
export function commandsInScript(text: string): readonly MirageCommand[] {
  return scriptLines(text).flatMap((line) => (echoes.test(line.text) ? [] : commandsIn(line, inScript)));
}

/** Of a page in Markdown: only in blocks between fences, where a line begins with the command. */
export function commandsInPage(text: string): readonly MirageCommand[] {
  return fencedLines(text).flatMap((line) => commandsIn(line, inPage));
}

function commandsIn(line: ScriptLine, pattern: RegExp): readonly MirageCommand[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const [whole, before = "", subcommand = "", rest = ""] = match;
    const words = rest.split(/[ \t]+/).filter((word) => word !== "" && word !== "\\");
    const at = line.start + match.index;
    return { subcommand, words, span: { start: at + before.length, end: at + whole.trimEnd().length } };
  });
}
