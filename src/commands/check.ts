import { archiveName, openArchive } from "../files/archive.ts";
import { directoryVfs, isDirectory } from "../files/directory.ts";
import { loneFileVfs } from "../files/lone-file.ts";
import type { Vfs } from "../files/vfs.ts";
import { check } from "../lint/check.ts";
import type { Run } from "../lint/run.ts";
import { loadPackageIndex } from "../opam/package-index.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { asksForFixes, type FixArguments, fixAndReport } from "./fix-run.ts";
import { type ReportArguments, reportRun } from "./report-run.ts";
import { complain, unknownTarget } from "./target-text.ts";

export interface CheckArguments extends ReportArguments, FixArguments {
  readonly package: readonly string[];
  readonly all: boolean;
  readonly strict: boolean;
  /** Undefined: what a lockfile of the tree asks for. */
  readonly target?: string;
  /** A file that `index build` wrote. */
  readonly index?: string;
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

/** `mirage-lint check`: prints the report and gives the exit code. */
export async function runCheck(path: string, options: CheckArguments): Promise<number> {
  const vfs = openPath(path);
  if (typeof vfs === "string") return complain(vfs);
  const target = options.target ?? targetOfLocks(vfs) ?? defaultTarget;
  const unknownName = unknownTarget(target);
  if (unknownName !== undefined) return complain(unknownName);
  const packageIndex = options.index === undefined ? undefined : loadPackageIndex(options.index);
  if (options.index !== undefined && packageIndex === undefined)
    return complain(`not an index: ${options.index}`);
  if (asksForFixes(options) && !isDirectory(path)) return complain("only a directory's files are fixed");
  const judge = (tree: Vfs): Promise<Run> =>
    check(tree, {
      target: loadTarget(target),
      ...(packageIndex === undefined ? {} : { packageIndex }),
      scope: { all: options.all, strict: options.strict, packages: new Set(options.package) },
    });
  const run = await judge(vfs);
  const unknown = options.package.filter((name) => !run.packages.some((owner) => owner.name === name));
  if (unknown.length > 0) return complain(`no package ${unknown.join(", ")} in ${path}`);
  return asksForFixes(options)
    ? fixAndReport({ root: path, vfs, run, judge }, options)
    : reportRun(run, path, options);
}
