import type { Cache } from "../cache/cache.ts";
import { listingOf, seesTheSame, type Trace, traced } from "../cache/trace.ts";
import type { Vfs } from "../files/vfs.ts";
import { sourcesOf } from "../workspace/sources.ts";
import type { CheckOptions } from "./check.ts";
import { lineReader } from "./locations.ts";
import type { Run } from "./run.ts";

interface RememberedRun {
  readonly trace: Trace;
  readonly run: Omit<Run, "linesOf" | "storedText">;
}

/** Of trees with the same files: the working tree, and the commit that it is compared with. */
const mostRemembered = 2;

/**
 * The run that an earlier one over the same tree came to, where all that it saw of the tree is as it was; else a new one. A run sees
 * nothing but the tree, its options and this program, so that the same bytes come of it.
 */
export async function rememberedRun(
  vfs: Vfs,
  options: CheckOptions,
  cache: Cache,
  judge: (vfs: Vfs) => Promise<Run>,
): Promise<Run> {
  const asked = keyOfOptions(options, vfs.files);
  if (asked === undefined) return judge(vfs);
  const key = `run ${asked} ${listingOf(vfs)}`;
  const remembered = (cache.get(key) ?? []) as readonly RememberedRun[];
  const same = remembered.find(({ trace }) => seesTheSame(trace, vfs));
  if (same !== undefined) {
    const sources = sourcesOf(vfs);
    return { ...same.run, linesOf: lineReader(sources), storedText: sources.storedText };
  }
  const watched = traced(vfs);
  const run = await judge(watched.vfs);
  const { linesOf: _, storedText: __, ...plain } = run;
  const latest: RememberedRun = { trace: watched.trace(), run: plain };
  cache.put(key, [latest, ...remembered.slice(0, mostRemembered - 1)]);
  return run;
}

/** One text for all options that a run over these files depends on; undefined where some of them can't be written down. */
function keyOfOptions(
  { cache: _, target, scope: { declared, ...scope }, packageIndex, ...others }: CheckOptions,
  files: readonly string[],
): string | undefined {
  // An index of somebody's own may be another at any time, and is as large as a run takes long.
  if (packageIndex !== undefined) return undefined;
  const ignored = files.flatMap((file) => {
    const glob = declared?.ignoredBy(file);
    return glob === undefined ? [] : [[file, glob]];
  });
  const said = declared === undefined ? undefined : { ...declared, ignoredBy: ignored };
  try {
    return JSON.stringify({ target: target.name, scope, said, others }, (_name, value) => plainly(value));
  } catch {
    return undefined;
  }
}

function plainly(value: unknown): unknown {
  if (typeof value === "function") throw new TypeError("a function can't be written down");
  if (value instanceof Set) return [...value].sort();
  return value instanceof Map ? [...value].sort() : value;
}
