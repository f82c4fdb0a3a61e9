import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderOcaml } from "../../src/report/ocaml.ts";
import { finding, hostileFile, hostileMessage, place, sampleRun } from "./sample-run.ts";

const placeLine = /^File "[^"]*", lines? \d+(?:-\d+)?, characters \d+-\d+:$/;

describe("the ocaml report", () => {
  it("prints a finding as OCaml prints an error, so that editors jump to it", () => {
    expect(renderOcaml(sampleRun([finding({ help: "use `lwt`" })]))).toBe(
      'File "src/dune", line 3, characters 12-20:\n' +
        "Error: library `net` links `lwt.unix`, which needs unix [unix/linked-library]\n" +
        "  Hint: use `lwt`\n",
    );
  });

  it("says of a warning that it is only a note, which OCaml's tools do not have", () => {
    const output = renderOcaml(sampleRun([finding({ severity: "warning" }), finding({ severity: "note" })]));
    expect(output).toMatch(/^Warning: .* \[unix\/linked-library\]$/m);
    expect(output).toMatch(/^Warning: .* \[unix\/linked-library, note\]$/m);
  });

  it("counts columns in bytes, each from the start of its own line", () => {
    // The sample's line 7 is `é🐫 f(`: three UTF-16 units before the finding, and six bytes.
    const at = place(hostileFile, 7, 4, 9, 2);
    expect(renderOcaml(sampleRun([finding({ at })]))).toContain('.c", lines 7-9, characters 6-2:\n');
  });

  it("keeps UTF-16 columns where the file can no longer be read", () => {
    const at = place("gone/dune", 7, 4, 9, 2);
    expect(renderOcaml(sampleRun([finding({ at })]))).toContain(
      'File "gone/dune", lines 7-9, characters 3-1:\n',
    );
  });

  it("leaves out excused findings, and is empty when nothing is found", () => {
    expect(renderOcaml(sampleRun([finding({ excused: true })]))).toBe("");
    expect(renderOcaml(sampleRun([]))).toBe("");
  });

  it("shows a hostile name on one line, inside its quotes", () => {
    const [where] = renderOcaml(sampleRun([finding({ at: place(hostileFile, 1, 1, 1, 1) })])).split("\n");
    expect(where).toBe(
      'File "lib/a b%20,c:d#e?f\\x22g[h](i)/\\x0a::error::x\\x0d\\x1b[31m\\u{202e}/ünï🐫/##\\x5badd-mask]é.c", ' +
        "line 1, characters 0-0:",
    );
  });

  it("shows a hostile message on one line", () => {
    const [, said] = renderOcaml(sampleRun([finding({ message: hostileMessage })])).split("\n");
    expect(said).toBe(
      "Error: \\x1b[2Jcalls `f`\\x0a::set-output name=x::y\\x0d\\x0a##\\x5bstop-commands]t " +
        "[click](https://example.org) {0} 100%\\u{2028}\\x9b [unix/linked-library]",
    );
  });

  it("prints three lines for a finding with a hint, whatever its texts hold", () => {
    const text = fc.string({ unit: "binary" });
    const forged = 'x", line 1, characters 0-0:\nFile "y';
    fc.assert(
      fc.property(fc.oneof(text, fc.constant(forged)), text, text, (file, message, help) => {
        const output = renderOcaml(
          sampleRun([finding({ at: place(`f${file}`, 1, 2, 1, 3), message, help })]),
        );
        const [where = "", said = "", hint = "", ...rest] = output.split("\n");
        expect(rest).toEqual([""]);
        expect(where).toMatch(placeLine);
        expect(said).toMatch(/^Error: .* \[unix\/linked-library\]$/u);
        expect(hint).toMatch(/^ {2}Hint: /);
      }),
    );
  });
});
