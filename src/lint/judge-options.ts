import type { PackageIndex } from "../opam/package-index.ts";

/** A file of its own, so that the types of the package do not lead to those of the parsers. */
export interface JudgeOptions {
  /** What is known of published packages; by default the index that comes with the tool. */
  readonly packageIndex?: PackageIndex;
  /** Runs also the rules that only who publishes asks. */
  readonly publishing?: boolean;
}
