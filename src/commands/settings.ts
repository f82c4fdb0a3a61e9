import { dirname, join, relative, resolve, sep } from "node:path";
import type { UnfitConfig } from "../config/config-file.ts";
import { configName, findConfig, leadsBelow, readConfigText } from "../config/find-config.ts";
import type { FailOn } from "../config/presets.ts";
import { originText, type PlacedConfig, type Settings, settingsOf } from "../config/settings.ts";
import { isDirectory } from "../files/directories.ts";
import type { Vfs } from "../files/vfs.ts";
import { loadPackageIndex, type PackageIndex } from "../opam/package-index.ts";
import { renderConfigProblems } from "../report/config-problems.ts";
import { counted } from "../report/counted.ts";
import { printable } from "../report/escape.ts";
import { coloured, plain } from "../report/style.ts";
import { complain, unknownTarget } from "./target-text.ts";

/** What the command line says of settings; what it leaves out is for the configuration to say. */
export interface SettingsArguments {
  /** A configuration file; false: none, whatever there is. */
  readonly config?: string | false;
  readonly target?: string;
  readonly package?: readonly string[];
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly failOn?: FailOn;
  /** A file that `index build` wrote. */
  readonly index?: string;
  /** A file that `--write-baseline` wrote; `true`: the one that is configured, or stands at the root; false: none. */
  readonly baseline?: string | boolean;
}

/** The settings for what stands at a path, or the exit code where something is wrong with them, which has been said. */
export type SettingsResult =
  | {
      readonly kind: "settings";
      readonly settings: Settings;
      /** Undefined: the index that comes along. */
      readonly packageIndex: PackageIndex | undefined;
    }
  | { readonly kind: "unfit"; readonly code: number };

/**
 * Finds and reads the configuration for what stands at a path, and puts the command line over it. `archive` is what a path to an
 * archive holds: its configuration is the one in it.
 */
export async function settingsFor(
  path: string,
  options: SettingsArguments,
  archive: Vfs | undefined = undefined,
): Promise<SettingsResult> {
  const unfit = (code: number): SettingsResult => ({ kind: "unfit", code });
  const source =
    archive === undefined ? sourceOnDisk(path, options.config) : sourceIn(archive, options.config);
  const placed = source === undefined ? undefined : await readSource(source);
  if (typeof placed === "number") return unfit(placed);
  const named = typeof options.baseline === "string" ? options.baseline : undefined;
  const settings = settingsOf({ ...options, packages: options.package, baseline: named }, placed);
  const { target, index, baseline } = settings;
  const unknownName = target.value === undefined ? undefined : unknownTarget(target.value);
  if (unknownName !== undefined) return unfit(complain(unknownName));
  const isWithin = (file: string): boolean => leadsBelow(file, dirname(source?.file ?? ""));
  if (baseline.value !== undefined && baseline.from.kind === "file" && !isWithin(baseline.value))
    return unfit(complain(`a symbolic link leads out of the repository${whence(settings, "baseline")}`));
  if (index.value === undefined) return { kind: "settings", settings, packageIndex: undefined };
  if (archive !== undefined && index.from.kind === "file")
    return unfit(complain(`an index in an archive cannot be read${whence(settings, "index")}; say --index`));
  const packageIndex =
    index.from.kind === "file" && !isWithin(index.value) ? undefined : loadPackageIndex(index.value);
  if (packageIndex === undefined)
    return unfit(complain(`not an index: ${index.value}${whence(settings, "index")}`));
  return { kind: "settings", settings, packageIndex };
}

/**
 * What is wrong with the packages that are to be judged; undefined where they are all there. Of those that a configuration above the
 * checked directory names others may be elsewhere.
 */
export function missingPackages(
  settings: Settings,
  there: readonly string[],
  path: string,
): string | undefined {
  const { value: names, from } = settings.packages;
  if (from.kind === "file" && from.at.file.startsWith("../")) return undefined;
  const missing = names.filter((name) => !there.includes(name));
  return missing.length === 0
    ? undefined
    : `no package ${missing.join(", ")} in ${path}${whence(settings, "packages")}`;
}

/** Where a setting is written, to go behind what is wrong with it: ` (mirage-lint.toml:3)`. */
function whence(settings: Settings, key: "baseline" | "index" | "packages"): string {
  const { from } = settings[key];
  return from.kind === "file" ? ` (${originText(from)})` : "";
}

interface Source {
  readonly file: string;
  /** Where the globs start from, and where what is checked stands. */
  readonly directory: string;
  readonly root: string;
  read(): ReturnType<typeof readConfigText>;
}

function sourceOnDisk(path: string, config: SettingsArguments["config"]): Source | undefined {
  if (config === false) return undefined;
  const root = resolve(isDirectory(path) ? path : dirname(path));
  const found = config === undefined ? findConfig(path) : { file: resolve(config) };
  if (found === undefined) return undefined;
  const above = dirname(found.file);
  const isAbove = root === above || root.startsWith(above.endsWith(sep) ? above : above + sep);
  return { file: found.file, directory: isAbove ? above : root, root, read: () => readConfigText(found) };
}

function sourceIn(archive: Vfs, config: SettingsArguments["config"]): Source | undefined {
  if (typeof config === "string") return sourceOnDisk(".", config);
  if (config === false || !archive.has(configName)) return undefined;
  return { file: configName, directory: "", root: "", read: () => archive.read(configName) };
}

/** A number is the exit code: what is wrong has been said. */
async function readSource({ file, directory, root, read }: Source): Promise<PlacedConfig | number> {
  const shown = relative("", file) || file;
  const result = read();
  if (result.kind === "unreadable") return complain(`${shown}: ${result.why}`);
  const name = (relative(root, file) || file).replaceAll(sep, "/");
  const { readConfig } = await import("../config/read-config.ts");
  const outcome = readConfig(name, result.text);
  if (outcome.kind === "unfit") return complainOfConfig(outcome, result.text, shown);
  const way = relative(directory, root).replaceAll(sep, "/");
  return {
    config: outcome.config,
    below: way === "" ? "" : `${way}/`,
    resolve: (path) => join(dirname(file), path),
  };
}

const wrongUse = 2;

/** Says on standard error what is wrong with a configuration, and gives the exit code for it. */
function complainOfConfig({ problems, more }: UnfitConfig, text: string, file: string): number {
  const colour = process.stderr.isTTY === true && process.stderr.hasColors();
  const placed = problems.map((problem) => ({ ...problem, at: { ...problem.at, file } }));
  process.stderr.write(renderConfigProblems(placed, text, colour ? coloured : plain));
  const shown = more === 0 ? "" : `, and these are the first ${problems.length}`;
  process.stderr.write(
    `mirage-lint: ${printable(file)} has ${counted(problems.length + more, "problem")}${shown}\n`,
  );
  return wrongUse;
}
