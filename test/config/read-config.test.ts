import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read-config.ts";

/** Each problem as `line:column-endColumn message; help`. */
function problemsIn(text: string): readonly string[] {
  const result = readConfig("mirage-lint.toml", text);
  if (result.kind === "config") return [];
  return result.problems.map(
    ({ message, help, at }) =>
      `${at.line}:${at.column}-${at.endColumn} ${message}${help === undefined ? "" : `; ${help}`}`,
  );
}

describe("a configuration", () => {
  it("may say all that there is to say", () => {
    const result = readConfig(
      "mirage-lint.toml",
      `preset = "strict"
target = "solo5-1.3"
packages = ["tcpip"]
strict = false
all = false
fail-on = "note"
index = "data/opam-index.br"
ignore = ["vendor/", "!vendor/ours/", "/test"]

[rules]
"libc/*" = "warning"
"libc/missing-header" = "off"

[[unix-only]]
libraries = ["tcpip.stack-socket"]
packages = ["tcpip-unix"]
reason = "sockets of the host"

[[overrides]]
paths = ["src/**/*.c"]
rules = { "libc/undeclared-name" = "error" }
`,
    );
    expect(result.kind).toBe("config");
    expect(result.kind === "config" && result.config.values).toMatchObject({
      preset: "strict",
      "fail-on": "note",
      rules: { "libc/*": "warning", "libc/missing-header": "off" },
      "unix-only": [{ packages: ["tcpip-unix"], reason: "sockets of the host" }],
    });
  });

  it("may be empty", () => {
    expect(problemsIn("")).toEqual([]);
    expect(problemsIn("#:schema config-1.json\n")).toEqual([]);
  });

  it.each([
    ["a key that there is not", "strct = true", "1:1-6 there is no key strct; do you mean strict?"],
    ["no TOML", 'preset = "strict"\nrules = [', "2:9-10 not TOML: "],
    ["a key twice", "all = true\nall = false", "2:1-2 not TOML: trying to redefine"],
    [
      "a preset that there is not",
      'preset = "stict"',
      "1:10-17 preset is stict, and may be recommended, strict, unikernel or publish; do you mean strict?",
    ],
    ["another type", 'strict = "yes"', "1:10-15 strict has to be true or false, and is a string"],
    ["an array for a table", "rules = []", "1:9-11 rules has to be a table, and is an array"],
    [
      "a target that there is not",
      'target = "solo5"',
      "1:10-17 target is solo5, and may be solo5-0.8 or solo5-1.3; do you mean solo5-0.8 or solo5-1.3?",
    ],
    [
      "a rule that there is not",
      '[rules]\n"libc/mising-header" = "off"',
      "2:1-21 there is no rule libc/mising-header; do you mean libc/missing-header?",
    ],
    [
      "a family that there is not",
      'rules = { "lib/*" = "off" }',
      "1:11-18 there is no family lib/*; do you mean libc/* or stdlib/*?",
    ],
    [
      "a family without its star",
      "[rules]\nlibc.x = 'off'",
      '2:1-5 there is no rule libc; write "libc/*" for all of the family',
    ],
    ["a rule without quotes", '[rules]\nlibc/missing-header = "off"', "not TOML: "],
    [
      "a severity that there is not",
      '[rules]\n"libc/*" = "warn"',
      "2:12-18 libc/* is warn, and may be error, warning, note or off; do you mean warning?",
    ],
    [
      "unix-only without a reason",
      'preset = "strict"\n[[unix-only]]\nlibraries = ["p.unix"]',
      "2:1-14 an element of unix-only has no reason",
    ],
    [
      "a reason that says nothing",
      '[[unix-only]]\nlibraries = ["p.unix"]\nreason = "..."',
      "3:10-15 reason says nothing",
    ],
    [
      "unix-only of nobody",
      '[[unix-only]]\nreason = "sockets"',
      "1:1-14 an element of unix-only names neither libraries nor packages",
    ],
    [
      "a glob that leads out",
      'ignore = ["a", "../b"]',
      "1:16-22 an element of ignore leads out of the directory of the configuration",
    ],
    [
      "a glob of an override that leads out",
      '[[overrides]]\npaths = ["!a/../../b"]\nrules = {}',
      "2:10-22 an element of paths leads out of the directory of the configuration",
    ],
    ["an index that leads out", 'index = "/etc/index"', "1:9-21 index leads out of the directory"],
  ])("is refused at its place for %s", (_, text, problem) => {
    const problems = problemsIn(text);
    expect(problems[0]).toContain(problem);
  });

  it("is told all that is wrong with it at once, in the order of the text", () => {
    const problems = problemsIn(
      'stict = 1\nal = true\nstrict = 2\r\n[[overrides]]\npath = ["x"]\nrules = {}\n',
    );
    expect(problems).toEqual([
      "1:1-6 there is no key stict; do you mean strict?",
      "2:1-3 there is no key al; do you mean all?",
      "3:10-11 strict has to be true or false, and is a number",
      "4:1-14 an element of overrides has no paths",
      "5:1-5 there is no key path in an element of overrides; do you mean paths?",
    ]);
  });

  it("of any text is read or refused with places that it has", () => {
    const words = fc.constantFrom(
      "preset",
      "rules",
      "unix-only",
      "overrides",
      '"libc/*"',
      '"strict"',
      "[[",
      "]]",
      "[",
      "]",
      "{",
      "}",
      " = ",
      "\n",
      "\r\n",
      ",",
      '"off"',
      "true",
      "__proto__",
      "constructor",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 4, arbitrary: words }, fc.string({ maxLength: 4 }))),
        (parts) => {
          const text = parts.join("");
          const result = readConfig("mirage-lint.toml", text);
          const lines = text.split("\n");
          for (const { at } of result.kind === "config" ? [] : result.problems) {
            expect(at.line).toBeLessThanOrEqual(lines.length);
            expect(at.column).toBeLessThanOrEqual((lines[at.line - 1] ?? "").length + 1);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
