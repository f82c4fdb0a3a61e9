import { type Diagnostic, severities } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import type { FixableDiagnostic } from "./fix-tree.ts";
import { syntaxErrors } from "./syntax-errors.ts";

interface Comparison {
  readonly before: Run;
  readonly after: Run;
  /** What the change was made for. */
  readonly fixed: readonly FixableDiagnostic[];
  /** The texts of `after` that differ from what is stored. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The first thing that speaks against a change: a file no longer reads as it did, a finding as grave as those that were fixed is new,
 * or one that was to go is still there. Undefined where there is none.
 */
export function whatGotWorse({ before, after, fixed, texts }: Comparison): string | undefined {
  for (const [file, text] of texts) {
    const errors = syntaxErrors(nameOf(file), text);
    const [last] = errors.slice(syntaxErrors(nameOf(file), before.storedText(file) ?? "").length);
    if (last !== undefined) return `${file} would be malformed: ${last.message}`;
  }
  const known = new Set(before.diagnostics.map(({ id }) => id));
  const least = Math.max(...fixed.map(({ severity }) => severities.indexOf(severity)));
  for (const finding of after.diagnostics)
    if (!known.has(finding.id) && !finding.excused && isGrave(finding, least))
      return `it would bring ${finding.severity}[${finding.rule}] in ${finding.at.file}: ${finding.message}`;
  return staysIn({ before, after, fixed }) ? "the finding would stay" : undefined;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** That a file cannot be read weighs more than any severity. */
const isGrave = ({ severity, rule }: Diagnostic, least: number): boolean =>
  severities.indexOf(severity) <= least || rule === "dune/malformed-file";

/** Findings alike share an id but for a counter, so that it is their number that has to go down. */
function staysIn({ before, after, fixed }: Omit<Comparison, "texts">): boolean {
  const left = countByStem(before.diagnostics);
  for (const [stem, count] of countByStem(fixed)) left.set(stem, (left.get(stem) ?? 0) - count);
  const now = countByStem(after.diagnostics);
  return fixed.some((finding) => (now.get(stemOf(finding)) ?? 0) > (left.get(stemOf(finding)) ?? 0));
}

function countByStem(findings: readonly Diagnostic[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(stemOf(finding), (counts.get(stemOf(finding)) ?? 0) + 1);
  return counts;
}

const stemOf = ({ id }: Diagnostic): string => id.replace(/:\d+$/, "");
