import { type Language, Parser, type Tree } from "web-tree-sitter";
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

/**
 * The tree of `text`, which the caller must `delete()`; undefined when the text is too large or takes too many
 * of the parser's steps. Steps are counted, not timed: the same text gives the same answer anywhere.
 */
export function parseWithinBudget(language: Language, text: string): Tree | undefined {
  if (text.length > largestParsedText) return undefined;
  const parser = parserOf(language);
  const budget = stepsForAnyText + text.length * stepsPerCharacter;
  let steps = 0;
  const tree = parser.parse(text, null, { progressCallback: () => ++steps > budget });
  if (tree === null) parser.reset();
  return tree ?? undefined;
}
