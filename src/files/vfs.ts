import { isUtf8 } from "node:buffer";

/** What became of reading one file. */
export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
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

/** UTF-8, or Latin-1 where the bytes aren't valid UTF-8; a byte order mark is dropped. */
export function decode(bytes: Buffer): string {
  const text = bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
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
