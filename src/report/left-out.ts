import type { Run } from "../lint/run.ts";

/** How many findings a report leaves out, and why, as the end of a phrase that counts the others; empty where there are none. */
export function leftOutOf({ known = [], summary: { suppressed } }: Run): string {
  const from = (source: (typeof known)[number]["knownFrom"]): number =>
    known.filter(({ knownFrom, excused }) => knownFrom === source && !excused).length;
  const counts = [
    [suppressed, "suppressed"],
    [from("baseline"), "in the baseline"],
    [from("since"), "not new"],
  ] as const;
  return counts.flatMap(([count, why]) => (count === 0 ? [] : [`, ${count} ${why}`])).join("");
}
