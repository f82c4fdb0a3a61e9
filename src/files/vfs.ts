import { isUtf8 } from "node:buffer";

/** What became of reading one file. */
export type ReadResult =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Only where the bytes are not this text in UTF-8: they are Latin-1, or began with a byte order mark. */
      readonly recoded?: true;
    }
  | { readonly kind: "unreadable"; readonly why: string };

/** Something below the root that was left out of the listing, or could not be read. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** The files of one checked tree. Paths are relative to its root, with `/`, and never leave it. */
export interface Vfs {
  /** Every file, sorted by code units. */
  readonly files: readonly string[];
  readonly leftOut: readonly LeftOut[];
  has(path: string): boolean;
  /** UTF-8, or Latin-1 where it isn't valid UTF-8; a byte order mark is dropped. */
  read(path: string): ReadResult;
}

/** Larger files are not source code that a person wrote. */
export const largestFile = 8_000_000;

/** What is read from a file's bytes: UTF-8, or Latin-1 where they aren't valid UTF-8; a byte order mark is dropped. */
export function textIn(bytes: Buffer): ReadResult {
  if (!isUtf8(bytes)) return { kind: "text", text: bytes.toString("latin1"), recoded: true };
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF")
    ? { kind: "text", text: text.slice(1), recoded: true }
    : { kind: "text", text };
}

export function memoryVfs(contents: Readonly<Record<string, string>>): Vfs {
  const files = Object.keys(contents).sort();
  return {
    files,
    leftOut: [],
    has: (path) => Object.hasOwn(contents, path),
    read: (path) => {
      const text = Object.hasOwn(contents, path) ? contents[path] : undefined;
      return text === undefined ? { kind: "unreadable", why: "no such file" } : { kind: "text", text };
    },
  };
}
