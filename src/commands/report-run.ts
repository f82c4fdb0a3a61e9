import { writeFileSync } from "node:fs";
import type { Severity } from "../lint/diagnostic.ts";
import { ruleDocumentation } from "../lint/rule-documentation.ts";
import type { Run } from "../lint/run.ts";
import { type Format, type OutputRequest, render } from "../report/formats.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

/** What to print, what to write besides, and what to fail on. */
export interface ReportArguments {
  readonly format: Format;
  readonly output: readonly OutputRequest[];
  readonly failOn: Severity | "never";
  readonly color: ColourWhen;
}

const passed = 0;
const found = 1;

/** Prints and writes the reports of a finished run on what stands at `path`, and gives the exit code. */
export function reportRun(run: Run, path: string, options: ReportArguments): number {
  const documented = withDocumentation(run, [options.format, ...options.output.map(({ format }) => format)]);
  for (const { format, file } of options.output) {
    const failure = writeReport(file, render(documented, format));
    if (failure !== undefined) return complain(failure);
  }
  process.stdout.write(render(documented, options.format, { colour: wantsColour(options.color) }));
  if (isEmpty(run)) return nothingToCheck(path);
  return fails(run, options.failOn) ? found : passed;
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

function writeReport(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isEmpty(run: Run): boolean {
  return (
    run.packages.length === 0 &&
    run.libraries.length === 0 &&
    run.stubs.length === 0 &&
    run.diagnostics.length === 0 &&
    run.unikernels.length === 0 &&
    run.locks.length === 0
  );
}

const order: readonly Severity[] = ["note", "warning", "error"];

function fails(run: Run, failOn: ReportArguments["failOn"]): boolean {
  if (failOn === "never") return false;
  return run.diagnostics.some(
    ({ severity, excused }) => !excused && order.indexOf(severity) >= order.indexOf(failOn),
  );
}
