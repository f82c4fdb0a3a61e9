import { scopeOf } from "../config/scope.ts";
import type { Settings } from "../config/settings.ts";
import { openArchive } from "../files/archive.ts";
import { directoryVfs } from "../files/directory.ts";
import type { Vfs } from "../files/vfs.ts";
import { withSettings } from "../lint/apply-settings.ts";
import type { Run } from "../lint/run.ts";
import { judgeArchive } from "../publish/archive.ts";
import { judgeRepository } from "../publish/repository.ts";
import { type Published, type PublishRequest, runWithPackages } from "../publish/request.ts";
import { type Subject, subjectAt } from "../publish/subject.ts";
import { judgeTree, judgeWorkingTree } from "../publish/tree.ts";
import type { Scope } from "../workspace/model.ts";
import { asksForFixes, type FixArguments, fixAndReport } from "./fix-run.ts";
import { type ReportArguments, reportRun } from "./report-run.ts";
import { type SettingsArguments, settingsFor } from "./settings.ts";
import { complain } from "./target-text.ts";

export interface PrepublishArguments
  extends FixArguments,
    Omit<ReportArguments, "failOn">,
    Omit<SettingsArguments, "all"> {
  readonly sinceTag?: string;
  readonly since?: string;
}

/** `mirage-lint prepublish`: prints the report and gives the exit code. */
export async function runPrepublish(path: string, options: PrepublishArguments): Promise<number> {
  const { sinceTag, since } = options;
  const subject = subjectAt(path);
  if (subject === undefined)
    return complain(`neither a directory, a release archive nor a part of a package repository: ${path}`);
  const archive = subject.kind === "archive" ? openArchive(subject.file) : undefined;
  if (archive?.kind === "unfit") return complain(`${path} ${archive.why}`);
  // Of a part of a package repository files are named from the repository's root.
  const root = subject.kind === "repository" ? subject.root : path;
  const { package: named = [], ...said } = options;
  const asked = await settingsFor(root, said, archive?.vfs);
  if (asked.kind === "unfit") return asked.code;
  const { settings, packageIndex } = asked;
  const scope = publishedScope(settings, named);
  const request = { target: settings.target.value, packageIndex, scope, sinceTag, since };
  const reporting = { ...options, failOn: settings.failOn.value };
  if (asksForFixes(options)) {
    if (subject.kind !== "tree") return complain("only the files of a working tree are fixed");
    const vfs = directoryVfs(subject.directory);
    const judge = async (tree: Vfs): Promise<Run> =>
      withSettings(await judgeWorkingTree(tree, request), settings);
    const report = (run: Run): number => reportRun(run, path, reporting);
    const before = runWithPackages(await judge(vfs), scope, path);
    if (before.kind === "unfit") return complain(before.why);
    return fixAndReport({ root: subject.directory, vfs, run: before.run, judge, report }, options);
  }
  const published = await judgeSubject(subject, archive?.vfs, request);
  if (published.kind === "unfit") return complain(published.why);
  return reportRun(withSettings(published.run, settings), path, {
    ...reporting,
    mayBeEmpty: published.kind === "unchanged",
  });
}

/** Nobody asks whether tests and vendored directories are portable, and who names what is published does not want it portable by that. */
function publishedScope(settings: Settings, named: readonly string[]): Scope {
  const configured = scopeOf(settings);
  return {
    ...configured,
    all: false,
    packages: named.length === 0 ? configured.packages : new Set(named),
    wanted: configured.packages,
  };
}

function judgeSubject(
  subject: Subject,
  archive: Vfs | undefined,
  request: PublishRequest,
): Promise<Published> {
  if (archive !== undefined) return judgeArchive(archive, request);
  return subject.kind === "repository"
    ? judgeRepository(subject, request)
    : judgeTree(subject.kind === "tree" ? subject.directory : subject.file, request);
}
