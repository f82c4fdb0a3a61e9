import { join, relative, resolve, sep } from "node:path";
import { rules } from "../../rules/index.ts";
import { unmatchedGlobs } from "../config/globs.ts";
import type { Settings } from "../config/settings.ts";
import { isDirectory } from "../files/directories.ts";
import { directoryVfs } from "../files/directory.ts";
import {
  renderSettingsJson,
  renderSettingsPretty,
  type SettingsQuestion,
} from "../report/settings-report.ts";
import { coloured, plain } from "../report/style.ts";
import { defaultTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { remembered } from "../workspace/remembered.ts";
import { type SettingsArguments, settingsFor } from "./settings.ts";
import { type ColourWhen, wantsColour } from "./standard-output.ts";
import { complain } from "./target-text.ts";

export interface ConfigArguments extends SettingsArguments {
  readonly dir: string;
  readonly format: "pretty" | "json";
  readonly color: ColourWhen;
}

/** `mirage-lint config`: prints what is in force and gives the exit code. */
export async function runConfig(file: string | undefined, options: ConfigArguments): Promise<number> {
  const { dir, format, color } = options;
  if (!isDirectory(dir)) return complain(`not a directory: ${dir}`);
  const way = file === undefined ? undefined : wayFrom(dir, file);
  if (way?.startsWith("../")) return complain(`${file} is not in ${dir}`);
  const asked = await settingsFor(dir, options);
  if (asked.kind === "unfit") return asked.code;
  const { settings } = asked;
  const treeIn = remembered(directoryVfs, (directory) => resolve(directory));
  const question: SettingsQuestion = {
    settings,
    unmatched: unmatchedIn(settings, dir, treeIn),
    targetOfLocks: settings.target.value === undefined ? targetOfLocks(treeIn(dir)) : undefined,
    defaultTarget,
    file: way,
    rules: rules.map(({ id }) => id),
  };
  process.stdout.write(
    format === "json"
      ? renderSettingsJson(question)
      : renderSettingsPretty(question, wantsColour(color) ? coloured : plain),
  );
  return 0;
}

function unmatchedIn(
  { ignore, severities, below }: Settings,
  directory: string,
  treeIn: typeof directoryVfs,
): ReadonlySet<string> {
  const globs = [...ignore.map(({ value }) => value), ...severities.flatMap(({ paths = [] }) => paths)];
  if (globs.length === 0) return new Set();
  const { files, leftOut } = treeIn(join(directory, below.replace(/[^/]+/g, "..")));
  // Of a directory that is too large to be listed nothing can be said.
  return leftOut.some(({ path }) => path === ".") ? new Set() : unmatchedGlobs(globs, files);
}

/** Undefined for the directory itself. */
function wayFrom(directory: string, file: string): string | undefined {
  const way = relative(resolve(directory), resolve(file)).replaceAll(sep, "/");
  return way === "" ? undefined : way;
}
