import { blockersOf } from "../lint/blockers.ts";
import { judge } from "../lint/judge.ts";
import { locator } from "../lint/locations.ts";
import { renderBlockersJson, renderBlockersPretty } from "../report/blockers-report.ts";
import { coloured, plain } from "../report/style.ts";
import { openWorkspace } from "./open-workspace.ts";
import type { SettingsArguments } from "./settings.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";

export interface BlockersArguments extends SettingsArguments {
  readonly top: number;
  readonly format: "pretty" | "json";
  readonly color: ColourWhen;
}

/** `mirage-lint blockers`: prints what stands in the way and gives the exit code. */
export async function runBlockers(directory: string, options: BlockersArguments): Promise<number> {
  const { top, format, color } = options;
  const opened = await openWorkspace(directory, options);
  if (opened.kind === "unfit") return opened.code;
  const { workspace, target, packageIndex } = opened;
  if (workspace.components.length === 0 && workspace.packages.length === 0) return nothingToCheck(directory);
  const blockers = blockersOf(
    workspace,
    await judge(workspace, target, packageIndex === undefined ? {} : { packageIndex }),
  );
  const locate = locator(workspace.sources);
  process.stdout.write(
    format === "json"
      ? renderBlockersJson(blockers, target, locate)
      : renderBlockersPretty(blockers, target, top, locate, wantsColour(color) ? coloured : plain),
  );
  return 0;
}
