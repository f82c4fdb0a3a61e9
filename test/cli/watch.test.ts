import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { commitAll, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

const dune = (library: string): string =>
  `(library\n (public_name mirage-kettle)\n (libraries ${library}))\n`;

const kettle = {
  "dune-project": "(lang dune 3.0)\n(package (name mirage-kettle))\n",
  dune: dune("fmt"),
};

const waiting = /mirage-lint: \d\d:\d\d:\d\d: waiting for changes in .* \(Ctrl-C ends\)\n/g;

/** A program that goes on running, with what it has printed so far. */
function watching(root: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, [program, root, "--watch", ...words], {
    env: { ...process.env, CI: "" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let err = "";
  let noticed = (): void => {};
  child.stdout.on("data", (data) => {
    out += data;
  });
  child.stderr.on("data", (data) => {
    err += data;
    noticed();
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const reports = (): number => err.match(waiting)?.length ?? 0;
  return {
    /** Waits for so many reports in all, and gives what was printed since the last call. */
    async report(count: number): Promise<string> {
      while (reports() < count)
        await new Promise<void>((done) => {
          noticed = done;
        });
      const printed = out;
      out = "";
      return printed;
    },
    reports,
    err: () => err,
    async end(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

const quiet = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

describe("check --watch", { timeout: 60_000 }, () => {
  it("judges again when a file has changed, and ends with the code of the last report", async () => {
    const root = temporaryTree(kettle);
    const watched = watching(root);
    expect(await watched.report(1)).toContain("0 errors, 0 warnings, 0 notes in");
    writeFileSync(join(root, "dune"), dune("unix"));
    const second = await watched.report(2);
    expect(second).toContain("error[unix/linked-library]");
    // No terminal: nothing is cleared.
    expect(second).not.toContain("\u001b");
    expect(await watched.end()).toBe(1);
    expect(watched.reports()).toBe(2);
  });

  it("sees files in directories that are new, and their end", async () => {
    const root = temporaryTree(kettle);
    commitAll(root);
    const watched = watching(root);
    await watched.report(1);
    mkdirSync(join(root, "net", "deep"), { recursive: true });
    await quiet(400);
    writeFileSync(
      join(root, "net", "deep", "dune"),
      "(library (public_name mirage-kettle.net) (libraries unix))",
    );
    expect(await watched.report(2)).toContain("net/deep/dune:1");
    rmSync(join(root, "net"), { recursive: true });
    expect(await watched.report(3)).toContain("0 errors");
    expect(await watched.end("SIGTERM")).toBe(0);
  });

  it("does not stir for builds, ignored files, what it writes itself, or a file that is the same again", async () => {
    const root = temporaryTree({ ...kettle, ".gitignore": "*.log\n", "_build/log": "" });
    commitAll(root);
    const watched = watching(root, "-o", `json=${join(root, "report.json")}`);
    await watched.report(1);
    writeFileSync(join(root, "_build", "log"), "built");
    mkdirSync(join(root, "_build", "default"));
    writeFileSync(join(root, "kettle.log"), "boiled");
    writeFileSync(join(root, ".git", "COMMIT_EDITMSG"), "edited");
    await quiet(1000);
    expect(watched.reports()).toBe(1);
    writeFileSync(join(root, "dune"), dune("unix"));
    await watched.report(2);
    await quiet(500);
    expect(watched.reports()).toBe(2);
    expect(readFileSync(join(root, "report.json"), "utf8")).toContain("unix/linked-library");
    expect(await watched.end()).toBe(1);
  });

  it("goes on where the configuration is broken for a while", async () => {
    const root = temporaryTree({ ...kettle, dune: dune("unix"), "mirage-lint.toml": "" });
    const watched = watching(root);
    expect(await watched.report(1)).toContain("error[unix/linked-library]");
    writeFileSync(join(root, "mirage-lint.toml"), "[rules\n");
    expect(await watched.report(2)).toBe("");
    expect(watched.err()).toContain("mirage-lint.toml has 1 problem");
    writeFileSync(join(root, "mirage-lint.toml"), '[rules]\n"unix/*" = "note"\n');
    expect(await watched.report(3)).toContain("note[unix/linked-library]");
    writeFileSync(join(root, "mirage-lint.toml"), "preset = 1\n");
    await watched.report(4);
    expect(await watched.end()).toBe(2);
  });

  it("leaves a baseline as it is, and heeds it when it changes", async () => {
    const root = temporaryTree({ ...kettle, dune: dune("unix") });
    const known = temporaryTree({});
    const file = join(known, "known.jsonl");
    expect(mirageLint([root, "--write-baseline", file]).code).toBe(0);
    const before = readFileSync(file, "utf8");
    const watched = watching(root, "--baseline", file);
    expect(await watched.report(1)).toContain("1 in the baseline");
    writeFileSync(join(root, "dune"), dune("fmt"));
    await watched.report(2);
    expect(watched.err()).toContain("no longer found: here it is not written");
    expect(readFileSync(file, "utf8")).toBe(before);
    writeFileSync(join(root, "dune"), dune("unix"));
    expect(await watched.report(3)).toContain("1 in the baseline");
    writeFileSync(file, `${before.split("\n")[0]}\n`);
    expect(await watched.report(4)).toContain("1 error");
    expect(await watched.end()).toBe(1);
  });

  it("ends where the directory is gone", async () => {
    const root = temporaryTree(kettle);
    const watched = watching(root);
    await watched.report(1);
    rmSync(root, { recursive: true });
    expect(await watched.ended).toBe(2);
  });

  it.each([
    [["--write-baseline"], "--write-baseline is for one run"],
    [["--fix"], "--fix is for one run"],
  ])("is not for %s", (words, why) => {
    const root = temporaryTree(kettle);
    expect(mirageLint([root, "--watch", ...words])).toMatchObject({
      code: 2,
      err: expect.stringContaining(why),
    });
    expect(mirageLint([join(root, "dune-project"), "--watch"])).toMatchObject({ code: 2, out: "" });
  });
});
