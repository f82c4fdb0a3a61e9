import { blockersOf } from "../lint/blockers.ts";
import { judge } from "../lint/judge.ts";
import { locator } from "../lint/locations.ts";
import { renderBlockersJson, renderBlockersPretty } from "../report/blockers-report.ts";
import { coloured, plain } from "../report/style.ts";
import { openWorkspace } from "./open-workspace.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

export interface BlockersArguments {
  readonly all: boolean;
  readonly top: number;
  readonly format: "pretty" | "json";
  readonly target: string;
  readonly color: ColourWhen;
}

/** `mirage-lint blockers`: prints what stands in the way and gives the exit code. */
export async function runBlockers(directory: string, options: BlockersArguments): Promise<number> {
  const { top, format, color } = options;
  const opened = await openWorkspace(directory, options);
  if (opened.kind === "unfit") return complain(opened.why);
  const { workspace, target } = opened;
  if (workspace.components.length === 0 && workspace.packages.length === 0) return nothingToCheck(directory);
  const blockers = blockersOf(workspace, await judge(workspace, target));
  const locate = locator(workspace.sources);
  process.stdout.write(
    format === "json"
      ? renderBlockersJson(blockers, target, locate)
      : renderBlockersPretty(blockers, target, top, locate, wantsColour(color) ? coloured : plain),
  );
  return 0;
}
