import { type LineChange, lineChanges } from "./line-changes.ts";

const context = 3;

/**
 * The change of one file as a unified diff that `git apply` and `patch -p1` take; empty where there is none. Lines are kept byte by
 * byte, the `\r` of CRLF with them.
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const old = linesOf(before);
  const now = linesOf(after);
  const hunks = hunksOf(lineChanges(old, now));
  const named = (side: string): string => `${side} ${shownName(`${side === "---" ? "a" : "b"}/${file}`)}`;
  return [`${named("---")}\n${named("+++")}\n`, ...hunks.map((hunk) => hunkText(hunk, old, now))].join("");
}

/** With their ends; the last may have none. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Changes that are near enough to each other to be shown together. */
type Hunk = readonly [LineChange, ...LineChange[]];

function hunksOf(changes: readonly LineChange[]): readonly Hunk[] {
  const hunks: [LineChange, ...LineChange[]][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const end = last?.at(-1)?.oldEnd;
    if (last === undefined || end === undefined || change.oldStart - end > 2 * context) hunks.push([change]);
    else last.push(change);
  }
  return hunks;
}

function hunkText(hunk: Hunk, old: readonly string[], now: readonly string[]): string {
  const [first] = hunk;
  const last = hunk.at(-1) ?? first;
  const oldStart = Math.max(0, first.oldStart - context);
  const oldEnd = Math.min(old.length, last.oldEnd + context);
  const newStart = first.newStart - (first.oldStart - oldStart);
  const newEnd = last.newEnd + (oldEnd - last.oldEnd);
  const lines: string[] = [`@@ -${range(oldStart, oldEnd)} +${range(newStart, newEnd)} @@\n`];
  let at = oldStart;
  for (const change of hunk) {
    lines.push(...marked(" ", old.slice(at, change.oldStart)));
    lines.push(...marked("-", old.slice(change.oldStart, change.oldEnd)));
    lines.push(...marked("+", now.slice(change.newStart, change.newEnd)));
    at = change.oldEnd;
  }
  lines.push(...marked(" ", old.slice(at, oldEnd)));
  return lines.join("");
}

/** Of no lines the one before is named. */
function range(start: number, end: number): string {
  const count = end - start;
  if (count === 0) return `${start},0`;
  return count === 1 ? `${start + 1}` : `${start + 1},${count}`;
}

const marked = (mark: string, lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${mark}${line}${line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n"}`);

/** git puts a tab behind a name with blanks, and takes one with quotes or control characters as a C string. */
function shownName(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name.includes(" ") ? `${name}\t` : name;
  const escaped = [...Buffer.from(name)].map((byte) =>
    byte === 34 || byte === 92
      ? `\\${String.fromCharCode(byte)}`
      : byte < 32 || byte > 126
        ? `\\${byte.toString(8).padStart(3, "0")}`
        : String.fromCharCode(byte),
  );
  return `"${escaped.join("")}"`;
}
