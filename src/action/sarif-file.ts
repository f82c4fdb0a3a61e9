import { lstatSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { Environment } from "./inputs.ts";

/** Where the SARIF goes: what the workflow names, else a new directory outside of the checked tree. */
export function sarifFileFor(named: string | undefined, environment: Environment): string {
  if (named !== undefined) return resolve(named);
  return join(mkdtempSync(join(environment.RUNNER_TEMP ?? tmpdir(), "mirage-lint-")), "mirage-lint.sarif");
}

/** Whether a link that came with the workspace would lead what is written to `file` elsewhere. */
export function isLedAstray(file: string, { GITHUB_WORKSPACE }: Environment): boolean {
  if (GITHUB_WORKSPACE === undefined) return false;
  const workspace = resolve(GITHUB_WORKSPACE);
  if (!file.startsWith(workspace + sep)) return false;
  try {
    const real = join(realpathSync(dirname(file)), basename(file));
    if (!real.startsWith(realpathSync(workspace) + sep)) return true;
    return lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    // The directory is not there: writing will say so.
    return false;
  }
}
