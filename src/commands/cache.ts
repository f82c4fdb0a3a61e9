import { type Cache, openCache } from "../cache/cache.ts";
import { defaultCacheDirectory } from "../cache/directory.ts";
import { cleanCache, sizeOfCache } from "../cache/entries.ts";
import { printable } from "../report/escape.ts";
import { complain } from "./target-text.ts";

export interface CacheArguments {
  /** False: nothing is taken from a cache or put into one. */
  readonly cache?: boolean;
  readonly cacheDir?: string;
}

/** The cache for what stands at `path`; undefined where there is to be none, or can't be one. */
export function cacheFor(path: string, { cache = true, cacheDir }: CacheArguments): Cache | undefined {
  return cache ? openCache({ directory: cacheDir ?? defaultCacheDirectory(), tree: path }) : undefined;
}

/** `mirage-lint cache`: says where the cache is and how large, or empties it. */
export function runCache(action: "info" | "clean", { cacheDir }: CacheArguments): number {
  const directory = cacheDir ?? defaultCacheDirectory();
  const { entries, bytes } = sizeOfCache(directory);
  const what = `${entries} ${entries === 1 ? "entry" : "entries"}, ${(bytes / 1e6).toFixed(1)} MB`;
  switch (action) {
    case "info":
      process.stdout.write(`${printable(directory)}: ${what}\n`);
      return 0;
    case "clean":
      if (!cleanCache(directory)) return complain(`not all of ${directory} could be removed`);
      process.stdout.write(`removed from ${printable(directory)}: ${what}\n`);
      return 0;
  }
}
