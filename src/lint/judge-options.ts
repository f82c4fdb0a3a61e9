import type { Cache } from "../cache/cache.ts";
import type { PackageIndex } from "../opam/package-index.ts";

/** Why a file of a checkout will not be there for who gets what is published. */
export type Withheld = "export-ignore" | "untracked" | "submodule";

export interface JudgeOptions {
  /** What is known of published packages; by default the index that comes with the tool. */
  readonly packageIndex?: PackageIndex;
  /** Runs also the rules that only who publishes asks. */
  readonly publishing?: boolean;
  /** Files of the checkout that what is published lacks, by path; what git ignores is not among them. */
  readonly withheld?: ReadonlyMap<string, Withheld>;
  /** Where facts and finished runs are kept for the next run. */
  readonly cache?: Cache;
}
