import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic, PathStep } from "../../src/lint/diagnostic.ts";
import type { Run } from "../../src/lint/run.ts";
import { codeFrame } from "../../src/report/code-frame.ts";
import { pathTree } from "../../src/report/path-tree.ts";
import { renderPretty } from "../../src/report/pretty.ts";
import { coloured, plain } from "../../src/report/style.ts";
import { finding, place, sampleRun } from "./sample-run.ts";

const linesOf = (run: Run): readonly string[] => renderPretty(run, plain).split("\n");
const report = (over: Partial<Diagnostic>, run: Partial<Run> = {}): string =>
  renderPretty({ ...sampleRun([finding(over)]), ...run }, plain);

const step = (name: string, line: number): PathStep => ({
  name,
  kind: "library",
  at: place("src/dune", line, 2, line, 9),
});

describe("a finding in the terminal", () => {
  it("says how bad, which rule, what and where, and shows the line with a mark", () => {
    const lines = linesOf(sampleRun([finding()]));
    expect(lines.slice(0, 5)).toEqual([
      "error[unix/linked-library] library `net` links `lwt.unix`, which needs unix",
      "  --> src/dune:3:13",
      "   |",
      " 3 |  (libraries lwt.unix))",
      "   |             ^^^^^^^^",
    ]);
  });

  it("says when one would have found out, and what to do instead", () => {
    expect(report({ phase: "run", help: "do without" })).toMatch(
      /when the unikernel runs\n.*instead: do without\n/,
    );
    expect(report({ phase: "link" })).toContain("when the unikernel is linked");
    expect(report({ phase: "compile" })).toContain("when the cross-compiler gets to it");
    expect(report({ phase: "publish" })).toContain("when others build it");
  });

  it("says so when it is not sure", () => {
    expect(report({ confidence: "low" })).toContain("error[unix/linked-library] (low confidence) library");
    expect(report({ confidence: "high" })).not.toContain("confidence");
  });

  it("is not shown where it is excused, though its verdict is", () => {
    const text = renderPretty(sampleRun(), plain);
    expect(text).not.toContain("library `net-unix` links `unix`");
    expect(text).toMatch(
      /net-unix +not-portable +unix-only \(named unix\) +unix\/linked-library at unix\/dune:3/,
    );
  });

  it("is shown without its line where the file can no longer be read", () => {
    const lines = report({ at: place("gone/dune", 3, 1, 3, 5) }).split("\n");
    expect(lines[1]).toBe("  --> gone/dune:3:1");
    expect(lines[2]).not.toContain("|");
  });

  it("lists related places", () => {
    expect(report({ related: [{ message: "also here", at: place("lib/a.c", 7, 1, 7, 2) }] })).toContain(
      "also here  lib/a.c:7\n",
    );
  });
});

describe("the path of a finding", () => {
  const tree = (over: Partial<Diagnostic>): readonly string[] => pathTree(finding(over), plain);

  it("is drawn as a tree, each step with the place that asks for it", () => {
    const path = [step("a", 1), step("b", 2), { name: "unix", kind: "external-library" as const }];
    expect(tree({ path, otherPaths: 0 })).toEqual([
      "   a  src/dune:1",
      "   └─ b  src/dune:2",
      "      └─ unix",
    ]);
    expect(tree({ path, otherPaths: 1 }).at(-1)).toBe("   +1 other path");
    expect(tree({ path, otherPaths: 4 }).at(-1)).toBe("   +4 other paths");
  });

  it("is left out where the place alone says it", () => {
    expect(tree({ path: [step("a", 1), step("unix", 1)] })).toEqual([]);
    expect(tree({ path: [] })).toEqual([]);
  });

  it("is cut in the middle where it is long", () => {
    const lines = tree({ path: Array.from({ length: 1000 }, (_, at) => step(`l${at}`, at + 1)) });
    expect(lines).toHaveLength(13);
    expect(lines[10]).toBe("   … 988 more");
    expect(lines.at(-1)).toContain("l999");
  });
});

describe("the code frame", () => {
  const frame = (text: string, from: number, to: number): readonly string[] =>
    codeFrame(place("f", 12, from, 12, to), [text], plain);

  it("marks what is meant, also at the end of the line and for nothing at all", () => {
    expect(frame("ab cd", 4, 6)).toEqual(["    |", " 12 | ab cd", "    |    ^^"]);
    expect(frame("ab", 3, 3)).toEqual(["    |", " 12 | ab", "    |   ^"]);
    expect(frame("", 1, 1)).toEqual(["    |", " 12 | ", "    | ^"]);
  });

  it("keeps the mark below what it marks, behind tabs and escapes", () => {
    expect(frame("\t\tab", 3, 5)).toEqual(["    |", " 12 |         ab", "    |         ^^"]);
    expect(frame("\u001bab", 2, 3)).toEqual(["    |", " 12 | \\x1bab", "    |     ^"]);
  });

  it("marks the first line of several to its end", () => {
    expect(codeFrame(place("f", 1, 3, 4, 2), ["ab cd", "x", "y", "z"], plain)).toEqual([
      "   |",
      " 1 | ab cd",
      "   |   ^^^",
    ]);
  });

  it("fits a screen however long the line, and the mark stays in sight", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (before, length) => {
        const lines = frame(
          `${"x".repeat(before)}${"y".repeat(length)}${"z".repeat(300)}`,
          before + 1,
          before + 1 + length,
        );
        for (const line of lines) expect(line.length).toBeLessThan(175);
        const [, text = "", mark = ""] = lines;
        if (length > 0) expect(text[mark.indexOf("^")]).toBe("y");
      }),
    );
  });
});

describe("the summary", () => {
  const verdicts = (run: Partial<Run>): readonly string[] => linesOf({ ...sampleRun([]), ...run });

  it("counts in words", () => {
    const summary = { errors: 1, warnings: 2, notes: 0, suppressed: 0, files: 1 };
    expect(verdicts({ summary })).toContain("1 error, 2 warnings, 0 notes in 1 file read");
  });

  it("names the target that the verdicts are for", () => {
    expect(verdicts({})).toContain("Verdicts for solo5-1.3 (ocaml-solo5 1.3.2, OCaml 5.3)");
  });

  it("has a row for each package, with its libraries below", () => {
    const rows = linesOf(sampleRun()).filter((line) =>
      /^ {2}\S+ +(?:portable|not-portable|disabled|unknown|host-only)/.test(line),
    );
    expect(
      rows.map((row) =>
        row
          .trim()
          .split(/\s{2,}/)
          .slice(0, 3),
      ),
    ).toEqual([
      ["net", "not-portable", "wanted (named mirage-*)"],
      ["net-unix", "not-portable", "unix-only (named unix)"],
    ]);
    expect(renderPretty(sampleRun(), plain)).toMatch(
      /\n {4}net\.raw +disabled +undecided +optional, and elsewhere is hidden\n/,
    );
  });

  it("names what the verdicts rest on", () => {
    const text = renderPretty(sampleRun([]), plain);
    expect(text).toContain("assumed portable, since not in this tree: elsewhere");
    expect(text).toContain("not seen: lib/a b%20");
  });

  it("names eight of many, and says how many more there are", () => {
    const unseen = Array.from({ length: 20 }, (_, at) => ({ file: `f${at}`, what: "w" }));
    const text = renderPretty({ ...sampleRun([]), unseen }, plain);
    expect(text).toContain("f7 (w) and 12 more");
    expect(text).not.toContain("f8 (w)");
  });

  it("has no table where there is nothing to judge", () => {
    const text = renderPretty(
      { ...sampleRun([]), packages: [], libraries: [], stubs: [], unikernels: [], unseen: [] },
      plain,
    );
    expect(text).not.toContain("Verdicts");
    expect(text.split("\n")).toHaveLength(2);
  });
});

describe("what reaches the terminal", () => {
  it("is the same with colours and without, colours aside", () => {
    const text = renderPretty(sampleRun(), coloured);
    expect(text).toContain("\u001b[");
    expect(stripVTControlCharacters(text)).toBe(renderPretty(sampleRun(), plain));
  });

  it("has no control character in it, whatever the names", () => {
    const unsafe = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(unsafe, unsafe, (name, other) => {
        const run = sampleRun([
          finding({
            message: name,
            at: place(other, 1, 1, 1, 4),
            help: name,
            symbol: other,
            path: [step(name, 1), step(other, 2), step(name, 3)],
            related: [{ message: other, at: place(name, 1, 1, 1, 1) }],
          }),
        ]);
        const [library] = run.libraries;
        const libraries =
          library === undefined ? [] : [{ ...library, name, intentReason: other, assumes: [name] }];
        const text = renderPretty({ ...run, libraries, linesOf: () => [name] }, plain);
        expect(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u.exec(text.replaceAll("\n", ""))).toBeNull();
        expect(text).not.toContain("##[");
      }),
    );
  });
});
