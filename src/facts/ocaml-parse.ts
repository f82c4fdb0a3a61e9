import { type Language, Parser, type Point, type Range, type Tree } from "web-tree-sitter";
import { largestParsedText } from "../syntax/tree-sitter.ts";

// Real sources, broken ones too, need at most 0.03 steps a character; recovery can take the square of the length.
const stepsForAnyText = 2000;
const stepsPerCharacter = 0.1;

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

/**
 * The tree of `text`, which the caller must `delete()`; undefined when the text is too large or takes too many
 * of the parser's steps. Steps are counted, not timed: the same text gives the same answer anywhere.
 */
export function parseWithinBudget(language: Language, text: string): Tree | undefined {
  if (text.length > largestParsedText) return undefined;
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
