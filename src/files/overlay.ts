import type { Vfs } from "./vfs.ts";

/** `base` with other texts in some of its files. */
export function overlayVfs(base: Vfs, texts: ReadonlyMap<string, string>): Vfs {
  return {
    ...base,
    read: (path) => {
      const text = base.has(path) ? texts.get(path) : undefined;
      return text === undefined ? base.read(path) : { kind: "text", text };
    },
  };
}
