/** What a format makes of a run. */
export interface Report {
  readonly text: string;
  /** What the reader has to be told beside it: what the format could not hold. */
  readonly warnings: readonly string[];
}
