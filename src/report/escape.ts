/** Characters that act on a terminal or reorder text instead of showing; unpaired surrogates have no UTF-8 form. */
const invisible = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
/** Those that JSON.stringify does not write as escapes itself, without Unicode's names, which take several times as long. */
const invisibleInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The GitHub runner obeys `##[command]` anywhere in a line of output (ActionCommand.TryParse of actions/runner). */
const runnerCommand = "##[";

/** It also obeys `::command::` at the start of a line, behind white space or not. */
const leadingColons = /^(\s*)::/;

/**
 * `text` on one line with nothing in it that acts: C0 and C1 controls (tabs and line ends too), DEL,
 * bidirectional controls, line and paragraph separators and unpaired surrogates become `\xNN` or `\u{…}`,
 * `##[` becomes `##\x5b`, and two colons in front `\x3a:`. All other text is left alone; applying it twice changes nothing.
 */
export function printable(text: string): string {
  return withoutRunnerCommands(text.replace(invisible, escapeOf)).replace(leadingColons, "$1\\x3a:");
}

/** What is put together of printable pieces may have `##[` where they meet. */
export const withoutRunnerCommands = (text: string): string => text.replaceAll(runnerCommand, "##\\x5b");

/** As `printable`, with the line ends kept: for texts of several lines, such as the stack of an error. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function escapeOf(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}

/**
 * `value` as indented JSON that ends in a newline and is safe to show: what `printable` would replace is
 * written as `\uNNNN`, so that a reader of the JSON still gets every string as it was.
 */
export function printableJson(value: unknown): string {
  return `${escapedJson(JSON.stringify(value, null, 2))}\n`;
}

/** `value` as JSON on one line without an end, as safe to show as that of `printableJson`. */
export function printableJsonLine(value: unknown): string {
  return escapedJson(JSON.stringify(value));
}

function escapedJson(json: string): string {
  return json.replace(invisibleInJson, jsonEscapeOf).replaceAll(runnerCommand, "##\\u005b");
}

function jsonEscapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A path percent-encoded segment by segment; an unpaired surrogate, which no URI can hold, becomes U+FFFD. */
export function relativeUri(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
