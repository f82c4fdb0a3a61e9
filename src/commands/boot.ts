import { type Boot, bootOf, isFatal } from "../boot/boot.ts";
import { bootStarts, startsCalled } from "../boot/starts.ts";
import { directoryVfs, isDirectory } from "../files/directory.ts";
import { locator } from "../lint/locations.ts";
import { renderBootJson, renderBootPretty } from "../report/boot-report.ts";
import { coloured, plain } from "../report/style.ts";
import { loadTarget } from "../target/target.ts";
import { nearStarts } from "../why/starting-points.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { type ColourWhen, nothingToCheck, wantsColour } from "./standard-output.ts";
import { complain, unknownTarget } from "./target-text.ts";

export interface BootArguments {
  readonly dir: string;
  readonly format: "pretty" | "json";
  readonly target: string;
  readonly color: ColourWhen;
}

/** `mirage-lint boot`: prints what runs before `start` and gives the exit code. */
export async function runBoot(name: string | undefined, options: BootArguments): Promise<number> {
  const { dir, format, color } = options;
  const unknown = unknownTarget(options.target);
  if (unknown !== undefined) return complain(unknown);
  if (!isDirectory(dir)) return complain(`not a directory: ${dir}`);
  const target = loadTarget(options.target);
  const scope = { all: false, strict: false, packages: new Set<string>() };
  const workspace = await readWorkspace(directoryVfs(dir), { target, scope });
  const starts = name === undefined ? bootStarts(workspace) : startsCalled(name, workspace);
  if (starts.length === 0) {
    if (name === undefined || workspace.components.length === 0) return nothingToCheck(dir);
    const near = nearStarts(name, workspace);
    const meant = near.length === 0 ? "" : `; do you mean ${near.join(" or ")}?`;
    return complain(`no unikernel or library of this tree is called ${name}${meant}`);
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
