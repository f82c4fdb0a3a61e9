import { scopeOf } from "../config/scope.ts";
import { archiveName, openArchive } from "../files/archive.ts";
import { directoryVfs, isDirectory } from "../files/directory.ts";
import { loneFileVfs } from "../files/lone-file.ts";
import type { Vfs } from "../files/vfs.ts";
import { withSettings } from "../lint/apply-settings.ts";
import type { Judging } from "../lint/baseline.ts";
import { check } from "../lint/check.ts";
import type { Run } from "../lint/run.ts";
import { printable } from "../report/escape.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { answerRequest, type BaselineOptions, baselineRequest, judgingOf } from "./baseline-file.ts";
import { type CacheArguments, cacheFor } from "./cache.ts";
import { asksForFixes, type FixArguments, fixAndReport } from "./fix-run.ts";
import { isEmpty, type ReportArguments, reportRun } from "./report-run.ts";
import { type SettingsArguments, settingsFor, whence } from "./settings.ts";
import { complain } from "./target-text.ts";

export interface CheckArguments
  extends Omit<ReportArguments, "failOn">,
    FixArguments,
    SettingsArguments,
    BaselineOptions,
    CacheArguments {}

/** A text says what is wrong with the path. */
function openPath(path: string): Vfs | string {
  if (isDirectory(path)) return directoryVfs(path);
  if (archiveName.test(path)) {
    const archive = openArchive(path);
    return archive.kind === "unfit" ? `${path} ${archive.why}` : archive.vfs;
  }
  return loneFileVfs(path) ?? `neither a directory, a release archive, an opam file nor a lockfile: ${path}`;
}

/** `mirage-lint check`: prints the report and gives the exit code. */
export async function runCheck(path: string, options: CheckArguments): Promise<number> {
  const vfs = openPath(path);
  if (typeof vfs === "string") return complain(vfs);
  const archive = isDirectory(path) || !archiveName.test(path) ? undefined : vfs;
  const asked = await settingsFor(path, options, archive);
  if (asked.kind === "unfit") return asked.code;
  const { settings, packageIndex } = asked;
  if (asksForFixes(options) && !isDirectory(path)) return complain("only a directory's files are fixed");
  const baseline = baselineRequest({ path, settings, archive }, options);
  if (typeof baseline === "string") return complain(baseline);
  const target = loadTarget(settings.target.value ?? targetOfLocks(vfs) ?? defaultTarget);
  const scope = scopeOf(settings);
  const cache = cacheFor(path, options);
  const judge = async (tree: Vfs): Promise<Run> =>
    withSettings(
      await check(tree, {
        target,
        scope,
        ...(packageIndex === undefined ? {} : { packageIndex }),
        ...(cache === undefined ? {} : { cache }),
      }),
      settings,
    );
  const run = await judge(vfs);
  const unknown = settings.packages.value.filter(
    (name) => !run.packages.some((owner) => owner.name === name),
  );
  if (unknown.length > 0)
    return complain(`no package ${unknown.join(", ")} in ${path}${whence(settings, "packages")}`);
  const reporting = { ...options, failOn: settings.failOn.value };
  const judgingFor = (file: string): Judging => judgingOf(file, path, scope, target.name);
  const report = (judged: Run): number => {
    if (isEmpty(judged)) return reportRun(judged, path, reporting);
    const answer = answerRequest(baseline, judged, judgingFor, isDirectory(path) && !runsInCi());
    if (answer.kind === "unfit") return complain(answer.why);
    for (const remark of answer.remarks) process.stderr.write(`mirage-lint: ${printable(remark)}\n`);
    return reportRun(answer.run, path, reporting);
  };
  return asksForFixes(options) ? fixAndReport({ root: path, vfs, run, judge, report }, options) : report(run);
}

/** As all that CI runs on says. */
function runsInCi(): boolean {
  const { CI = "" } = process.env;
  return !/^(?:|0|false)$/i.test(CI);
}
