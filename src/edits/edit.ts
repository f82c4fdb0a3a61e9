import type { Span } from "../syntax/span.ts";

/** One replacement in one file; an empty span inserts. Line ends in `text` are `\n`, whatever those of the file. */
export interface Edit {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

/** A safe fix keeps what the code means, or gives it the meaning that it was written for; an unsafe one wants to be read first. */
export type Safety = "safe" | "unsafe";

/** A change that ends a finding. All of its edits are made, or none. */
export interface Fix {
  readonly safety: Safety;
  /** What it does, as one would ask for it: `write %{targets}`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

type Edited = Pick<Fix, "edits">;

export interface Applied<Change extends Edited> {
  /** The new texts of the files that changed. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: readonly Change[];
  /** Those that overlap or touch an earlier one, or whose place is not there. */
  readonly deferred: readonly Change[];
}

/**
 * Makes changes to texts, the earlier ones first; where two meet, the later one is left for another round. An edit that two changes
 * have in common is made once.
 */
export function applyChanges<Change extends Edited>(
  textOf: (file: string) => string | undefined,
  changes: readonly Change[],
): Applied<Change> {
  const taken = new Map<string, Edit[]>();
  const applied: Change[] = [];
  const deferred: Change[] = [];
  for (const change of changes) {
    const fits = change.edits.length > 0 && change.edits.every((edit) => isFree(edit, change, taken, textOf));
    if (fits) {
      for (const edit of change.edits) take(edit, taken);
      applied.push(change);
    } else deferred.push(change);
  }
  const texts = new Map<string, string>();
  for (const [file, edits] of taken) {
    const before = textOf(file) ?? "";
    const after = withEdits(before, edits);
    if (after !== before) texts.set(file, after);
  }
  return { texts, applied, deferred };
}

function isFree(
  edit: Edit,
  change: Edited,
  taken: ReadonlyMap<string, readonly Edit[]>,
  textOf: (file: string) => string | undefined,
): boolean {
  const length = textOf(edit.file)?.length;
  const { start, end } = edit.span;
  if (length === undefined || start < 0 || end < start || end > length) return false;
  const meets = (other: Edit): boolean => !isSame(edit, other) && touches(edit, other);
  const siblings = change.edits.filter((other) => other !== edit && other.file === edit.file);
  return !siblings.some(meets) && !(taken.get(edit.file) ?? []).some(meets);
}

/** Edits that stand side by side may each count on what the other takes away. */
const touches = (one: Edit, other: Edit): boolean =>
  one.span.start <= other.span.end && other.span.start <= one.span.end;

const isSame = (one: Edit, other: Edit): boolean =>
  one.file === other.file &&
  one.span.start === other.span.start &&
  one.span.end === other.span.end &&
  one.text === other.text;

function take(edit: Edit, taken: Map<string, Edit[]>): void {
  const others = taken.get(edit.file);
  if (others === undefined) taken.set(edit.file, [edit]);
  else if (!others.some((other) => isSame(edit, other))) others.push(edit);
}

/** `text` with edits that don't meet; what they bring in has the line ends that `text` has. */
function withEdits(text: string, edits: readonly Edit[]): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: inserted } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(at, span.start), inserted.replaceAll("\n", lineEnd));
    at = span.end;
  }
  return parts.join("") + text.slice(at);
}
