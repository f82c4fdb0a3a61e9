import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { renderGithub } from "../../src/report/github.ts";
import { finding, hostileFile, hostileMessage, place, sampleRun } from "./sample-run.ts";
import { commandIn, type WorkflowCommand } from "./workflow-command.ts";

function commandsOf(output: string): readonly (WorkflowCommand | undefined)[] {
  return output.split("\n").slice(0, -1).map(commandIn);
}

const acting = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|##\[/u;

/** Commands carry line ends as %0D and %0A; all else that acts is shown instead. */
function survives(text: string): boolean {
  return !acting.test(text.replace(/[\r\n]/g, "")) && !/^\s*::/.test(text);
}

const githubOf = (diagnostics: readonly Diagnostic[], inSummary = false): string =>
  renderGithub(sampleRun(diagnostics), inSummary);

describe("the github report", () => {
  it("annotates the place of an error, with its rule as the title and the way out below", () => {
    expect(githubOf([finding({ help: "use `lwt`" })])).toBe(
      "::error file=src/dune,line=3,col=13,endLine=3,endColumn=21,title=unix/linked-library" +
        "::library `net` links `lwt.unix`, which needs unix%0AHint: use `lwt`\n",
    );
  });

  it("gives warnings and notes commands of their own", () => {
    const output = githubOf([finding({ severity: "warning" }), finding({ severity: "note" })]);
    expect(commandsOf(output).map((command) => command?.name)).toEqual(["warning", "notice"]);
  });

  it("gives no columns for a finding of several lines, where the runner takes none", () => {
    const output = githubOf([finding({ at: place("src/dune", 3, 13, 5, 2) })]);
    expect(output).toMatch(/^::error file=src\/dune,line=3,endLine=5,title=/);
  });

  it("leaves out excused findings, and is empty when nothing is found", () => {
    expect(githubOf([finding({ excused: true })])).toBe("");
    expect(githubOf([])).toBe("");
  });

  it("names a file that is called like a command", () => {
    const [command] = commandsOf(githubOf([finding({ at: place("::error::x", 1, 1, 1, 2) })]));
    expect(command?.properties.file).toBe("::error::x");
  });

  it("annotates ten findings of a kind at most, the surest first, and counts the others in a tenth notice", () => {
    const all = (["note", "warning", "error"] as const).flatMap((severity) => [
      ...Array.from({ length: 3 }, () => finding({ severity, confidence: "low", message: "unsure" })),
      ...Array.from({ length: 9 }, (_, at) => finding({ severity, message: `sure ${at}` })),
    ]);
    const commands = commandsOf(githubOf(all, true));
    const ofKind = (kind: string): readonly (string | undefined)[] =>
      commands.filter((command) => command?.name === kind).map((command) => command?.data);
    const sure = Array.from({ length: 9 }, (_, at) => `sure ${at}`);
    expect(ofKind("error")).toEqual([...sure, "unsure"]);
    expect(ofKind("warning")).toEqual([...sure, "unsure"]);
    expect(ofKind("notice")).toEqual([...sure, "+7 more in the summary: 2 errors, 2 warnings, 3 notes"]);
    expect(commands).toHaveLength(30);
  });

  it("annotates ten notes where they are all there is", () => {
    const notes = Array.from({ length: 10 }, () => finding({ severity: "note" }));
    expect(commandsOf(githubOf(notes)).map((command) => command?.name)).toEqual(notes.map(() => "notice"));
  });

  it("lists the others in the log where no summary has them, on lines that are no commands", () => {
    const hostile = finding({
      at: place("::error::x", 7, 3, 7, 9),
      message: "::add-mask::y\n::error::z",
      help: "\n::error::",
    });
    const lines = githubOf([...Array.from({ length: 10 }, () => finding()), hostile]).split("\n");
    expect(lines.slice(10)).toEqual([
      "::notice title=mirage-lint::+1 more in the log: 1 error",
      "error \\x3a:error::x:7:3 \\x3a:add-mask::y\\x0a::error::z [unix/linked-library] (\\x0a::error::)",
      "",
    ]);
  });

  it("carries a hostile name and message inside one command", () => {
    const output = githubOf([finding({ at: place(hostileFile, 1, 1, 1, 1), message: hostileMessage })]);
    expect(output).toBe(
      '::error file=lib/a b%2520%2Cc%3Ad#e?f"g[h](i)/%0A%3A%3Aerror%3A%3Ax%0D\\x1b[31m\\u{202e}/ünï🐫/##\\x5badd-mask]é.c,' +
        "line=1,col=1,endLine=1,endColumn=1,title=unix/linked-library" +
        "::\\x1b[2Jcalls `f`%0A::set-output name=x::y%0D%0A##\\x5bstop-commands]t [click](https://example.org) {0} 100%25\\u{2028}\\x9b\n",
    );
  });

  it("lets no text start a command, end one early or change a property", () => {
    const piece = fc.constantFrom(
      "::",
      ":",
      ",",
      "=",
      "%",
      "%0A",
      "%3A",
      "\n",
      "\r",
      "##[error]",
      " ",
      "set-output",
      "\u001b",
      "é",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, text, text, (file, message, help) => {
        const output = githubOf([finding({ at: place(`f${file}`, 1, 2, 1, 3), message, help })]);
        const [command, ...others] = commandsOf(output);
        expect(others).toEqual([]);
        expect(output.slice(0, -1)).not.toMatch(acting);
        expect(Object.keys(command?.properties ?? {})).toEqual([
          "file",
          "line",
          "col",
          "endLine",
          "endColumn",
          "title",
        ]);
        expect(command?.name).toBe("error");
        if (survives(file)) expect(command?.properties.file).toBe(`f${file}`);
        const data = `${message}\nHint: ${help}`;
        if (survives(data)) expect(command?.data).toBe(data);
      }),
    );
  });
});
