import type { Diagnostic } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";

/** The finding that a verdict names as a reason, whether or not an exception covers it; undefined where it is not shown. */
export const findingById = (
  { diagnostics, suppressed }: Run,
  id: string | undefined,
): Diagnostic | undefined =>
  diagnostics.find((found) => found.id === id) ?? suppressed.find((found) => found.id === id);
