import { type Language, Parser, type Point, type Range, type Tree } from "web-tree-sitter";
import { largestParsedText } from "../syntax/tree-sitter.ts";

// Real sources, broken ones too, need at most 0.03 steps a character; recovery can take the square of the length.
const stepsForAnyText = 2000;
const stepsPerCharacter = 0.1;

// To tell a line directive the lexer asks of each # in which column it stands, for which it reads the line again from its start.
const rereadForAnyText = 2_000_000;
const rereadPerCharacter = 20;

const parsers = new WeakMap<Language, Parser>();

function parserOf(language: Language): Parser {
  const known = parsers.get(language);
  if (known !== undefined) return known;
  const parser = new Parser().setLanguage(language);
  parsers.set(language, parser);
  return parser;
}

/** The lexer takes half as long for a blank as the parser for code, so long runs of them are left out; both ends of one stay. */
const longBlank = /\s{64,}/g;

function writtenRanges(text: string): Range[] {
  const ranges: Range[] = [];
  const pointAt = pointsOf(text);
  let startIndex = 0;
  const add = (endIndex: number): void => {
    const startPosition = pointAt(startIndex);
    ranges.push({ startIndex, endIndex, startPosition, endPosition: pointAt(endIndex) });
  };
  for (const { index, 0: blank } of text.matchAll(longBlank)) {
    add(index + 1);
    startIndex = index + blank.length - 1;
  }
  add(text.length);
  return ranges;
}

/** Rows and columns of offsets that are asked for in ascending order. */
function pointsOf(text: string): (offset: number) => Point {
  let row = 0;
  let lineStart = 0;
  return (offset) => {
    for (
      let end = text.indexOf("\n", lineStart);
      end !== -1 && end < offset;
      end = text.indexOf("\n", lineStart)
    ) {
      row++;
      lineStart = end + 1;
    }
    return { row, column: offset - lineStart };
  };
}

function rereadCharacters(text: string): number {
  let characters = 0;
  let lineStart = 0;
  let lineEnd = text.indexOf("\n");
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at + 1)) {
    while (lineEnd !== -1 && lineEnd < at) {
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf("\n", lineStart);
    }
    characters += at - lineStart;
  }
  return characters;
}

/**
 * The tree of `text`, which the caller must `delete()`; undefined when the text is too large or takes too many
 * of the parser's steps. Steps are counted, not timed: the same text gives the same answer anywhere.
 */
export function parseWithinBudget(language: Language, text: string): Tree | undefined {
  if (text.length > largestParsedText) return undefined;
  if (rereadCharacters(text) > rereadForAnyText + text.length * rereadPerCharacter) return undefined;
  const parser = parserOf(language);
  const budget = stepsForAnyText + text.length * stepsPerCharacter;
  let steps = 0;
  const tree = parser.parse(text, null, {
    progressCallback: () => ++steps > budget,
    includedRanges: writtenRanges(text),
  });
  if (tree === null) parser.reset();
  return tree ?? undefined;
}
