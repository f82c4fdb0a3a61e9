import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where the cache is kept unless somebody says otherwise: the XDG base directory specification, and what Windows has instead. */
export function defaultCacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME = "", LOCALAPPDATA = "" } = environment;
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, "mirage-lint");
  if (process.platform === "win32" && isAbsolute(LOCALAPPDATA))
    return join(LOCALAPPDATA, "mirage-lint", "cache");
  return join(homedir(), ".cache", "mirage-lint");
}
