import { locator } from "../lint/locations.ts";
import { printable } from "../report/escape.ts";
import { coloured, plain } from "../report/style.ts";
import { renderWhyDot } from "../report/why-dot.ts";
import type { WhyFormat } from "../report/why-formats.ts";
import { renderWhyJson } from "../report/why-json.ts";
import { renderWhyPretty } from "../report/why-pretty.ts";
import { renderWhySvg } from "../report/why-svg.ts";
import type { Target } from "../target/target.ts";
import { type Answer, answerTo } from "../why/answer.ts";
import { isOfTree, nearStarts } from "../why/starting-points.ts";
import type { TargetKind } from "../why/target-kinds.ts";
import { nearTargets, type TargetName, targetsNamed } from "../why/targets.ts";
import type { Workspace } from "../workspace/model.ts";
import { meaning, openWorkspace } from "./open-workspace.ts";
import type { SettingsArguments } from "./settings.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

export interface WhyArguments extends SettingsArguments {
  readonly dir: string;
  readonly kind: TargetKind | undefined;
  readonly allPaths: number;
  readonly format: WhyFormat;
  readonly color: ColourWhen;
}

const found = 0;
const noPath = 1;

/** `mirage-lint why`: prints the paths and gives the exit code. */
export async function runWhy(name: string, from: string | undefined, options: WhyArguments): Promise<number> {
  const { dir, format, color } = options;
  const opened = await openWorkspace(dir, options);
  if (opened.kind === "unfit") return opened.code;
  const { workspace, target } = opened;
  if (workspace.components.length === 0 && workspace.packages.length === 0) return nothingToCheck(dir);
  const candidates = targetsNamed(name, workspace, target).filter(
    ({ kind }) => options.kind === undefined || kind === options.kind,
  );
  if (candidates.length === 0)
    return complain(
      `no ${options.kind ?? "library, package, header or module"} ${name} is known here${meaning(nearTargets(name, workspace, target))}`,
    );
  if (from !== undefined && !isOfTree(from, workspace))
    return complain(`nothing in this tree is called ${from}${meaning(nearStarts(from, workspace))}`);
  const answer = await firstAnswer(
    { name, from, mostPaths: options.allPaths },
    candidates,
    workspace,
    target,
  );
  const others = candidates.filter((candidate) => candidate !== answer.target);
  const locate = locator(workspace.sources);
  const style = wantsColour(color) ? coloured : plain;
  const renderings: Readonly<Record<WhyFormat, () => string>> = {
    pretty: () => renderWhyPretty(answer, others, locate, style),
    dot: () => renderWhyDot(answer, locate),
    svg: () => renderWhySvg(answer, locate),
    json: () => renderWhyJson(answer, locate),
  };
  process.stdout.write(renderings[format]());
  if (answer.starts.length > 0) return found;
  // An empty picture says nothing.
  if (format === "dot" || format === "svg")
    process.stderr.write(`mirage-lint: ${printable(`no path leads to ${name}`)}\n`);
  return noPath;
}

/** Of what the name may stand for, the first that something leads to. */
async function firstAnswer(
  question: { readonly name: string; readonly from: string | undefined; readonly mostPaths: number },
  candidates: readonly TargetName[],
  workspace: Workspace,
  target: Target,
): Promise<Answer> {
  let first: Answer | undefined;
  for (const candidate of candidates) {
    const answer = await answerTo({ ...question, kind: candidate.kind }, candidate, workspace, target);
    if (answer.starts.length > 0) return answer;
    first ??= answer;
  }
  if (first === undefined) throw new Error(`nothing is called ${question.name}`);
  return first;
}
