import { appendFileSync, statSync, writeFileSync } from "node:fs";
import type { FailOn } from "../config/presets.ts";
import { severities } from "../lint/diagnostic.ts";
import { ruleDocumentation } from "../lint/rule-documentation.ts";
import type { Run } from "../lint/run.ts";
import { type Format, type OutputRequest, type RenderOptions, report } from "../report/formats.ts";
import { leastBytesOfSummary, mostBytesOfSummary, renderMarkdown } from "../report/markdown.ts";
import { withPathPrefix } from "../report/path-prefix.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

/** What to print, what to write besides, and what to fail on. */
export interface ReportArguments {
  readonly format: Format;
  readonly output: readonly OutputRequest[];
  readonly failOn: FailOn;
  readonly color: ColourWhen;
  /** The file that a job summary is added to. */
  readonly summary?: string;
  /** Where files of the tree can be looked at. */
  readonly linkBase?: string;
  /** Where the tree stands in its repository, with `/`. */
  readonly pathPrefix?: string;
  /** A run over nothing is no failure. */
  readonly mayBeEmpty?: boolean;
  /** Is told of the run once it is reported. */
  readonly afterReport?: (run: Run) => void;
}

const passed = 0;
const found = 1;

/** Prints and writes the reports of a finished run on what stands at `path`, and gives the exit code. */
export function reportRun(judged: Run, path: string, options: ReportArguments): number {
  const { format: printed, output, failOn, color, summary, linkBase, pathPrefix = "", afterReport } = options;
  const run = withPathPrefix(
    withDocumentation(judged, [printed, ...output.map(({ format }) => format)]),
    pathPrefix.replace(/\/+$/, ""),
  );
  const rendering = { ...(linkBase === undefined ? {} : { linkBase }), inSummary: summary !== undefined };
  for (const { format, file } of output) {
    const failure = writing(file, () => writeFileSync(file, reported(run, format, rendering)));
    if (failure !== undefined) return complain(failure);
  }
  if (summary !== undefined) {
    const failure = writing(summary, () => addSummary(run, summary, linkBase));
    if (failure !== undefined) return complain(failure);
  }
  process.stdout.write(reported(run, printed, { ...rendering, colour: wantsColour(color) }));
  afterReport?.(run);
  if (isEmpty(run) && options.mayBeEmpty !== true) return nothingToCheck(path);
  return fails(run, failOn) ? found : passed;
}

/** Others may have written to the file before; where they left no room nothing is added. */
function addSummary(run: Run, file: string, linkBase: string | undefined): void {
  const mostBytes = mostBytesOfSummary - (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  if (mostBytes < leastBytesOfSummary) return;
  appendFileSync(file, renderMarkdown(run, { mostBytes, ...(linkBase === undefined ? {} : { linkBase }) }));
}

/** The text of a report; what it could not hold is said on standard error. */
function reported(run: Run, format: Format, options: RenderOptions): string {
  const { text, warnings } = report(run, format, options);
  for (const warning of warnings) process.stderr.write(`mirage-lint: ${format}: ${warning}\n`);
  return text;
}

/** Only SARIF carries the rules' pages. */
function withDocumentation(run: Run, wanted: readonly Format[]): Run {
  if (!wanted.includes("sarif")) return run;
  return {
    ...run,
    rules: run.rules.map((rule) => {
      const doc = ruleDocumentation(rule.id);
      return doc === undefined ? rule : { ...rule, doc };
    }),
  };
}

function writing(file: string, write: () => void): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    return `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether there was nothing to judge. */
export function isEmpty(run: Run): boolean {
  return (
    run.packages.length === 0 &&
    run.libraries.length === 0 &&
    run.stubs.length === 0 &&
    run.diagnostics.length === 0 &&
    run.suppressed.length === 0 &&
    (run.known ?? []).length === 0 &&
    run.unikernels.length === 0 &&
    run.locks.length === 0
  );
}

function fails(run: Run, failOn: ReportArguments["failOn"]): boolean {
  if (failOn === "never") return false;
  return run.diagnostics.some(
    ({ severity, excused }) => !excused && severities.indexOf(severity) <= severities.indexOf(failOn),
  );
}
