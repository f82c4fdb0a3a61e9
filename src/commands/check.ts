import { scopeOf } from "../config/scope.ts";
import type { Settings } from "../config/settings.ts";
import { archiveName, openArchive } from "../files/archive.ts";
import { isDirectory } from "../files/directories.ts";
import { directoryVfs } from "../files/directory.ts";
import { missingObject } from "../files/git-tree.ts";
import { loneFileVfs } from "../files/lone-file.ts";
import type { Vfs } from "../files/vfs.ts";
import { withSettings } from "../lint/apply-settings.ts";
import type { Judging } from "../lint/baseline.ts";
import { check } from "../lint/check.ts";
import { comparedWithRun, withoutKnown } from "../lint/known-findings.ts";
import type { Run } from "../lint/run.ts";
import { counted } from "../report/counted.ts";
import { printable } from "../report/escape.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import {
  answerRequest,
  type BaselineOptions,
  type BaselineRequest,
  baselineRequest,
  judgingOf,
} from "./baseline-file.ts";
import { type CacheArguments, cacheFor } from "./cache.ts";
import { asksForFixes, type FixArguments, fixAndReport } from "./fix-run.ts";
import { isEmpty, type ReportArguments, reportRun } from "./report-run.ts";
import { missingPackages, type SettingsArguments, settingsFor } from "./settings.ts";
import { complain } from "./target-text.ts";
import { treeBefore } from "./tree-before.ts";

export interface CheckArguments
  extends Omit<ReportArguments, "failOn">,
    FixArguments,
    SettingsArguments,
    BaselineOptions,
    CacheArguments {
  /** Leave out what was found where the branch left this revision. */
  readonly since?: string;
  /** False: a baseline that could shrink is left as it is; by default that is so where CI runs it. */
  readonly mayWriteBaseline?: boolean;
}

/** A text says what is wrong with the path. */
function openPath(path: string): Vfs | string {
  if (isDirectory(path)) return directoryVfs(path);
  if (archiveName.test(path)) {
    const archive = openArchive(path);
    return archive.kind === "unfit" ? `${path} ${archive.why}` : archive.vfs;
  }
  return loneFileVfs(path) ?? `neither a directory, a release archive, an opam file nor a lockfile: ${path}`;
}

/** What is judged, and what its findings are compared with. */
interface Subject {
  readonly kind: "subject";
  readonly path: string;
  readonly vfs: Vfs;
  readonly settings: Settings;
  readonly baseline: BaselineRequest;
  readonly before: { readonly vfs: Vfs; readonly commit: string } | undefined;
  judge(tree: Vfs): Promise<Run>;
}

/** `mirage-lint check`: prints the report and gives the exit code. */
export async function runCheck(path: string, options: CheckArguments): Promise<number> {
  const subject = await subjectOf(path, options);
  if (subject.kind === "unfit") return subject.code;
  const { vfs, settings, before, judge } = subject;
  const run = await judge(vfs);
  const missing = missingPackages(
    settings,
    run.packages.map(({ name }) => name),
    path,
  );
  if (missing !== undefined) return complain(missing);
  const reporting = { ...options, failOn: settings.failOn.value };
  if (asksForFixes(options)) {
    const report = (left: Run): number => reportNews(left, subject, undefined, reporting);
    return fixAndReport({ root: path, vfs, run, judge, report }, options);
  }
  const then = before === undefined ? undefined : await judge(before.vfs);
  if (then?.unseen.some(({ what }) => what === missingObject))
    return complain(`git does not have all files of ${before?.commit}: this is a partial clone`);
  return reportNews(run, subject, then, reporting);
}

/** Opens what is asked for; what is wrong with it has been said. */
async function subjectOf(
  path: string,
  options: CheckArguments,
): Promise<Subject | { readonly kind: "unfit"; readonly code: number }> {
  const unfit = (why: string) => ({ kind: "unfit", code: complain(why) }) as const;
  const vfs = openPath(path);
  if (typeof vfs === "string") return unfit(vfs);
  const archive = isDirectory(path) || !archiveName.test(path) ? undefined : vfs;
  const asked = await settingsFor(path, options, archive);
  if (asked.kind === "unfit") return asked;
  const { settings, packageIndex } = asked;
  const clash = clashOf(path, options);
  if (clash !== undefined) return unfit(clash);
  const baseline = baselineRequest({ path, settings, archive }, options);
  if (typeof baseline === "string") return unfit(baseline);
  const before = options.since === undefined ? undefined : treeBefore(path, vfs, options.since);
  if (before?.kind === "unfit") return unfit(before.why);
  const cache = cacheFor(path, options);
  const judge = async (tree: Vfs): Promise<Run> =>
    withSettings(
      await check(tree, {
        target: loadTarget(settings.target.value ?? targetOfLocks(tree) ?? defaultTarget),
        scope: scopeOf(settings),
        ...(packageIndex === undefined ? {} : { packageIndex }),
        ...(cache === undefined ? {} : { cache }),
      }),
      settings,
    );
  return { kind: "subject", path, vfs, settings, baseline, before, judge };
}

/** What options ask for that is not to be had, or not at once. */
function clashOf(path: string, options: CheckArguments): string | undefined {
  const { since, writeBaseline } = options;
  if (asksForFixes(options) && !isDirectory(path)) return "only a directory's files are fixed";
  if (since === undefined) return undefined;
  if (!isDirectory(path)) return "only a directory is compared with what git has of it";
  if (asksForFixes(options)) return "--fix mends what is old as well: run it without --since";
  return writeBaseline === undefined
    ? undefined
    : "--write-baseline takes all that is found: run it without --since";
}

/** Reports what neither the baseline nor the run on the tree as it was has. */
function reportNews(
  run: Run,
  { path, settings, baseline, before }: Subject,
  then: Run | undefined,
  reporting: ReportArguments & Pick<CheckArguments, "mayWriteBaseline">,
): number {
  const { mayWriteBaseline = !runsInCi() } = reporting;
  if (isEmpty(run)) return reportRun(run, path, reporting);
  const judgingFor = (file: string): Judging => judgingOf(file, path, scopeOf(settings), run.target.name);
  const answer = answerRequest(baseline, run, judgingFor, isDirectory(path) && mayWriteBaseline);
  if (answer.kind === "unfit") return complain(answer.why);
  for (const remark of answer.remarks) tell(remark);
  if (then === undefined || before === undefined) return reportRun(answer.run, path, reporting);
  const comparison = comparedWithRun(then, run);
  const gone =
    comparison.gone.length === 0
      ? ""
      : `, of which ${counted(comparison.gone.length, "finding")} no longer found`;
  tell(`compared with ${before.commit.slice(0, shownOfCommit)}${gone}`);
  return reportRun(withoutKnown(answer.run, comparison, "since"), path, reporting);
}

const shownOfCommit = 12;

/** On standard error: reports of other programs' formats have the standard output to themselves. */
function tell(what: string): void {
  process.stderr.write(`mirage-lint: ${printable(what)}\n`);
}

/** As all that CI runs on says. */
function runsInCi(): boolean {
  const { CI = "" } = process.env;
  return !/^(?:|0|false)$/i.test(CI);
}
