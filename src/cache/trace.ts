import { createHash } from "node:crypto";
import type { ReadResult, Vfs } from "../files/vfs.ts";

/** What was seen of a tree: the files that were read, by what was read of them. */
export interface Trace {
  readonly listing: string;
  readonly paths: readonly string[];
  /** In the order of the paths. */
  readonly digests: readonly string[];
}

const digestOfText = (text: string): string => createHash("sha256").update(text).digest("base64");

function digestOf(read: ReadResult): string {
  if (read.kind === "unreadable") return `unreadable ${read.why}`;
  return `${read.recoded === true ? "recoded" : "stored"} ${digestOfText(read.text)}`;
}

/** One text for the files that a tree has and the parts that were left out of it. */
export function listingOf({ files, leftOut }: Vfs): string {
  return digestOfText(JSON.stringify([files, leftOut]));
}

/** The same tree, which writes down all that is seen of it. */
export function traced(vfs: Vfs): { readonly vfs: Vfs; trace(): Trace } {
  const digests = new Map<string, string>();
  return {
    vfs: {
      ...vfs,
      read(path) {
        const found = vfs.read(path);
        digests.set(path, digestOf(found));
        return found;
      },
    },
    trace: () => ({ listing: listingOf(vfs), paths: [...digests.keys()], digests: [...digests.values()] }),
  };
}

/** Whether whoever did what was traced would see the same today. */
export function seesTheSame({ listing, paths, digests }: Trace, vfs: Vfs): boolean {
  return listing === listingOf(vfs) && paths.every((path, at) => digestOf(vfs.read(path)) === digests[at]);
}
