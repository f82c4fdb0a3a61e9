import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { git, temporaryTree } from "./files/temporary-tree.ts";

/** A copy of a fixture as the working tree of somebody who has mirage-lint, on GitHub and with nothing committed. */
export function checkoutOf(fixture: string): string {
  const root = temporaryTree({});
  cpSync(fixture, root, { recursive: true });
  git(root, "init", "-q");
  git(root, "remote", "add", "origin", "https://github.com/o/lantern.git");
  return root;
}

/** What the commands of a transcript print today: each `$ ` line is run by a shell, in one directory and one after another. */
export function transcriptAgain(transcript: string, directory: string): string {
  const commands = transcript.split("\n").filter((line) => line.startsWith("$ "));
  const programs = temporaryTree({});
  const program = join(programs, "mirage-lint");
  writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${resolve("dist/cli.js")} "$@"\n`);
  chmodSync(program, 0o755);
  const person = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org" };
  const committer = { GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" };
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return commands
    .map((command) => {
      const { stdout } = spawnSync("bash", ["-c", `{ ${command.slice(2)}\n} 2>&1`], {
        cwd: directory,
        encoding: "utf8",
        env: {
          ...inherited,
          ...person,
          ...committer,
          CI: "",
          GIT_CONFIG_GLOBAL: "/dev/null",
          PATH: `${programs}:${process.env.PATH}`,
        },
      });
      return `${command}\n${stdout}`;
    })
    .join("");
}

/** The transcripts of a page's section, or of all of it. */
export const transcriptsOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```console\n(.*?)^```$/gms)].map(([, text = ""]) => text);
