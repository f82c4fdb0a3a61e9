import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs of the tests keep nothing for each other, nor in the cache of whoever runs them. */
const withoutCache = { XDG_CACHE_HOME: "/dev/null" };
export const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line as a user does. */
export function mirageLint(words: readonly string[], { cwd, env = {} }: Place = {}): Outcome {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: "utf8",
    env: { ...inherited, ...withoutCache, ...env },
    maxBuffer: 1 << 28,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs it in a pipe: `mirage-lint … | after`; the code is mirage-lint's own. */
export function mirageLintInto(after: string, words: readonly string[]): Outcome {
  const script = `"$0" "$@" | ${after}; exit "\${PIPESTATUS[0]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, program, ...words], {
    encoding: "utf8",
    env: { ...process.env, ...withoutCache },
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}
