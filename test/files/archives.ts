import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { git, temporaryTree } from "./temporary-tree.ts";

/** The output of a program that makes archives, run in a directory. */
export function packed(directory: string, program: string, ...words: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: directory, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
  return stdout;
}

export const hasProgram = (name: string): boolean =>
  spawnSync("bash", ["-c", 'command -v "$0"', name], { stdio: "ignore" }).status === 0;

/** A zip archive with links as links, which the program writes to a file alone. */
export function zipped(directory: string, ...words: readonly string[]): Buffer {
  const file = join(temporaryTree({}), "made.zip");
  packed(directory, "zip", "-qry", ...words.slice(0, -1), file, ...words.slice(-1));
  return readFileSync(file);
}

/** One member of a tar archive made by hand, so that it can be one that no tool would write. */
export interface HandmadeMember {
  readonly path: string;
  readonly type?: string;
  readonly content?: string;
  readonly target?: string;
}

/** A tar archive in the format ustar; names have to fit into a header's field. */
export function tarOf(...members: readonly HandmadeMember[]): Buffer {
  const blocks = members.map(({ path, type = "0", content = "", target = "" }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write("0000644\0", 100);
    header.write(bytes.length.toString(8).padStart(11, "0"), 124);
    header.write("00000000000", 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(target, 157, 100);
    header.write("ustar\0", 257);
    header.write("00", 263);
    const sum = header.reduce((before, byte) => before + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A directory `p-1.0` with these files, and the directory around it. */
export function releaseTree(files: Readonly<Record<string, string | Uint8Array>>): string {
  return temporaryTree(
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`p-1.0/${path}`, content])),
  );
}

export function gitArchive(directory: string, format: string): Buffer {
  git(directory, "init", "-q");
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", "all");
  return packed(directory, "git", "archive", `--format=${format}`, "--prefix=p-1.0/", "HEAD");
}
