import { type Confidence, type Diagnostic, severities } from "../lint/diagnostic.ts";

const confidences: readonly Confidence[] = ["high", "medium", "low"];

/** The findings that are not excused, the gravest and surest first; those alike stay in the run's order. */
export function byImportance(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .filter(({ excused }) => !excused)
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence),
    );
}

/** `3 errors, 1 note`, without what there is none of; empty where there is nothing. */
export function countsOf(diagnostics: readonly Diagnostic[]): string {
  return severities
    .map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}
