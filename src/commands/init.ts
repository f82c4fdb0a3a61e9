import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configName } from "../config/find-config.ts";
import { isDirectory } from "../files/directories.ts";
import { configText } from "../init/config-text.ts";
import { entry, hookText } from "../init/hook-text.ts";
import { countsInWords, type Survey, surveyOf } from "../init/survey.ts";
import { workflowText } from "../init/workflow-text.ts";
import { printable, printableLines } from "../report/escape.ts";
import { nothingToCheck } from "./standard-output.ts";
import { complain } from "./target-text.ts";

export interface InitArguments {
  /** Writes anew what is there already. */
  readonly force: boolean;
  /** Prints what would be written. */
  readonly dryRun: boolean;
  readonly workflow: boolean;
  readonly hook: boolean;
}

/** A file that is to be there afterwards, by its path from the root of the repository. */
type Step =
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  /** It is there, and what is asked for is added at its end. */
  | { readonly kind: "add"; readonly path: string; readonly text: string }
  | { readonly kind: "leave"; readonly path: string; readonly why: string };

/** `mirage-lint init`: writes what there is not yet, says what it did, and gives the exit code. */
export async function runInit(directory: string, options: InitArguments): Promise<number> {
  if (!isDirectory(directory)) return complain(`not a directory: ${directory}`);
  const survey = await surveyOf(directory);
  if (survey === undefined) return nothingToCheck(directory);
  const found = survey.kind === "repository" ? "" : `; found today: ${countsInWords(survey.found)}`;
  say(`this is ${survey.title}${found}`);
  for (const step of stepsFor(survey, options)) {
    const failure = options.dryRun ? shown(step) : done(step, survey.root);
    if (failure !== undefined) return complain(failure);
  }
  if (!options.dryRun) for (const line of nextSteps(survey)) say(line);
  return 0;
}

const say = (line: string): boolean => process.stdout.write(`${printable(line)}\n`);

function stepsFor(survey: Survey, options: InitArguments): readonly Step[] {
  return [
    newFile(
      survey,
      survey.below === "" ? configName : `${survey.below}/${configName}`,
      configText(survey),
      options,
    ),
    ...(options.workflow ? [workflowStep(survey, options)] : []),
    ...(options.hook ? [hookStep(survey)] : []),
  ];
}

function newFile({ root }: Survey, path: string, text: string, { force }: InitArguments): Step {
  return exists(join(root, path)) && !force
    ? { kind: "leave", path, why: "it is there already; --force writes it anew" }
    : { kind: "write", path, text };
}

const workflowPath = ".github/workflows/mirage-lint.yml";

function workflowStep(survey: Survey, options: InitArguments): Step {
  if (survey.forge !== "github")
    return { kind: "leave", path: workflowPath, why: "this is not on GitHub; docs/recipes.md has other CI" };
  const text = workflowText(survey);
  return text === undefined
    ? { kind: "leave", path: workflowPath, why: "this installation lacks docs/workflows" }
    : newFile(survey, workflowPath, text, options);
}

const hookPath = ".pre-commit-config.yaml";

function hookStep({ root, below, kind }: Survey): Step {
  const leave = (why: string): Step => ({ kind: "leave", path: hookPath, why });
  if (kind === "repository") return leave("the hooks are for projects");
  const existing = exists(join(root, hookPath)) ? readFileSync(join(root, hookPath), "utf8") : undefined;
  if (existing?.includes("mirage-lint") === true) return leave("it has mirage-lint already");
  const text = hookText(existing, below);
  if (text === undefined) return leave(`this is to be put into its repos:\n${entry("  ", below)}`);
  return { kind: existing === undefined ? "write" : "add", path: hookPath, text };
}

/** A link counts, wherever it leads. */
const exists = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

function shown(step: Step): undefined {
  if (step.kind === "leave") return left(step);
  process.stdout.write(`\nwould ${step.kind === "add" ? "add to" : "write"} ${printable(step.path)}:\n`);
  for (const line of step.text.trimEnd().split("\n"))
    process.stdout.write(`  ${printable(line)}`.trimEnd().concat("\n"));
  return undefined;
}

function left({ path, why }: Extract<Step, { readonly kind: "leave" }>): undefined {
  process.stdout.write(`left ${printable(path)}: ${printableLines(why).trimEnd()}\n`);
  return undefined;
}

/** A text says what went wrong. */
function done(step: Step, root: string): string | undefined {
  if (step.kind === "leave") return left(step);
  const full = join(root, step.path);
  try {
    if (isBehindLink(step.path, root)) return `${step.path} is reached by a symbolic link`;
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, step.text);
  } catch (error) {
    return `cannot write ${step.path}: ${error instanceof Error ? error.message : String(error)}`;
  }
  say(`${step.kind === "add" ? "added mirage-lint to" : "wrote"} ${step.path}`);
  return undefined;
}

/** Whether the file or a directory on the way to it is a link. */
function isBehindLink(path: string, root: string): boolean {
  const parts = path.split("/");
  return parts.some((_, at) => {
    const way = join(root, ...parts.slice(0, at + 1));
    return lstatSync(way, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  });
}

function nextSteps({ found, forge, hasBaseline }: Survey): readonly string[] {
  return [
    ...(found.error + found.warning === 0 || hasBaseline
      ? []
      : ["mirage-lint --write-baseline keeps what is found today, so that only what is new fails"]),
    ...(forge === "github"
      ? ["OWNER stands for whoever publishes mirage-lint: put the name in its place"]
      : []),
  ];
}
