import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { largestFile } from "../../src/files/vfs.ts";
import { check } from "../../src/lint/check.ts";
import type { Run } from "../../src/lint/run.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { makePipe, temporaryTree } from "../files/temporary-tree.ts";
import { expectSoundRun } from "./contract.ts";
import { findingsIn, judge, libraryIn, verdictsIn } from "./judge.ts";

const fixture = fileURLToPath(new URL("../../fixtures/hostile", import.meta.url));

async function judgeDirectory(root: string, all = false): Promise<Run> {
  const vfs = directoryVfs(root);
  const run = await check(vfs, {
    target: loadTarget(defaultTarget),
    scope: { all, strict: false, packages: new Set() },
  });
  expectSoundRun(run, vfs.files);
  return run;
}

describe("a hostile project", () => {
  it("is judged wherever it can be", async () => {
    const run = await judgeDirectory(fixture);
    expect(findingsIn(run)).toContain("error unix/linked-library good/dune:3");
    expect(verdictsIn(run)).toMatchObject({
      good: "not-portable",
      before_the_break: "not-portable",
      after_the_break: "portable",
      latin: "portable",
      names: "not-portable",
    });
  });

  it("gives one finding for each malformed file", async () => {
    const { diagnostics } = await judgeDirectory(fixture);
    const malformed = diagnostics
      .filter(({ rule }) => rule === "dune/malformed-file")
      .map(({ at }) => at.file);
    expect(malformed).toEqual([
      "broken.opam",
      "broken/dune",
      "deep.opam",
      "deep/dune",
      "macros/open.c",
      "project/dune-project",
      "text/open_comment.ml",
    ]);
  });

  it("has what could not be seen named", async () => {
    const { unseen } = await judgeDirectory(fixture);
    expect(unseen.map(({ file, what }) => `${file}: ${what}`)).toEqual([
      expect.stringMatching(/^circle\/\S+: .*: the file includes itself$/),
      "dynamic/dune: (include ../../../../../../etc/passwd): leads out of the checked tree",
      "dynamic/dune: (include /etc/passwd): leads out of the checked tree",
      "dynamic/dune: (include made-by-a-rule.inc): made by a rule, or not there",
      "dynamic/dune: dynamic_include",
      "macros/first.h: more than the C preprocessor follows (include-count)",
      "macros/second.h: more than the C preprocessor follows (include-depth)",
      "macros/stub.c: more than the C preprocessor follows (expansion)",
      "script/dune: dune file in OCaml syntax",
    ]);
  });

  it("finds no file outside itself", async () => {
    const { diagnostics } = await judgeDirectory(fixture);
    const missing = diagnostics
      .filter(({ at }) => at.file === "dynamic/dynamic.c")
      .map(({ symbol }) => symbol);
    expect(missing).toEqual(["passwd", "../../../../etc/passwd", "/etc/shadow"]);
  });

  it("is judged as a whole, too", async () => {
    expect((await judgeDirectory(fixture, true)).summary.errors).toBeGreaterThan(0);
  });

  it("may have links that leave it, loops, pipes and files beyond the limit: none is read, all are named", async () => {
    const outside = temporaryTree({
      "secret.opam": 'depends: ["lwt"]\n',
      "secret.c": "#include <sys/secret.h>\n",
    });
    const root = temporaryTree({
      "dune-project": "(lang dune 3.0)",
      dune: "(library (name x) (foreign_stubs (language c) (names linked huge pipe)))",
      "huge.c": "",
      "y/dune": "(library (name y))",
    });
    symlinkSync(join(outside, "secret.opam"), join(root, "secret.opam"));
    symlinkSync(join(outside, "secret.c"), join(root, "linked.c"));
    symlinkSync("loop.ml", join(root, "loop.ml"));
    symlinkSync("nowhere", join(root, "y/gone.ml"));
    truncateSync(join(root, "huge.c"), largestFile + 1);
    makePipe(join(root, "real-pipe"));
    symlinkSync("real-pipe", join(root, "pipe.c"));
    const run = await judgeDirectory(root);
    const named = run.unseen.map(({ file, what }) => `${file}: ${what}`);
    expect(named).toEqual(
      expect.arrayContaining([
        "huge.c: larger than 8 MB",
        "linked.c: a symbolic link leads out of the checked tree",
        "loop.ml: a symbolic link that leads in a circle",
        "pipe.c: not a regular file",
        "secret.opam: a symbolic link leads out of the checked tree",
        "y/gone.ml: no such file",
      ]),
    );
    expect(JSON.stringify(run)).not.toContain("secret.h");
    expect(verdictsIn(run)).toEqual({ x: "unknown", y: "portable" });
  });

  it("may be a git repository with all of it committed", async () => {
    const root = temporaryTree({});
    cpSync(fixture, root, { recursive: true });
    writeFileSync(join(root, ".gitignore"), "names/\n");
    expect(spawnSync("git", ["init", "-q"], { cwd: root }).status).toBe(0);
    const run = await judgeDirectory(root);
    expect(Object.keys(verdictsIn(run))).not.toContain("names");
    expect(libraryIn(run, "good").verdict).toBe("not-portable");
  });
});

describe("names that are special elsewhere", () => {
  it("are names like any other", async () => {
    const run = await judge({
      "p.opam": 'opam-version: "2.0"\ndepends: ["dune" "__proto__" "constructor"]\n',
      dune: `(library (name __proto__)) (library (name hasOwnProperty) (libraries __proto__ valueOf_)
        (enabled_if (= %{valueOf} %{__proto__})) (foreign_stubs (language c) (names s) (flags -Dconstructor=1)))`,
      "s.c": "#include <__proto__>\n#if __proto__ || toString || constructor(1)\n#endif\n",
      "__proto__.ml": "let x = Unix.time",
    });
    expect(run.libraries.map(({ name }) => name)).toEqual(["__proto__", "hasOwnProperty"]);
  });
});
