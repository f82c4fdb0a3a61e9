import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A new directory with these files in it, gone when the test is over. */
export function temporaryTree(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), "mirage-lint-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  addFiles(root, files);
  return root;
}

export function addFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Runs git in a directory, untouched by the configuration of whoever runs the tests. */
export function git(directory: string, ...words: readonly string[]): string {
  const plain = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const run = spawnSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...words], {
    cwd: directory,
    env: { ...Object.fromEntries(plain), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`git ${words.join(" ")}: ${run.stderr}`);
  return run.stdout;
}

/** Makes a repository of a directory, with all that its .gitignore lets in committed. */
export function commitAll(directory: string): void {
  git(directory, "init", "-q");
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", "all");
}

export function makePipe(path: string): void {
  if (spawnSync("bash", ["-c", 'mkfifo "$0"', path]).status !== 0) throw new Error(`no pipe at ${path}`);
}
