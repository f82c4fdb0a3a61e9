import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Settings } from "../config/settings.ts";
import { isDirectory } from "../files/directories.ts";
import { readRegularFile } from "../files/directory.ts";
import { largestFile, type Vfs } from "../files/vfs.ts";
import { type Baseline, defaultBaseline, type Judging, readBaseline } from "../lint/baseline.ts";
import { type Comparison, comparedWithKnown, knownFindings, withoutKnown } from "../lint/known-findings.ts";
import type { Run } from "../lint/run.ts";
import { baselineText } from "../report/baseline-text.ts";
import { counted } from "../report/counted.ts";
import type { Scope } from "../workspace/model.ts";

/** What is to be done with a baseline. Files are named as messages show them. */
export type BaselineRequest =
  | { readonly kind: "none" }
  | { readonly kind: "read"; readonly file: string; readonly baseline: Baseline }
  | { readonly kind: "write"; readonly file: string };

/** `true`: the file that is configured, or the one that stands at the root of the tree. */
export interface BaselineOptions {
  /** False: none, whatever is configured. */
  readonly baseline?: string | boolean;
  readonly writeBaseline?: string | true;
}

/** What a baseline is asked for of. */
interface Subject {
  readonly path: string;
  readonly settings: Settings;
  /** What `path` holds where it is an archive: a file that is configured is in it then. */
  readonly archive: Vfs | undefined;
}

/** Reads the baseline that is asked for; a text says what is wrong with it. */
export function baselineRequest(subject: Subject, options: BaselineOptions): BaselineRequest | string {
  const { path, settings, archive } = subject;
  const { baseline, writeBaseline } = options;
  const configured = settings.baseline.value;
  if (
    writeBaseline === undefined &&
    (baseline === false || (baseline === undefined && configured === undefined))
  )
    return { kind: "none" };
  if (writeBaseline !== undefined && baseline !== undefined)
    return "--write-baseline makes a baseline anew, and takes none";
  const file = typeof writeBaseline === "string" ? writeBaseline : (configured ?? fileAtRoot(path));
  if (file === undefined) return `name the baseline's file, since ${path} is no directory`;
  const inArchive = archive !== undefined && settings.baseline.from.kind === "file";
  if (inArchive && writeBaseline !== undefined) return "nothing is written into an archive";
  if (inArchive) return requestFor(file, readInArchive(file, archive));
  const shown = settings.baseline.from.kind === "file" ? relative("", file) || file : file;
  if (isDirectory(file))
    return `${shown} is a directory, and no baseline; the path to judge comes first, or write --baseline=FILE`;
  if (writeBaseline !== undefined) return { kind: "write", file: shown };
  return requestFor(shown, load(shown));
}

const requestFor = (file: string, baseline: Baseline | string): BaselineRequest | string =>
  typeof baseline === "string" ? baseline : { kind: "read", file, baseline };

const fileAtRoot = (path: string): string | undefined =>
  isDirectory(path) ? join(path, defaultBaseline) : undefined;

/** How a tree is judged, for a baseline to say. */
export function judgingOf(file: string, path: string, scope: Scope, target: string): Judging {
  const { all, strict, packages } = scope;
  const way = relative(dirname(file), isDirectory(path) ? path : dirname(path)).replaceAll(sep, "/");
  return { target, all, strict, packages: [...packages].sort(), root: way.startsWith("..") ? "" : way };
}

/** A run whose known findings are listed apart, and what there is to say of the file; or why it can't be written. */
type Answered =
  | { readonly kind: "run"; readonly run: Run; readonly remarks: readonly string[] }
  | { readonly kind: "unfit"; readonly why: string };

/** Does with a run what is asked for. A baseline that is read never grows; where `mayWrite` it loses what is no longer found. */
export function answerRequest(
  request: BaselineRequest,
  run: Run,
  judgingFor: (file: string) => Judging,
  mayWrite: boolean,
): Answered {
  switch (request.kind) {
    case "none":
      return { kind: "run", run, remarks: [] };
    case "write":
      return writtenAnew(request.file, run, judgingFor(request.file));
    case "read": {
      const { file, baseline } = request;
      const judging = judgingFor(file);
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

function inWords({ target, all, strict, packages, root }: Judging): string {
  const options = [
    ...(all ? ["--all"] : []),
    ...(strict ? ["--strict"] : []),
    ...packages.map((name) => `-p ${name}`),
  ];
  const where = root === "" ? "" : ` in ${root}`;
  return `for ${target}${where}${options.length === 0 ? "" : ` with ${options.join(" ")}`}`;
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
  if (statSync(file, { throwIfNoEntry: false }) === undefined)
    return `no baseline ${file}; --write-baseline makes one`;
  const read = readRegularFile(file, largestFile);
  return read.kind === "unfit" ? `${file}: ${read.why}` : baselineIn(file, read.bytes.toString("utf8"));
}

function readInArchive(file: string, archive: Vfs): Baseline | string {
  const read = archive.read(file);
  return read.kind === "unreadable" ? `${file}: ${read.why}` : baselineIn(file, read.text);
}

function baselineIn(file: string, text: string): Baseline | string {
  const read = readBaseline(text);
  return read.kind === "baseline" ? read.baseline : `${file}:${read.line}: ${read.why}`;
}

/** Whoever reads the file meanwhile sees the old one or the new one. A text says why it can't be written. */
function save(file: string, baseline: Baseline): string | undefined {
  let draft: string | undefined;
  try {
    const place = statSync(file, { throwIfNoEntry: false }) === undefined ? file : realpathSync(file);
    draft = join(dirname(place), `.${process.pid}.mirage-lint-baseline`);
    writeFileSync(draft, baselineText(baseline), { flag: "wx" });
    renameSync(draft, place);
    return undefined;
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true });
    return `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
