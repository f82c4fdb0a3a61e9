import type { Run, Verdict } from "../lint/run.ts";

const worstFirst: readonly Verdict[] = ["not-portable", "unknown", "portable", "disabled", "host-only"];

/**
 * One verdict for the whole tree: the worst of its unikernels and packages (of its libraries where it has no packages), those that are
 * meant for Unix left out unless there is nothing else. Undefined where nothing was judged.
 */
export function overallVerdict({ unikernels, packages, libraries }: Run): Verdict | undefined {
  const owned = packages.length > 0 ? packages : libraries;
  const meant = owned.filter(({ intent }) => intent !== "unix-only");
  const judged = [...unikernels, ...meant];
  const verdicts = new Set((judged.length > 0 ? judged : owned).map(({ verdict }) => verdict));
  return worstFirst.find((verdict) => verdicts.has(verdict));
}
