import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { largestFile } from "../files/vfs.ts";
import { type Baseline, defaultBaseline, type Judging, readBaseline } from "../lint/baseline.ts";
import { type Comparison, comparedWithKnown, knownFindings, withoutKnown } from "../lint/known-findings.ts";
import type { Run } from "../lint/run.ts";
import { baselineText } from "../report/baseline-text.ts";
import { counted } from "../report/counted.ts";

/** What is to be done with a baseline. */
type Request =
  | { readonly kind: "none" }
  | { readonly kind: "read"; readonly file: string; readonly baseline: Baseline }
  | { readonly kind: "write"; readonly file: string };

/** `true`: the file that stands at the root of the tree. */
export interface BaselineOptions {
  readonly baseline?: string | true;
  readonly writeBaseline?: string | true;
}

/** Reads the baseline that is asked for; a text says what is wrong with it. */
export function baselineRequest(root: string, options: BaselineOptions): Request | string {
  const { baseline, writeBaseline } = options;
  const named = writeBaseline ?? baseline;
  if (named === undefined) return { kind: "none" };
  if (writeBaseline !== undefined && baseline !== undefined)
    return "--write-baseline makes a baseline anew, and takes none";
  const file = named === true ? fileAtRoot(root) : named;
  if (file === undefined) return `name the baseline's file, since ${root} is no directory`;
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    return `${file} is a directory, and no baseline; the path to judge comes first, or write --baseline=FILE`;
  if (writeBaseline !== undefined) return { kind: "write", file };
  const read = load(file);
  return typeof read === "string" ? read : { kind: "read", file, baseline: read };
}

const fileAtRoot = (root: string): string | undefined =>
  statSync(root, { throwIfNoEntry: false })?.isDirectory() ? join(root, defaultBaseline) : undefined;

/** A run whose known findings are listed apart, and what there is to say of the file; or why it can't be written. */
type Answered =
  | { readonly kind: "run"; readonly run: Run; readonly remarks: readonly string[] }
  | { readonly kind: "unfit"; readonly why: string };

/** Does with a run what is asked for. A baseline that is read never grows; where `mayWrite` it loses what is no longer found. */
export function answerRequest(request: Request, run: Run, judging: Judging, mayWrite: boolean): Answered {
  switch (request.kind) {
    case "none":
      return { kind: "run", run, remarks: [] };
    case "write":
      return writtenAnew(request.file, run, judging);
    case "read": {
      const { file, baseline } = request;
      const comparison = comparedWithKnown(baseline.findings, run);
      const kept =
        reasonToKeep(baseline, comparison, judging) ?? (mayWrite ? undefined : "here it is not written");
      const remark = isCurrent(baseline, comparison) ? undefined : remarkOn(file, comparison, kept);
      const failure =
        remark === undefined || kept !== undefined
          ? undefined
          : save(file, { judging, findings: comparison.still });
      if (failure !== undefined) return { kind: "unfit", why: failure };
      const remarks = [...weighingMore(file, comparison), ...(remark === undefined ? [] : [remark])];
      return { kind: "run", run: withoutKnown(run, comparison, "baseline"), remarks };
    }
  }
}

function writtenAnew(file: string, run: Run, judging: Judging): Answered {
  const findings = knownFindings(run);
  const failure = save(file, { judging, findings });
  if (failure !== undefined) return { kind: "unfit", why: failure };
  const known = withoutKnown(run, comparedWithKnown(findings, run), "baseline");
  return {
    kind: "run",
    run: known,
    remarks: [`${counted(known.known?.length ?? 0, "finding")} written to ${file}`],
  };
}

const isCurrent = ({ judging, findings }: Baseline, { still }: Comparison): boolean =>
  baselineText({ judging, findings }) === baselineText({ judging, findings: still });

const weighingMore = (file: string, { worse }: Comparison): readonly string[] =>
  worse.size === 0 ? [] : [`${counted(worse.size, "finding")} of ${file} found again, and weighing more`];

/** Why what is not found may be there all the same. */
function reasonToKeep(baseline: Baseline, { news }: Comparison, judging: Judging): string | undefined {
  if (JSON.stringify(baseline.judging) !== JSON.stringify(judging))
    return `it was written ${inWords(baseline.judging)}`;
  return news.some(({ rule }) => rule === "dune/malformed-file") ? "not all files could be read" : undefined;
}

function inWords({ target, all, strict, packages }: Judging): string {
  const options = [
    ...(all ? ["--all"] : []),
    ...(strict ? ["--strict"] : []),
    ...packages.map((name) => `-p ${name}`),
  ];
  return `for ${target}${options.length === 0 ? "" : ` with ${options.join(" ")}`}`;
}

/** What has become of a file that says more than is found, or what would if it were written. */
function remarkOn(file: string, { gone }: Comparison, kept: string | undefined): string {
  const what =
    gone.length === 0
      ? `findings of ${file} have moved or weigh less`
      : `${counted(gone.length, "finding")} of ${file} no longer found`;
  return kept === undefined ? `${what}: it is written anew` : `${what}: ${kept}, so that it stays as it is`;
}

/** A text says what is wrong, and where. */
function load(file: string): Baseline | string {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) return `no baseline ${file}; --write-baseline makes one`;
  if (!status.isFile() || status.size > largestFile) return `${file} is larger than any baseline, or no file`;
  try {
    const read = readBaseline(readFileSync(file, "utf8"));
    return read.kind === "baseline" ? read.baseline : `${file}:${read.line}: ${read.why}`;
  } catch (error) {
    return `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whoever reads the file meanwhile sees the old one or the new one. A text says why it can't be written. */
function save(file: string, baseline: Baseline): string | undefined {
  try {
    const place = statSync(file, { throwIfNoEntry: false }) === undefined ? file : realpathSync(file);
    const draft = join(dirname(place), `.${process.pid}.mirage-lint-baseline`);
    writeFileSync(draft, baselineText(baseline), { flag: "wx" });
    renameSync(draft, place);
    return undefined;
  } catch (error) {
    return `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
