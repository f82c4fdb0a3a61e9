import { gzipSync } from "node:zlib";
import type { Diagnostic } from "../lint/diagnostic.ts";
import { byImportance } from "./importance.ts";

/** What a file may have; more is left out. */
export interface Limits {
  /** Findings of a run. */
  readonly results: number;
  /** Findings of a run that are shown. */
  readonly shownResults: number;
  /** Steps of a path. */
  readonly steps: number;
  /** Places of a finding, its own among them. */
  readonly places: number;
  /** Bytes of the file once it is compressed with gzip. */
  readonly compressed: number;
  /** UTF-16 units of all findings: more than would be taken once compressed, and far less than a string holds. */
  readonly text: number;
}

/**
 * What GitHub's code scanning takes (its page "SARIF support for code scanning", with the limits on results): of more
 * findings or bytes it refuses the file, of more steps or places it shows no more, and refuses ten times as many.
 */
export const codeScanningLimits: Limits = {
  results: 25_000,
  shownResults: 5_000,
  steps: 1_000,
  places: 100,
  compressed: 10_000_000,
  text: 100_000_000,
};

/** At most `count` of the findings, in their order: the most important ones. */
export function mostImportant(findings: readonly Diagnostic[], count: number): readonly Diagnostic[] {
  if (findings.length <= count) return findings;
  const kept = new Set(byImportance(findings).slice(0, count));
  return findings.filter((finding) => kept.has(finding));
}

/** Whether code scanning takes a file of this text. */
export function isTaken(text: string, limits: Limits): boolean {
  return text.length <= limits.compressed || gzipSync(text).length <= limits.compressed;
}

/** What of a run's findings the file leaves out or code scanning will not show, in sentences without their ends. */
export function leftOutOf(
  all: readonly Diagnostic[],
  kept: readonly Diagnostic[],
  limits: Limits,
): readonly string[] {
  const paths = kept.filter(({ path }) => path.length > limits.steps).length;
  const places = kept.filter(({ related }) => related.length >= limits.places).length;
  return [
    ...(kept.length < all.length
      ? [
          `${all.length - kept.length} of ${all.length} findings are left out, the least important ones: code scanning ` +
            `takes ${limits.results} of a run and ${limits.compressed / 1_000_000} MB of compressed text`,
        ]
      : []),
    ...(kept.length > limits.shownResults
      ? [`code scanning shows ${limits.shownResults} of the ${kept.length} findings, the most severe ones`]
      : []),
    ...(paths > 0
      ? [`the first steps of ${paths} paths are left out: code scanning shows ${limits.steps} of a path`]
      : []),
    ...(places > 0
      ? [
          `some related places of ${places} findings are left out: code scanning shows ${limits.places} in all`,
        ]
      : []),
  ];
}
