import { isUtf8 } from "node:buffer";
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { readRegularFile } from "../files/directory.ts";
import { textIn } from "../files/vfs.ts";

export const configName = "mirage-lint.toml";
/** No person writes more. */
const largestConfig = 256_000;

/** A configuration that was found, and the directory that it may not lead out of. */
export interface FoundConfig {
  readonly file: string;
  readonly within: string;
}

/**
 * The nearest mirage-lint.toml in the directory that `path` is or stands in, or above it: up to the root of the git repository,
 * or of the file system where there is none.
 */
export function findConfig(path: string): FoundConfig | undefined {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
  let directory = resolve(isDirectory ? path : dirname(path));
  let found: string | undefined;
  for (;;) {
    if (found === undefined && existsSync(join(directory, configName))) found = directory;
    const above = dirname(directory);
    const isRepository = existsSync(join(directory, ".git"));
    if (isRepository || above === directory)
      return found === undefined
        ? undefined
        : { file: join(found, configName), within: isRepository ? directory : found };
    directory = above;
  }
}

export type ConfigText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly why: string };

/** Reads a configuration. One that was found may be a stranger's: a link must not lead elsewhere, since problems show lines. */
export function readConfigText({
  file,
  within,
}: {
  readonly file: string;
  readonly within?: string;
}): ConfigText {
  if (within !== undefined && !leadsBelow(file, within))
    return { kind: "unreadable", why: "a symbolic link leads out of the repository" };
  const result = readRegularFile(file, largestConfig);
  if (result.kind === "unfit") return { kind: "unreadable", why: result.why };
  if (!isUtf8(result.bytes)) return { kind: "unreadable", why: "not UTF-8" };
  const read = textIn(result.bytes);
  return read.kind === "text" ? { kind: "text", text: read.text } : read;
}

/** Whether a file, with all links followed, stands below a directory; where it is not there, whether it would. */
export function leadsBelow(file: string, directory: string): boolean {
  try {
    const root = realpathSync(directory);
    let there = resolve(file);
    while (!existsSync(there)) there = dirname(there);
    const real = realpathSync(there);
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
  } catch {
    return true;
  }
}
