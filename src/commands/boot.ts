import { type Boot, bootOf, isFatal } from "../boot/boot.ts";
import { bootStarts, startsCalled } from "../boot/starts.ts";
import { locator } from "../lint/locations.ts";
import { renderBootJson, renderBootPretty } from "../report/boot-report.ts";
import { coloured, plain } from "../report/style.ts";
import { nearStarts } from "../why/starting-points.ts";
import { meaning, openWorkspace } from "./open-workspace.ts";
import type { SettingsArguments } from "./settings.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

export interface BootArguments extends SettingsArguments {
  readonly dir: string;
  readonly format: "pretty" | "json";
  readonly color: ColourWhen;
}

/** `mirage-lint boot`: prints what runs before `start` and gives the exit code. */
export async function runBoot(name: string | undefined, options: BootArguments): Promise<number> {
  const { dir, format, color } = options;
  const opened = await openWorkspace(dir, options);
  if (opened.kind === "unfit") return opened.code;
  const { workspace, target } = opened;
  const starts = name === undefined ? bootStarts(workspace) : startsCalled(name, workspace);
  if (starts.length === 0) {
    if (name === undefined || workspace.components.length === 0) return nothingToCheck(dir);
    return complain(
      `no unikernel or library of this tree is called ${name}${meaning(nearStarts(name, workspace))}`,
    );
  }
  const boots: Boot[] = [];
  for (const together of starts) boots.push(await bootOf(together, workspace, target));
  const locate = locator(workspace.sources);
  process.stdout.write(
    format === "json"
      ? renderBootJson(boots, target, locate)
      : renderBootPretty(boots, target, locate, wantsColour(color) ? coloured : plain),
  );
  return boots.some(({ events }) => events.some(isFatal)) ? 1 : 0;
}
