import { loadPackageIndex } from "../opam/package-index.ts";
import { judgeArchive } from "../publish/archive.ts";
import { judgeRepository } from "../publish/repository.ts";
import type { Published, PublishRequest } from "../publish/request.ts";
import { subjectAt } from "../publish/subject.ts";
import { judgeTree } from "../publish/tree.ts";
import { type ReportArguments, reportRun } from "./report-run.ts";
import { complain, unknownTarget } from "./target-text.ts";

export interface PrepublishArguments extends ReportArguments {
  readonly package: readonly string[];
  readonly strict: boolean;
  readonly sinceTag?: string;
  readonly since?: string;
  readonly target?: string;
  /** A file that `index build` wrote. */
  readonly index?: string;
}

/** `mirage-lint prepublish`: prints the report and gives the exit code. */
export async function runPrepublish(path: string, options: PrepublishArguments): Promise<number> {
  const { sinceTag, since, strict, target, index } = options;
  const unknownName = target === undefined ? undefined : unknownTarget(target);
  if (unknownName !== undefined) return complain(unknownName);
  const packageIndex = index === undefined ? undefined : loadPackageIndex(index);
  if (index !== undefined && packageIndex === undefined) return complain(`not an index: ${index}`);
  const packages = new Set(options.package);
  const published = await judgeSubject(path, { target, packageIndex, packages, strict, sinceTag, since });
  if (published.kind === "unfit") return complain(published.why);
  return reportRun(published.run, path, { ...options, mayBeEmpty: published.kind === "unchanged" });
}

async function judgeSubject(path: string, request: PublishRequest): Promise<Published> {
  const subject = subjectAt(path);
  switch (subject?.kind) {
    case "tree":
      return judgeTree(subject.directory, request);
    case "archive":
      return judgeArchive(subject.file, request);
    case "repository":
      return judgeRepository(subject, request);
    default:
      return {
        kind: "unfit",
        why: `neither a directory, a release archive nor a part of a package repository: ${path}`,
      };
  }
}
