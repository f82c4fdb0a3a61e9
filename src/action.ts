import "./v8-flags.ts";
import { type ActionInputs, readInputs } from "./action/inputs.ts";
import { type RepositoryPlace, repositoryPlace } from "./action/repository-place.ts";
import { isLedAstray, sarifFileFor } from "./action/sarif-file.ts";
import { writeOutputs } from "./action/step-outputs.ts";
import { runCheck } from "./commands/check.ts";
import { runPrepublish } from "./commands/prepublish.ts";
import type { ReportArguments } from "./commands/report-run.ts";
import type { SettingsArguments } from "./commands/settings.ts";
import type { Run } from "./lint/run.ts";
import { subjectAt } from "./publish/subject.ts";
import { printable, printableLines } from "./report/escape.ts";
import { render } from "./report/formats.ts";
import { overallVerdict } from "./report/overall-verdict.ts";

const wrongUse = 2;
const nothingToCheck = 3;
const internalError = 4;

/** One step of a workflow: the report in the log, annotations, a summary, SARIF and outputs; gives the exit code. */
async function runStep(): Promise<number> {
  const inputs = readInputs(process.env);
  if ("wrong" in inputs) return complain(inputs.wrong.join("; "));
  const sarifFile = sarifFileFor(inputs.sarifFile, process.env);
  if (isLedAstray(sarifFile, process.env))
    return complain(`sarif-file is behind a link of the tree: ${sarifFile}`);
  let finished: Run | undefined;
  const code = await judge(inputs, {
    ...reportArguments(inputs, sarifFile),
    afterReport: (run) => {
      finished = run;
    },
  });
  const { GITHUB_OUTPUT } = process.env;
  if (finished !== undefined) {
    if (inputs.annotations)
      process.stdout.write(render(finished, "github", { inSummary: summaryOf(inputs) !== undefined }));
    if (GITHUB_OUTPUT !== undefined) writeOutputs(GITHUB_OUTPUT, outputsOf(finished, sarifFile));
  }
  if (finished === undefined) complain(`${inputs.command} of ${inputs.path} failed, and the log says why`);
  else if (code === nothingToCheck) complain(`nothing to check in ${inputs.path}`);
  return code;
}

/** Shown as an annotation too, since nobody looks into the log of a step that they believe judged their code. */
function complain(what: string): number {
  process.stdout.write(`::error title=mirage-lint::${printable(what)}\n`);
  return wrongUse;
}

const summaryOf = ({ summary }: ActionInputs): string | undefined =>
  summary ? process.env.GITHUB_STEP_SUMMARY || undefined : undefined;

/** What fails the step is the command's to say. */
type Reporting = Omit<ReportArguments, "failOn">;

function reportArguments(inputs: ActionInputs, sarifFile: string): Reporting {
  const root = rootOf(inputs);
  const { pathPrefix, linkBase } = root === undefined ? inArchive : repositoryPlace(root, process.env);
  const summary = summaryOf(inputs);
  return {
    format: "pretty",
    output: [{ format: "sarif", file: sarifFile }],
    // The log of a workflow shows colours and is no terminal.
    color: "always",
    pathPrefix,
    ...(summary === undefined ? {} : { summary }),
    ...(linkBase === undefined ? {} : { linkBase }),
  };
}

/** Files of an archive are named as in the tree that it is of. */
const inArchive: RepositoryPlace = { pathPrefix: "", linkBase: undefined };

/** What the paths of the report start from; undefined in an archive. */
function rootOf({ command, path }: ActionInputs): string | undefined {
  const subject = command === "prepublish" ? subjectAt(path) : undefined;
  switch (subject?.kind) {
    case "archive":
      return undefined;
    case "repository":
      return subject.root;
    default:
      return path;
  }
}

function judge(inputs: ActionInputs, reporting: Reporting): Promise<number> {
  const { command, path, baseline, sinceTag } = inputs;
  const since = inputs.since === undefined ? {} : { since: inputs.since };
  const common = { ...reporting, ...settingsArguments(inputs), ...since };
  switch (command) {
    case "check":
      return runCheck(path, { ...common, ...(baseline === undefined ? {} : { baseline }) });
    case "prepublish":
      return runPrepublish(path, {
        ...common,
        ...(sinceTag === undefined ? {} : { sinceTag }),
      });
  }
}

function settingsArguments({
  config,
  target,
  packages,
  strict,
  all,
  failOn,
}: ActionInputs): SettingsArguments {
  return {
    package: packages,
    ...(config === undefined ? {} : { config }),
    ...(target === undefined ? {} : { target }),
    ...(strict === undefined ? {} : { strict }),
    ...(all === undefined ? {} : { all }),
    ...(failOn === undefined ? {} : { failOn }),
  };
}

function outputsOf(run: Run, sarifFile: string): Readonly<Record<string, string>> {
  const { errors, warnings, notes } = run.summary;
  return {
    "sarif-file": sarifFile,
    errors: `${errors}`,
    warnings: `${warnings}`,
    notes: `${notes}`,
    verdict: overallVerdict(run) ?? "",
  };
}

try {
  process.exitCode = await runStep();
} catch (error) {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`mirage-lint: internal error: ${printableLines(told)}\n`);
  process.exitCode = internalError;
}
