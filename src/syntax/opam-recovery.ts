/** The items between two braces, or those of a whole file. */
export interface Block {
  /** Where the section that holds them starts; undefined for a file. */
  readonly sectionStart: number | undefined;
  readonly firstStart: number;
  /** Where the item read last starts. */
  lastStart: number;
  /** The innermost bracket that was open where the last value broke off, or the name that began no item; -1 before. */
  openedAt: number;
}

const widestIndentation = 200;

const fieldOrSection =
  /[A-Za-z0-9_+-]{1,200}[ \t]{0,200}(?::(?![=A-Za-z0-9_-])|(?:"[^"\n]{0,200}"[ \t]{0,200})?\{)/y;

/** How many characters of its line stand before `offset`, 200 at most. */
function columnOf(text: string, offset: number): number {
  const nearest = Math.max(0, offset - widestIndentation);
  const lineBreak = text.slice(nearest, offset).lastIndexOf("\n");
  return lineBreak === -1 ? offset - nearest : offset - (nearest + lineBreak + 1);
}

function indentationEnd(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/**
 * The start of the line at which reading goes on after an error at `errorStart`. It lies below the start of the item read
 * last, and may be the line of `openedAt` or the error's own line, since a bracket or quote left open above
 * swallows what starts there. It is indented no deeper than the block's first item and looks like the start of a
 * field or section, or like the end of the block's section. Undefined when there is none.
 */
export function lineToResumeAt(text: string, errorStart: number, block: Block): number | undefined {
  const deepestItem = columnOf(text, block.firstStart);
  const deepestBrace = block.sectionStart === undefined ? -1 : columnOf(text, block.sectionStart);
  const isResumable = (line: number): boolean => {
    if (line <= block.lastStart) return false;
    const start = indentationEnd(text, line);
    if (start - line <= deepestBrace && text[start] === "}") return true;
    fieldOrSection.lastIndex = start;
    return start - line <= deepestItem && fieldOrSection.test(text);
  };
  if (block.openedAt > block.lastStart) {
    const openingLine = lineStart(text, block.openedAt);
    if (isResumable(openingLine)) return openingLine;
  }
  let line = lineStart(text, errorStart);
  while (line < text.length) {
    if (isResumable(line)) return line;
    const lineBreak = text.indexOf("\n", line);
    if (lineBreak === -1) return undefined;
    line = lineBreak + 1;
  }
  return undefined;
}
