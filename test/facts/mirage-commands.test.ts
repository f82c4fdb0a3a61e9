import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandsInPage, commandsInScript, type MirageCommand } from "../../src/facts/mirage-commands.ts";

const written = (text: string, commands: readonly MirageCommand[]): readonly string[] =>
  commands.map(({ span }) => text.slice(span.start, span.end));

describe("commands that run mirage", () => {
  test("stand at the start of a line, and after what a shell separates commands with", () => {
    const text = "mirage configure -t hvt && mirage build; (mirage clean)\n\t@mirage help || true\n";
    expect(written(text, commandsInScript(text))).toEqual([
      "mirage configure -t hvt",
      "mirage build",
      "mirage clean",
      "mirage help",
    ]);
  });

  test("have words", () => {
    expect(commandsInScript("run: mirage configure -t hvt  --net host\n")).toMatchObject([
      { subcommand: "configure", words: ["-t", "hvt", "--net", "host"] },
    ]);
  });

  test.each([
    "# mirage build",
    "echo mirage build",
    "name: mirage build",
    "opam install mirage build",
    "mirage-build x",
  ])("are not seen in %j", (text) => {
    expect(commandsInScript(text)).toEqual([]);
  });

  test("count on a page only in a fenced block", () => {
    const text = "mirage build\n\n```\n$ mirage build\n```\nmirage clean\n";
    expect(commandsInPage(text).map(({ span }) => span.start)).toEqual([text.indexOf("$") + 2]);
  });

  test("slice back to text that begins with mirage, whatever the text", () => {
    const words = fc.constantFrom(
      "mirage ",
      "build",
      "configure",
      "\n",
      "```\n",
      " && ",
      "\t",
      "#",
      "$ ",
      "(",
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        const text = parts.join("");
        for (const command of [...commandsInScript(text), ...commandsInPage(text)])
          expect(text.slice(command.span.start, command.span.end)).toMatch(/^mirage[ \t]+[a-z]+/);
      }),
    );
  });
});
