import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint as anywhere } from "./command.ts";

const file = "mirage-lint-baseline.jsonl";

/** As on a machine of one's own, whatever runs the tests. */
const mirageLint = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  anywhere(words, { env: { CI: "", ...env } });

const dune = `(library
 (name mirage_kettle)
 (public_name mirage-kettle)
 (libraries unix)
 (foreign_stubs (language c) (names kettle_stubs)))
`;

const stub = (include: string): string => `#include <${include}>\n#include <caml/mlvalues.h>\n`;

const kettle = (): string =>
  temporaryTree({
    "dune-project": "(lang dune 3.0)\n(package (name mirage-kettle))\n",
    dune,
    "kettle_stubs.c": stub("caml/threads.h"),
  });

const linesOf = (path: string): readonly string[] => readFileSync(path, "utf8").trimEnd().split("\n");

describe("--write-baseline and --baseline", () => {
  it("write what is found, a line each, and leave it out from then on", () => {
    const root = kettle();
    expect(mirageLint([root]).code).toBe(1);
    const written = mirageLint([root, "--write-baseline"]);
    expect(written).toMatchObject({
      code: 0,
      err: `mirage-lint: 2 findings written to ${join(root, file)}\n`,
    });
    expect(written.out).toContain("0 errors, 0 warnings, 0 notes, 2 in the baseline in");
    expect(linesOf(join(root, file))).toEqual([
      '{"mirage-lint-baseline":1,"target":"solo5-1.3"}',
      '{"file":"dune","rule":"unix/linked-library","library":"mirage-kettle","symbol":"unix","severity":"error"}',
      '{"file":"kettle_stubs.c","rule":"libc/missing-header","library":"mirage-kettle","symbol":"caml/threads.h","severity":"error"}',
    ]);
    const known = mirageLint([root, "--baseline"]);
    expect(known).toMatchObject({ code: 0, err: "" });
    expect(known.out).toContain("not-portable");
    expect(known.out).not.toContain("error[");
    for (const format of ["sarif", "github", "ocaml", "gitlab"])
      expect(mirageLint([root, "--baseline", "-f", format]).out, format).not.toContain("missing-header:");
  });

  it("list what is known in JSON, beside what is found", () => {
    const root = kettle();
    mirageLint([root, "--write-baseline"]);
    writeFileSync(join(root, "kettle_stubs.c"), `${stub("caml/threads.h")}#include <sys/socket.h>\n`);
    const { code, out } = mirageLint([root, "--baseline", "-f", "json"]);
    const { diagnostics, known, summary } = JSON.parse(out);
    expect(code).toBe(1);
    expect(diagnostics).toMatchObject([{ rule: "libc/missing-header", symbol: "sys/socket.h" }]);
    expect(known).toMatchObject([
      { rule: "unix/linked-library", knownFrom: "baseline" },
      { symbol: "caml/threads.h", knownFrom: "baseline" },
    ]);
    expect(summary).toMatchObject({ errors: 1, known: 2 });
    expect(JSON.parse(mirageLint([root, "-f", "json"]).out)).not.toHaveProperty("known");
  });

  it("fail for one finding in the place of another, and never take it in", () => {
    const root = kettle();
    mirageLint([root, "--write-baseline"]);
    writeFileSync(join(root, "kettle_stubs.c"), stub("sys/socket.h"));
    const { code, out, err } = mirageLint([root, "--baseline"]);
    expect(code).toBe(1);
    expect(out).toContain("error[libc/missing-header] kettle_stubs.c includes sys/socket.h");
    expect(out).toContain("1 error, 0 warnings, 0 notes, 1 in the baseline in");
    expect(err).toBe(`mirage-lint: 1 finding of ${join(root, file)} no longer found: it is written anew\n`);
    expect(linesOf(join(root, file))).toHaveLength(2);
    expect(mirageLint([root, "--baseline"])).toMatchObject({ code: 1, err: "" });
  });

  it("shrink the file once findings go, and leave no other file behind", () => {
    const root = kettle();
    mirageLint([root, "--write-baseline"]);
    const before = linesOf(join(root, file));
    writeFileSync(join(root, "dune"), dune.replace(" (libraries unix)\n", ""));
    expect(mirageLint([root, "--baseline"]).code).toBe(0);
    expect(linesOf(join(root, file))).toEqual([before[0], before[2]]);
    expect(readdirSync(root).sort()).toEqual(["dune", "dune-project", "kettle_stubs.c", file]);
    // Nothing is taken back.
    writeFileSync(join(root, "dune"), dune);
    expect(mirageLint([root, "--baseline"]).code).toBe(1);
    expect(linesOf(join(root, file))).toHaveLength(2);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["in CI", [], { CI: "true" }, "here it is not written"],
    ["judged with other options", ["--strict"], {}, "it was written for solo5-1.3, so that"],
    ["judged for another target", ["--target", "solo5-0.8"], {}, "it was written for solo5-1.3, so that"],
    ["judged in part", ["-p", "mirage-kettle"], {}, "it was written for solo5-1.3, so that"],
  ])("say so and leave the file alone %s", (_, words, env, why) => {
    const root = kettle();
    mirageLint([root, "--write-baseline"]);
    const before = readFileSync(join(root, file), "utf8");
    writeFileSync(join(root, "dune"), dune.replace(" (libraries unix)\n", ""));
    const { code, err } = mirageLint([root, "--baseline", ...words], env);
    expect(code).toBe(0);
    expect(err).toContain(`1 finding of ${join(root, file)} no longer found: ${why}`);
    expect(readFileSync(join(root, file), "utf8")).toBe(before);
  });

  it("leave the file alone while a file of the tree can't be read as what it is", () => {
    const root = kettle();
    mirageLint([root, "--write-baseline"]);
    writeFileSync(join(root, "dune"), "(library");
    const { code, err } = mirageLint([root, "--baseline"]);
    expect(code).toBe(1);
    expect(err).toContain("no longer found: not all files could be read, so that it stays as it is");
    expect(linesOf(join(root, file))).toHaveLength(3);
  });

  it("write through a link, and into the file that is named", () => {
    const root = kettle();
    const elsewhere = temporaryTree({});
    symlinkSync(join(elsewhere, "known.jsonl"), join(root, "link.jsonl"));
    expect(mirageLint([root, "--write-baseline", join(elsewhere, "known.jsonl")]).code).toBe(0);
    writeFileSync(join(root, "dune"), dune.replace(" (libraries unix)\n", ""));
    expect(mirageLint([root, `--baseline=${join(root, "link.jsonl")}`]).code).toBe(0);
    expect(linesOf(join(elsewhere, "known.jsonl"))).toHaveLength(2);
  });

  it.each<[string, (root: string) => readonly string[], string]>([
    ["is not there", (root) => [root, "--baseline"], "no baseline"],
    ["is a directory", (root) => ["--baseline", root], "is a directory, and no baseline"],
    [
      "is a directory, to be written",
      (root) => ["--write-baseline", root],
      "is a directory, and no baseline",
    ],
    [
      "is of something else",
      (root) => [root, `--baseline=${join(root, "dune")}`],
      "/dune:1: no baseline: its first line",
    ],
    ["is too large", (root) => [root, `--baseline=${join(root, "large")}`], "/large: larger than 8 MB"],
    ["belongs to no directory", (root) => [join(root, "k.opam"), "--baseline"], "name the baseline's file"],
    [
      "is asked for twice",
      (root) => [root, "--baseline", "--write-baseline"],
      "--write-baseline makes a baseline anew, and takes none",
    ],
    ["can't be written", (root) => [root, `--write-baseline=${join(root, "no", "such")}`], "cannot write"],
  ])("exit with 2 where the file %s", (_, words, why) => {
    const root = kettle();
    writeFileSync(join(root, "large"), "x".repeat(8_000_001));
    writeFileSync(join(root, "k.opam"), 'opam-version: "2.0"\n');
    const { code, out, err } = mirageLint(words(root));
    expect(err).toContain(why);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("take the file that the configuration names, unless they are told not to", () => {
    const root = kettle();
    writeFileSync(join(root, "mirage-lint.toml"), 'baseline = "known.jsonl"\n');
    expect(mirageLint([root])).toMatchObject({ code: 2, err: expect.stringContaining("no baseline") });
    expect(mirageLint([root, "--write-baseline"])).toMatchObject({ code: 0 });
    expect(linesOf(join(root, "known.jsonl"))).toHaveLength(3);
    expect(mirageLint([root])).toMatchObject({ code: 0, err: "" });
    expect(mirageLint([root, "--no-baseline"]).code).toBe(1);
    writeFileSync(join(root, "dune"), dune.replace(" (libraries unix)\n", ""));
    expect(mirageLint([root]).code).toBe(0);
    expect(linesOf(join(root, "known.jsonl"))).toHaveLength(2);
  });

  it("follow no link of the configuration's out of the tree", () => {
    const root = kettle();
    const elsewhere = temporaryTree({ "known.jsonl": '{"mirage-lint-baseline":1,"target":"solo5-1.3"}\n' });
    symlinkSync(elsewhere, join(root, "link"));
    for (const name of ["known.jsonl", "other.jsonl"]) {
      writeFileSync(join(root, "mirage-lint.toml"), `baseline = "link/${name}"\n`);
      const { code, err } = mirageLint([root, "--write-baseline"]);
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("(mirage-lint.toml:1)") });
    }
    expect(readdirSync(elsewhere)).toEqual(["known.jsonl"]);
  });

  it("leave the file alone where another directory is judged than it was written for", () => {
    const root = temporaryTree({
      "mirage-lint.toml": 'baseline = "known.jsonl"\n',
      "a/dune-project": "(lang dune 3.0)\n(package (name mirage-kettle))\n",
      "a/dune": dune,
      "a/kettle_stubs.c": stub("caml/threads.h"),
    });
    expect(mirageLint([root, "--write-baseline"]).code).toBe(0);
    const before = readFileSync(join(root, "known.jsonl"), "utf8");
    expect(mirageLint([join(root, "a")]).err).toContain("it was written for solo5-1.3, so that it stays");
    expect(readFileSync(join(root, "known.jsonl"), "utf8")).toBe(before);
  });

  it("write nothing where there is nothing to check", () => {
    const root = temporaryTree({});
    expect(mirageLint([root, "--write-baseline"]).code).toBe(3);
    expect(readdirSync(root)).toEqual([]);
  });
});
