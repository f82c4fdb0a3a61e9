import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { buildIdentity } from "./build.ts";
import { type Entries, entriesIn } from "./entries.ts";

/** What runs of this build over one tree have computed, by text keys that say all that it depends on. */
export interface Cache {
  /** Undefined where there is nothing, or nothing that can be trusted to be what was put there. */
  get(key: string): unknown;
  /** Keeps plain data: what has functions or the like in it is not kept. */
  put(key: string, value: unknown): void;
}

export interface CacheOptions {
  readonly directory: string;
  /** The directory whose tree is judged. */
  readonly tree: string;
}

/** A workspace of 300 repositories takes some 20 MB. */
const mostBytes = 500_000_000;

/** The cache for a tree; undefined where the program is not built, or where there is no such tree. */
export function openCache({ directory, tree }: CacheOptions): Cache | undefined {
  const build = identity();
  if (build === undefined) return undefined;
  try {
    return cacheOf(entriesIn({ directory, mostBytes }), `${build}\0${realpathSync(tree)}`);
  } catch {
    return undefined;
  }
}

let known: string | undefined;

function identity(): string | undefined {
  try {
    known ??= buildIdentity();
  } catch {
    return undefined;
  }
  return known;
}

/** `owner` is part of each key: entries of another are not seen. */
export function cacheOf(entries: Entries, owner: string): Cache {
  const nameOf = (key: string): string => createHash("sha256").update(`${owner}\0${key}`).digest("hex");
  return {
    get(key) {
      const content = entries.read(nameOf(key));
      try {
        return content === undefined ? undefined : deserialize(content);
      } catch {
        return undefined;
      }
    },
    put(key, value) {
      try {
        entries.write(nameOf(key), serialize(value));
      } catch {
        // What can't be kept is computed again.
      }
    },
  };
}
