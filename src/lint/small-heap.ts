import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

interface Tree {
  readonly files: readonly string[];
}

/** Fewer files fit into any heap. */
const fewFiles = 4_000;

/**
 * Has V8 collect what is no longer needed before the heap is a tenth larger again, where a tree is large: by default it lets the heap
 * grow to a multiple of what is alive. The part for what is new stays as small as it is by then.
 */
export function keepHeapSmall({ files }: Tree): void {
  if (files.length <= fewFiles) return;
  setFlagsFromString("--heap-growing-percent=10");
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** Has it collect what a run over a large tree is done with: that is quick, since little of it is alive. */
export function releaseHeap({ files }: Tree): void {
  if (files.length <= fewFiles) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
