import type { ChainStep } from "../syntax/c/preprocess-types.ts";
import type { Span } from "../syntax/span.ts";
import { headerAt } from "../target/library-headers.ts";
import type { SeenStub } from "../workspace/code.ts";
import { baseName } from "../workspace/paths.ts";
import type { Place } from "../workspace/sources.ts";
import type { Stub } from "../workspace/stubs.ts";
import type { PlacedStep } from "./rule.ts";

/** A place in a stub's own text; where the stanza names the stub, if a rule makes that text. */
export function placeIn(stub: Stub, seen: SeenStub, span: Span): Place {
  return stub.source === undefined ? stub.at : { file: seen.source, span };
}

/** A place in a file that inclusion leads to; undefined where no file of the tree holds it. */
export function placeOf(stub: Stub, { path, span }: ChainStep): Place | undefined {
  const isMade = stub.source === undefined && path === stub.builtAs;
  return isMade || headerAt(path) !== undefined ? undefined : { file: path, span };
}

/** How messages call a file that inclusion leads to. */
export function fileName(path: string): string {
  const elsewhere = headerAt(path);
  return elsewhere === undefined ? path : `${elsewhere.header} of ${elsewhere.library}`;
}

/** The same in short: the last part of a path of the tree. */
export const shortName = (path: string): string =>
  headerAt(path) === undefined ? baseName(path) : fileName(path);

/**
 * A chain of inclusions as steps, the stub first, each header where it is asked for; empty where the stub's own text is the
 * whole chain. The last link of `chain` is a place in the last header, and no step.
 */
export function includePath(stub: Stub, chain: readonly ChainStep[]): readonly PlacedStep[] {
  const [entry, ...headers] = chain;
  if (entry === undefined || headers.length === 0) return [];
  const steps = headers.map(
    ({ path }, at): PlacedStep => ({
      name: fileName(path),
      kind: "header",
      at: placeOf(stub, chain[at] ?? entry),
    }),
  );
  return [{ name: entry.path, kind: "stub", at: stub.at }, ...steps];
}
