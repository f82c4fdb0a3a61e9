import { deserialize, serialize } from "node:v8";
import type { Cache } from "./cache.ts";

/** Facts of many files in one entry of the cache, since opening a file for each takes longer than reading them. */
export interface Pack<Facts> {
  /** Nothing was kept before. */
  readonly isNew: boolean;
  get(key: string): Facts | undefined;
  /** Facts that are plain data, to be kept with what was asked for lately. */
  add(key: string, facts: Facts): void;
  /** Writes the pack where something was added. */
  keep(): void;
}

/** As it is stored: one entry behind the other. */
interface StoredPack {
  readonly keys: readonly string[];
  /** For how many writings nobody has asked for each. */
  readonly unused: readonly number[];
  readonly ends: readonly number[];
  readonly facts: Uint8Array;
}

/** Who changes branches to and fro finds what was there before. */
const mostUnused = 8;

/** The pack of that name; empty where the cache has none. */
export function packIn<Facts>(cache: Cache, name: string): Pack<Facts> {
  const stored = new Map(storedIn(cache, name));
  const used = new Set<string>();
  const added = new Map<string, Facts>();
  return {
    isNew: stored.size === 0,
    get(key) {
      const found = stored.get(key);
      if (found === undefined) return added.get(key);
      used.add(key);
      return deserialize(found.facts) as Facts;
    },
    add: (key, facts) => void added.set(key, facts),
    keep() {
      if (added.size === 0) return;
      const kept = [...stored].flatMap(([key, { facts, unused }]) => {
        const age = used.has(key) ? 0 : unused + 1;
        return age > mostUnused ? [] : [{ key, unused: age, facts }];
      });
      const all = [
        ...kept,
        ...[...added].map(([key, facts]) => ({ key, unused: 0, facts: serialize(facts) })),
      ];
      let end = 0;
      cache.put(name, {
        keys: all.map(({ key }) => key),
        unused: all.map(({ unused }) => unused),
        ends: all.map(({ facts }) => (end += facts.length)),
        facts: Buffer.concat(all.map(({ facts }) => facts)),
      } satisfies StoredPack);
    },
  };
}

interface StoredFacts {
  readonly unused: number;
  readonly facts: Uint8Array;
}

function storedIn(cache: Cache, name: string): readonly (readonly [key: string, StoredFacts])[] {
  const pack = cache.get(name) as StoredPack | undefined;
  if (pack === undefined) return [];
  return pack.keys.map((key, at) => {
    const facts = pack.facts.subarray(pack.ends[at - 1] ?? 0, pack.ends[at]);
    return [key, { unused: pack.unused[at] ?? 0, facts }];
  });
}
