import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { renderOcaml } from "../../src/report/ocaml.ts";
import { finding, place, sampleRun } from "./sample-run.ts";

// What editors look for in a compiler's output, in JavaScript's spelling. Columns are as printed, whatever each makes of them.

/** Emacs by itself: `python-tracebacks-and-caml` of compile.el. */
const emacs =
  /^[ \t]*File ("?)(?<file>[^," \n\t<>]+)\1, lines? (?<line>\d+)-?(?<endLine>\d+)?(?:$|,(?: characters? (?<column>\d+)-?(?<endColumn>\d+)?:)?(?<warning>[ \n]Warning(?: \d+)?:)?)/gm;

/** Emacs with Tuareg: `ocaml` of tuareg.el, without the places of backtraces. */
const tuareg =
  /^(?<info> {7})?File ("?)(?<file>[^\t\n ",<>]+)\2, lines? (?<line>\d+)(?:-(?<endLine>\d+))?(?:, characters? (?<column>\d+)(?:-(?<endColumn>\d+))?)?:?(?:\n[\t ]*(?:(?:\d+ \| .*|\^+)\n[\t ]*)*(?<warning>(?:Warning|Alert)[^:\n]*:))?/gm;

/** VS Code: the two lines of `$ocamlc` of vscode-ocaml-platform. */
const visualStudioCode =
  /^\s*\bFile\b\s*"(?<file>.*)",\s*\blines?\b\s*(?<line>\d+)(?:-(?<endLine>\d+))?(?:,\s*\bcharacters\b\s*(?<column>\d+)-(?<endColumn>\d+)\s*)?:\s*\n(?:\s*\bParse\b\s*)?\s*\b(?<severity>[Ee]rror|Warning)\b\s*(?:(?:\(\s*\bwarning\b\s*)?(?<code>\d+)\)?)?\s*:\s*(?<message>.*)$/gm;

/** Vim: what the two lines of the errorformat of vim-ocaml's compiler/ocaml.vim with `characters` and `:` stand for. */
const vim =
  /^File "(?<file>[^" ]+)", line(?:s \d+-(?<lastLine>\d+)| (?<line>\d+)), characters (?<column>\d+)-\d+:$/gm;

const findings: readonly Diagnostic[] = [
  finding({ help: "use `lwt`", at: place("src/dune", 3, 13, 3, 21) }),
  finding({ severity: "warning", at: place("lib/stubs.c", 2, 10, 4, 3) }),
  finding({ severity: "note", at: place("mirage-net.opam", 7, 1, 7, 1) }),
];

const output = renderOcaml(sampleRun(findings));

function jumps(expression: RegExp): readonly unknown[] {
  return [...output.matchAll(expression)].map(({ groups = {} }) => ({ ...groups }));
}

describe("the places of the ocaml report", () => {
  it("are found by Emacs, which tells warnings from errors", () => {
    const places = [
      { file: "src/dune", line: "3", endLine: undefined, column: "12", endColumn: "20" },
      { file: "lib/stubs.c", line: "2", endLine: "4", column: "9", endColumn: "2" },
      { file: "mirage-net.opam", line: "7", endLine: undefined, column: "0", endColumn: "0" },
    ];
    expect(jumps(emacs)).toMatchObject(places);
    expect(jumps(tuareg)).toMatchObject(places);
    for (const expression of [emacs, tuareg])
      expect([...output.matchAll(expression)].map(({ groups }) => groups?.warning?.trim())).toEqual([
        undefined,
        "Warning:",
        "Warning:",
      ]);
  });

  it("are found by VS Code together with severity and message", () => {
    expect(jumps(visualStudioCode)).toMatchObject([
      { file: "src/dune", line: "3", column: "12", endColumn: "20", severity: "Error" },
      { file: "lib/stubs.c", line: "2", endLine: "4", column: "9", endColumn: "2", severity: "Warning" },
      {
        file: "mirage-net.opam",
        line: "7",
        severity: "Warning",
        message: "library `net` links `lwt.unix`, which needs unix [unix/linked-library, note]",
      },
    ]);
  });

  it("are found by Vim, which goes to the last of several lines", () => {
    expect(jumps(vim)).toEqual([
      { file: "src/dune", line: "3", lastLine: undefined, column: "12" },
      { file: "lib/stubs.c", line: undefined, lastLine: "4", column: "9" },
      { file: "mirage-net.opam", line: "7", lastLine: undefined, column: "0" },
    ]);
  });
});
