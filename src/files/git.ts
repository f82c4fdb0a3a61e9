import { spawnSync } from "node:child_process";

const mostOutput = 1 << 30;

/** A checked tree's own configuration could name programs to run: as its file monitor, its hooks, its pager, or to check signatures. */
const harmless = ["core.fsmonitor=false", "core.untrackedCache=false", "core.hooksPath=/dev/null"];

/**
 * What git prints in `directory`; undefined where it fails or is not there. Only for commands that read: no configuration of the tree
 * gets a program run by `ls-files`, `ls-tree`, `cat-file`, `rev-parse`, `merge-base`, `symbolic-ref`, `config --get`, `for-each-ref` and `describe`
 * without `--dirty`; others (`status`, `diff`, `archive`, `log`) may run filters.
 */
export function readGit(
  directory: string,
  words: readonly string[],
  input: string | undefined = undefined,
): Buffer | undefined {
  const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const { status, stdout } = spawnSync(
    "git",
    ["--no-pager", ...harmless.flatMap((one) => ["-c", one]), ...words],
    {
      cwd: directory,
      // A repository may lack objects, which git would fetch with a program that its configuration names.
      env: {
        ...Object.fromEntries(outside),
        GIT_OPTIONAL_LOCKS: "0",
        GIT_NO_LAZY_FETCH: "1",
        GIT_ALLOW_PROTOCOL: "none",
        GIT_TERMINAL_PROMPT: "0",
      },
      maxBuffer: mostOutput,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "ignore"],
      ...(input === undefined ? {} : { input }),
    },
  );
  return status === 0 ? stdout : undefined;
}

/** The parts of an answer that ends each of them with NUL. */
export const nulTerminated = (answer: Buffer): readonly string[] =>
  answer.toString("utf8").split("\0").slice(0, -1);
