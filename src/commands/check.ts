import { writeFileSync } from "node:fs";
import { directoryVfs, isDirectory } from "../files/directory.ts";
import { loneFileVfs } from "../files/lone-file.ts";
import { check } from "../lint/check.ts";
import type { Severity } from "../lint/diagnostic.ts";
import { ruleDocumentation } from "../lint/rule-documentation.ts";
import type { Run } from "../lint/run.ts";
import { loadPackageIndex } from "../opam/package-index.ts";
import { type Format, type OutputRequest, render } from "../report/formats.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain, unknownTarget } from "./target-text.ts";

export interface CheckArguments {
  readonly package: readonly string[];
  readonly all: boolean;
  readonly strict: boolean;
  readonly format: Format;
  readonly output: readonly OutputRequest[];
  readonly failOn: Severity | "never";
  /** Undefined: what a lockfile of the tree asks for. */
  readonly target?: string;
  /** A file that `index build` wrote. */
  readonly index?: string;
  readonly color: ColourWhen;
}

const passed = 0;
const found = 1;

/** `mirage-lint check`: prints the report and gives the exit code. */
export async function runCheck(path: string, options: CheckArguments): Promise<number> {
  const vfs = isDirectory(path) ? directoryVfs(path) : loneFileVfs(path);
  if (vfs === undefined) return complain(`neither a directory nor an opam file or lockfile: ${path}`);
  const target = options.target ?? targetOfLocks(vfs) ?? defaultTarget;
  const unknownName = unknownTarget(target);
  if (unknownName !== undefined) return complain(unknownName);
  const packageIndex = options.index === undefined ? undefined : loadPackageIndex(options.index);
  if (options.index !== undefined && packageIndex === undefined)
    return complain(`not an index: ${options.index}`);
  const run = await check(vfs, {
    target: loadTarget(target),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope: { all: options.all, strict: options.strict, packages: new Set(options.package) },
  });
  const unknown = options.package.filter((name) => !run.packages.some((owner) => owner.name === name));
  if (unknown.length > 0) return complain(`no package ${unknown.join(", ")} in ${path}`);
  const documented = withDocumentation(run, [options.format, ...options.output.map(({ format }) => format)]);
  for (const { format, file } of options.output) {
    const failure = writeReport(file, render(documented, format, false));
    if (failure !== undefined) return complain(failure);
  }
  process.stdout.write(render(documented, options.format, wantsColour(options.color)));
  if (isEmpty(run)) {
    return nothingToCheck(path);
  }
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

function fails(run: Run, failOn: CheckArguments["failOn"]): boolean {
  if (failOn === "never") return false;
  return run.diagnostics.some(
    ({ severity, excused }) => !excused && order.indexOf(severity) >= order.indexOf(failOn),
  );
}
