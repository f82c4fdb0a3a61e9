import type { Diagnostic } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";

/** The finding that a verdict names as a reason, whether or not it is excepted or known; undefined where it is not shown. */
export const findingById = (
  { diagnostics, suppressed, known = [] }: Run,
  id: string | undefined,
): Diagnostic | undefined =>
  diagnostics.find((found) => found.id === id) ??
  suppressed.find((found) => found.id === id) ??
  known.find((found) => found.id === id);
