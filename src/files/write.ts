import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** A file of a directory, by its path from there with `/`, and what it is to hold in place of what it holds. */
export interface Rewriting {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Why a file below `root` is not written to; undefined where it is. Links are left alone, also to another file of the tree: that one
 * has a name of its own.
 */
export function whyUnwritableBelow(root: string): (file: string) => string | undefined {
  const realRoot = realpathSync(root);
  return (file) => {
    const full = join(realRoot, file);
    try {
      if (realpathSync(dirname(full)) !== dirname(full) || lstatSync(full).isSymbolicLink())
        return `${file} is reached by a symbolic link`;
      if (!lstatSync(full).isFile()) return `${file} is no regular file`;
      accessSync(full, constants.W_OK);
      accessSync(dirname(full), constants.W_OK);
      return undefined;
    } catch {
      return `${file} cannot be written`;
    }
  };
}

/**
 * Writes each file whole: beside it first, then in its place, all of them once all are there. Texts say what went wrong; where a file
 * cannot be written or no longer holds what it held, none is.
 */
export function rewrite(root: string, rewritings: readonly Rewriting[]): readonly string[] {
  const realRoot = realpathSync(root);
  const failures: string[] = [];
  const prepared: { readonly file: string; readonly temporary: string; readonly full: string }[] = [];
  for (const { file, before, after } of rewritings) {
    const full = join(realRoot, file);
    try {
      const temporary = writtenBeside(full, before, after);
      if (temporary === undefined) failures.push(`${file} has changed meanwhile`);
      else prepared.push({ file, temporary, full });
    } catch (error) {
      failures.push(`cannot write ${file}: ${reasonOf(error)}`);
    }
  }
  if (failures.length > 0) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    return failures;
  }
  for (const { file, temporary, full } of prepared)
    try {
      renameSync(temporary, full);
    } catch (error) {
      rmSync(temporary, { force: true });
      failures.push(`cannot write ${file}: ${reasonOf(error)}`);
    }
  return failures;
}

/** The name of a new file with `after` in it and the permissions of `full`; undefined where `full` does not hold `before`. */
function writtenBeside(full: string, before: string, after: string): string | undefined {
  if (!readFileSync(full).equals(Buffer.from(before))) return undefined;
  const temporary = `${full}.${process.pid}.mirage-lint`;
  const handle = openSync(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    const bytes = Buffer.from(after);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fchmodSync(handle, lstatSync(full).mode & 0o7777);
    fsyncSync(handle);
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
