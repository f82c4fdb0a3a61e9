import type { Run } from "../lint/run.ts";

/** What the verdicts rest on: libraries taken on trust, and what could not be looked into. */
export interface Grounds {
  readonly assumed: readonly string[];
  /** `src/dune (OCaml syntax)` */
  readonly unseen: readonly string[];
}

export function groundsOf(run: Run): Grounds {
  const assumed = new Set([...run.libraries, ...run.unikernels].flatMap(({ assumes }) => assumes));
  return { assumed: [...assumed].sort(), unseen: run.unseen.map(({ file, what }) => `${file} (${what})`) };
}
