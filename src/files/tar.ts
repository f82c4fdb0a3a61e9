/** One regular file of a tar archive. */
export interface TarEntry {
  readonly path: string;
  readonly text: string;
  /** In seconds since 1970. */
  readonly modified: number;
}

export interface TarArchive {
  readonly entries: readonly TarEntry[];
  /** The commit that `git archive` writes into the archive. */
  readonly commit: string | undefined;
}

const block = 512;

/** Reads a tar archive as ustar, GNU tar and `git archive` write it; undefined where it is cut off or no such archive. */
export function readTar(bytes: Buffer): TarArchive | undefined {
  const entries: TarEntry[] = [];
  let commit: string | undefined;
  let longName: string | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = numberIn(header, 124, 12);
    if (header.toString("latin1", 257, 262) !== "ustar" || Number.isNaN(size)) return undefined;
    const start = at + block;
    if (start + size > bytes.length) return undefined;
    const content = bytes.subarray(start, start + size);
    const type = header.toString("latin1", 156, 157);
    if (type === "g") commit = /(?:^|\n)\d+ comment=([0-9a-f]{40})/.exec(content.toString("utf8"))?.[1];
    else if (type === "x") longName = /(?:^|\n)\d+ path=([^\n]*)/.exec(content.toString("utf8"))?.[1];
    else if (type === "L") longName = content.toString("utf8").replace(/\0.*$/s, "");
    else {
      if (type === "0" || type === "\0")
        entries.push({
          path: longName ?? pathIn(header),
          text: content.toString("utf8"),
          modified: numberIn(header, 136, 12),
        });
      longName = undefined;
    }
    at = start + Math.ceil(size / block) * block;
  }
  return entries.length === 0 ? undefined : { entries, commit };
}

function pathIn(header: Buffer): string {
  const prefix = fieldIn(header, 345, 155);
  const name = fieldIn(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

function fieldIn(header: Buffer, start: number, length: number): string {
  return header.toString("utf8", start, start + length).replace(/\0.*$/s, "");
}

function numberIn(header: Buffer, start: number, length: number): number {
  return Number.parseInt(fieldIn(header, start, length).trim(), 8);
}
