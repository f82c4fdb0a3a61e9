import type { Safety } from "../edits/edit.ts";
import type { Vfs } from "../files/vfs.ts";
import { rewrite, whyUnwritableBelow } from "../files/write.ts";
import type { FixChoice } from "../fix/choices.ts";
import { type FixableDiagnostic, type FixedTree, fixTree, isFixable } from "../fix/fix-tree.ts";
import { unifiedDiff } from "../fix/unified-diff.ts";
import type { Run } from "../lint/run.ts";
import { counted } from "../report/counted.ts";
import { printable } from "../report/escape.ts";
import { complain } from "./target-text.ts";

/** What was asked for by `--fix` and `--diff`. */
export interface FixArguments {
  readonly fix?: FixChoice;
  /** Shows what would change, and changes nothing. */
  readonly diff?: boolean;
}

export interface FixSubject {
  /** The directory in which files are written. */
  readonly root: string;
  readonly vfs: Vfs;
  readonly run: Run;
  judge(vfs: Vfs): Promise<Run>;
  /** Reports what is left, and gives the exit code. */
  report(run: Run): number;
}

export const asksForFixes = ({ fix, diff }: FixArguments): boolean => fix !== undefined || diff === true;

const nothingToChange = 0;
const changes = 1;

/** Fixes what can be fixed and reports what is left, or prints the change as a diff; gives the exit code. */
export async function fixAndReport(subject: FixSubject, options: FixArguments): Promise<number> {
  const { root, vfs, run, judge, report } = subject;
  if (run.mode === "repository") return complain("packages of an opam repository are not fixed");
  const safety: Safety = options.fix === "all" ? "unsafe" : "safe";
  const fixed = await fixTree({ vfs, run, judge, safety, whyUnwritable: whyUnwritableBelow(root) });
  const rewritings = [...fixed.texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, after]) => ({ file, before: run.storedText(file) ?? "", after }));
  if (options.diff === true) {
    for (const { file, before, after } of rewritings) process.stdout.write(unifiedDiff(file, before, after));
    tellOf(fixed, safety, { done: "would be fixed", undone: "would not be fixed" });
    return rewritings.length === 0 ? nothingToChange : changes;
  }
  const failures = rewrite(root, rewritings);
  if (failures.length > 0) return complain(failures.join("; "));
  tellOf(fixed, safety, { done: "fixed", undone: "not fixed" });
  return report(fixed.run);
}

/** On standard error: reports of other programs' formats have the standard output to themselves. */
function tellOf(
  { made, refused, run }: FixedTree,
  safety: Safety,
  { done, undone }: { readonly done: string; readonly undone: string },
): void {
  const say = (line: string): boolean => process.stderr.write(`mirage-lint: ${printable(line)}\n`);
  for (const finding of made) say(`${done}: ${placeOf(finding)}: ${finding.fix.title} [${finding.rule}]`);
  for (const { finding, why } of refused)
    say(`${undone}: ${placeOf(finding)}: ${finding.fix.title} [${finding.rule}]: ${why}`);
  const unsafe = safety === "unsafe" ? 0 : run.diagnostics.filter((one) => isUnsafe(one)).length;
  const more = unsafe === 0 ? "" : `; --fix=all fixes ${unsafe} more`;
  if (made.length > 0 || unsafe > 0) say(`${counted(made.length, "finding")} ${done}${more}`);
}

const isUnsafe = (finding: Run["diagnostics"][number]): boolean =>
  isFixable(finding, "unsafe") && !isFixable(finding, "safe");

const placeOf = ({ at }: FixableDiagnostic): string => `${at.file}:${at.line}`;
