import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineChanges } from "../../src/fix/line-changes.ts";
import { unifiedDiff } from "../../src/fix/unified-diff.ts";
import { git, temporaryTree } from "../files/temporary-tree.ts";

/** What `git apply` makes of files by the diffs to other texts. */
function appliedByGit(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const root = temporaryTree(before);
  git(root, "init", "-q");
  const diff = Object.entries(after).map(([file, text]) => unifiedDiff(file, before[file] ?? "", text));
  writeFileSync(join(root, "the.diff"), diff.join(""));
  git(root, "apply", "--check", "the.diff");
  git(root, "apply", "the.diff");
  return Object.fromEntries(Object.keys(after).map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join("");

describe("a unified diff", () => {
  it("shows three lines around each change", () => {
    const before = numbered(20);
    const after = before.replace("line 4\n", "LINE 4\n").replace("line 17\n", "");
    expect(unifiedDiff("src/dune", before, after)).toBe(
      [
        "--- a/src/dune",
        "+++ b/src/dune",
        "@@ -1,7 +1,7 @@",
        ...[" line 1", " line 2", " line 3", "-line 4", "+LINE 4", " line 5", " line 6", " line 7"],
        "@@ -14,7 +14,6 @@",
        ...[" line 14", " line 15", " line 16", "-line 17", " line 18", " line 19", " line 20", ""],
      ].join("\n"),
    );
    expect(unifiedDiff("dune", before, before)).toBe("");
  });

  it("is taken by git, with its line ends, without a last one, and whatever the file is called", () => {
    const before = {
      dune: "(a)\r\n(b)\r\n",
      "opam/x.opam": 'depends: ["a"]',
      'a "b"\tc': "1\n",
      "ü b/dune": "1\n2\n",
    };
    const after = {
      dune: "(a)\r\n(c)\r\n(d)\r\n",
      "opam/x.opam": "depends: []",
      'a "b"\tc': "2\n",
      "ü b/dune": "1\n",
    };
    expect(appliedByGit(before, after)).toEqual(after);
  });

  it.skipIf(spawnSync("patch", ["--version"]).status !== 0)("is taken by patch", () => {
    const before = numbered(9);
    const after = before.replace("line 5\n", "a\nb\n");
    const root = temporaryTree({ "src/dune": before });
    const { status } = spawnSync("patch", ["-p1", "-s"], {
      cwd: root,
      input: unifiedDiff("src/dune", before, after),
    });
    expect(status).toBe(0);
    expect(readFileSync(join(root, "src/dune"), "utf8")).toBe(after);
  });

  it("brings git from any text to any other", () => {
    const line = fc.constantFrom("a\n", "b\n", "(c)\r\n", "\n", " d\n");
    const text = fc
      .tuple(fc.array(line), fc.constantFrom("", "end"))
      .map(([lines, end]) => lines.join("") + end);
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 12 }), (pairs) => {
        const changed = pairs.filter(([before, after]) => before !== after && before !== "" && after !== "");
        fc.pre(changed.length > 0);
        const named = (at: 0 | 1) =>
          Object.fromEntries(changed.map((pair, index) => [`f${index}`, pair[at]]));
        expect(appliedByGit(named(0), named(1))).toEqual(named(1));
      }),
      { numRuns: 25 },
    );
  });
});

describe("changed lines", () => {
  it("are no more than they need to be", () => {
    const letters = (word: string): readonly string[] => [...word];
    const removed = lineChanges(letters("abcabba"), letters("cbabac"));
    const size = removed.reduce(
      (sum, { oldStart, oldEnd, newStart, newEnd }) => sum + oldEnd - oldStart + newEnd - newStart,
      0,
    );
    expect(size).toBe(5);
  });

  it("of texts that have little in common are found fast", () => {
    const lines = (word: string): readonly string[] =>
      Array.from({ length: 20_000 }, (_, at) => `${word}${at}\n`);
    expect(lineChanges(lines("a"), lines("b"))).toEqual([
      { oldStart: 0, oldEnd: 20_000, newStart: 0, newEnd: 20_000 },
    ]);
  });
});
