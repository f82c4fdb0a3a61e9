import type { Edit, Fix } from "../../../src/edits/edit.ts";
import type { Span } from "../../../src/syntax/span.ts";

/** A use of a value, by the place of its path. */
interface Use {
  readonly name: string;
  readonly span: Span;
}

/** Writes another name in the place of each use; undefined where the new name would mean something else there. */
export function renamingFix(
  file: string,
  text: string,
  uses: readonly Use[],
  renamed: string,
): Fix | undefined {
  const edits: Edit[] = [];
  const last = renamed.slice(renamed.lastIndexOf(".") + 1);
  for (const { name, span } of uses) {
    const place = { start: span.end - name.length, end: span.end };
    // The path may go by an alias, or be broken over lines.
    if (text.slice(place.start, place.end) !== name || isBoundBefore(text, last, place.start))
      return undefined;
    edits.push({ file, span: place, text: last });
  }
  return { safety: "safe", title: `write ${renamed}`, edits };
}

/**
 * Whether a name may be bound by the file itself at an offset: by an item that has ended, or by a binding around the place.
 * `let main = foreign …` binds it behind the use.
 */
function isBoundBefore(text: string, name: string, offset: number): boolean {
  const binding = new RegExp(`\\b(?:let|and|fun|function)\\b(\\s+rec\\b)?[^=\\n]*?\\b${name}\\b`, "g");
  return [...text.slice(0, offset).matchAll(binding)].some(({ 0: written, 1: recursive, index }) => {
    const isItem = written.startsWith("let") && (index === 0 || text[index - 1] === "\n");
    const hasEnded = /\n(?:let|and|open|module|;;)/.test(text.slice(index + 1, offset));
    return !isItem || hasEnded || recursive !== undefined;
  });
}
