import type { Unfit } from "./bytes-result.ts";

/** One entry of an archive as it stands there, before anybody has looked at its path. */
export interface ArchiveMember {
  readonly path: string;
  readonly kind: "file" | "directory" | "link" | "hard-link";
  /** Of a file; empty for all else. */
  readonly content: Buffer;
  /** What a link leads to: of a hard link the path of another member. */
  readonly target: string;
  /** In seconds since 1970; 0 where the archive does not say. */
  readonly modified: number;
}

export type ReadArchive =
  | {
      readonly kind: "members";
      readonly members: readonly ArchiveMember[];
      /** The commit that `git archive` writes into the archive. */
      readonly commit: string | undefined;
    }
  | Unfit;

export const mostMembers = 100_000;

export const tooManyMembers = `has more than ${mostMembers} members`;
