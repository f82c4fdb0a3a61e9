import type { ChainStep } from "../syntax/c/preprocess-types.ts";
import type { Stub } from "../workspace/stubs.ts";
import type { PlacedStep } from "./rule.ts";

/**
 * A chain of inclusions as steps, the stub first, each header where it is asked for; empty where the stub's own text is the
 * whole chain. The last link of `chain` is a place in the last header, and no step.
 */
export function includePath(stub: Stub, chain: readonly ChainStep[]): readonly PlacedStep[] {
  const [entry, ...headers] = chain;
  if (entry === undefined || headers.length === 0) return [];
  const steps = headers.map((header, at): PlacedStep => {
    const { path, span } = chain[at] ?? entry;
    return { name: header.path, kind: "header", at: { file: path, span } };
  });
  return [{ name: entry.path, kind: "stub", at: stub.at }, ...steps];
}
