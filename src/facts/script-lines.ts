/** A line as it is written, and the UTF-16 offset where it starts. */
export interface ScriptLine {
  readonly text: string;
  readonly start: number;
}

const fence = /^[ \t]*(?:```|~~~)/;

/** Of a shell script, a Makefile, a Dockerfile, the description of a CI job or an opam file: without its comments. */
export function scriptLines(text: string): readonly ScriptLine[] {
  return linesOf(text).map(({ text: line, start }) => ({ text: line.replace(/(^|\s)#.*/, "$1"), start }));
}

/** Of a page in Markdown: the lines of blocks between fences. */
export function fencedLines(text: string): readonly ScriptLine[] {
  let isFenced = false;
  return linesOf(text).filter((line) => {
    const isFence = fence.test(line.text);
    if (isFence) isFenced = !isFenced;
    return isFenced && !isFence;
  });
}

/** All lines of a text, as they are. */
export function linesOf(text: string): readonly ScriptLine[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
}
