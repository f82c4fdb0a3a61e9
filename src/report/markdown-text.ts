import type { Location } from "../lint/diagnostic.ts";
import { printable, relativeUri } from "./escape.ts";

/** Characters and places where Markdown, HTML or GitHub see more than text in them. */
const active = /[&<>\\`*[\]|~$@_]|#(?=\d)|:(?=\/\/)|:(?=[\w+-]+:)|(?<=\bwww)\.|(?<=\bGH)-(?=\d)/giu;

/** What GitHub looks for after Markdown is read, so that an entity would not hide it: mentions, references, formulas, links. */
const lookedForLater: ReadonlySet<string> = new Set(["$", "@", "#", ":", ".", "-"]);

/**
 * `text` as Markdown that shows it and does nothing else, on one line, also in a table or a link's text. It must not be what a
 * line begins with, where `-` or `1.` would start a list.
 */
export function prose(text: string): string {
  return printable(text).replace(active, (character, offset: number, whole: string) => {
    if (lookedForLater.has(character)) return `<span>${character}</span>`;
    if (character === "_" && isWithinWord(whole, offset)) return character;
    return `&#${character.charCodeAt(0)};`;
  });
}

/** An underscore between letters or digits emphasises nothing. */
const isWithinWord = (text: string, offset: number): boolean =>
  /^[\p{L}\p{N}]_[\p{L}\p{N}]$/u.test(text.slice(offset - 1, offset + 2));

/** In backquotes nothing acts but these; what begins or ends in a space would lose it. */
const plainInCode = /^(?! )[^`|\\<>&]+(?<! )$/;

/** `text` as a piece of code on one line, also in a table or a link's text. */
export function code(text: string): string {
  const shown = printable(text);
  return plainInCode.test(shown) ? `\`${shown}\`` : `<code>${prose(shown)}</code>`;
}

/** Lines of source as a block of code; `language` is one that GitHub colours. */
export function codeBlock(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map((line) => line.split("\t").map(printable).join("    "));
  const longest = Math.max(2, ...(shown.join("\n").match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence];
}

/** A link to the lines of a place: below `base` where that is known, else relative to the checked root. */
export function link(text: string, { file, line, endLine }: Location, base: string | undefined): string {
  const before = base === undefined ? "" : `${base.replace(/\/$/, "")}/`;
  const lines = line === endLine ? `L${line}` : `L${line}-L${endLine}`;
  return `[${text}](${`${before}${relativeUri(file)}`.replace(/[\s!'()*<>|\\`]/g, percentEncoded)}#${lines})`;
}

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
