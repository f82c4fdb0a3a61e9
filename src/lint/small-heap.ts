import { setFlagsFromString } from "node:v8";

/** Fewer files fit into any heap. */
const fewFiles = 4_000;

/**
 * Has V8 collect what is no longer needed before the heap is half as large again, where a tree is large: by default it lets the heap
 * grow to a multiple of what is alive.
 */
export function keepHeapSmall({ files }: { readonly files: readonly string[] }): void {
  if (files.length > fewFiles) setFlagsFromString("--heap-growing-percent=20");
}
