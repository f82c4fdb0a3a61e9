import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { finding, hostileFile, hostileMessage, sampleRun } from "./sample-run.ts";

const schema: object = JSON.parse(
  readFileSync(new URL("../../data/schema/report-1.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function problemsOf(report: unknown): unknown {
  validate(report);
  return validate.errors ?? [];
}

describe("the json report", () => {
  it("fits its schema, with findings and without", () => {
    expect(problemsOf(JSON.parse(renderJson(sampleRun())))).toEqual([]);
    expect(problemsOf(JSON.parse(renderJson(sampleRun([]))))).toEqual([]);
  });

  it("fits its schema and keeps every text as it was, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, name) => {
        const path = [{ name, kind: "library" as const }];
        const report = JSON.parse(
          renderJson(sampleRun([finding({ message, path, symbol: name, help: message })])),
        );
        expect(problemsOf(report)).toEqual([]);
        expect(report.diagnostics).toMatchObject([{ message, path, symbol: name, help: message }]);
      }),
    );
  });

  it("says where, what, why and how out of a finding, in the order of the contract", () => {
    const [, missingHeader] = JSON.parse(renderJson(sampleRun())).diagnostics;
    expect(JSON.stringify(missingHeader, null, 1)).toBe(
      JSON.stringify(
        {
          id: "libc/missing-header:lib/stubs.c:net:sys/socket.h:1",
          rule: "libc/missing-header",
          severity: "error",
          phase: "compile",
          confidence: "medium",
          since: "gcc-14",
          message: "`sys/socket.h` is not there on the target",
          file: "lib/stubs.c",
          line: 2,
          column: 10,
          endLine: 2,
          endColumn: 24,
          package: "net",
          library: "net.raw",
          symbol: "sys/socket.h",
          path: [
            { name: "net", kind: "package" },
            { name: "net.raw", kind: "external-library", file: "src/dune", line: 3 },
            { name: "lib/stubs.c", kind: "stub", file: "lib/dune", line: 4 },
            { name: "sys/socket.h", kind: "header", file: "lib/stubs.c", line: 2 },
          ],
          related: [
            {
              message: "listed as a [foreign] stub \\ here",
              file: "lib/dune",
              line: 4,
              column: 2,
              endLine: 6,
              endColumn: 9,
            },
            {
              message: "also included here",
              file: "lib/other.c",
              line: 1,
              column: 1,
              endLine: 1,
              endColumn: 24,
            },
          ],
          help: "guard the include with `#ifdef __has_include`",
          fix: {
            safety: "unsafe",
            title: "leave [it] out",
            edits: [
              { file: "lib/stubs.c", line: 2, column: 1, endLine: 3, endColumn: 1, text: "" },
              {
                file: "src/dune",
                line: 1,
                column: 9,
                endLine: 1,
                endColumn: 9,
                text: "\n (enabled_if false)",
              },
            ],
          },
        },
        null,
        1,
      ),
    );
  });

  it("begins with version, tool, target and mode and ends with the summary", () => {
    const report = JSON.parse(renderJson(sampleRun()));
    expect(Object.keys(report)).toEqual([
      "version",
      "tool",
      "target",
      "mode",
      "packages",
      "libraries",
      "stubs",
      "diagnostics",
      "suppressed",
      "unseen",
      "summary",
    ]);
    expect(report.version).toBe(1);
    expect(report.summary).toEqual({ errors: 2, warnings: 1, notes: 1, suppressed: 1, files: 12 });
  });

  it("leaves out what is not there instead of writing null", () => {
    const report = JSON.parse(renderJson(sampleRun()));
    expect(Object.keys(report.packages[1])).toEqual(["name", "verdict", "intent", "reasons"]);
    expect(Object.keys(report.libraries[1])).toEqual([
      "name",
      "dune",
      "line",
      "role",
      "verdict",
      "intent",
      "reasons",
      "blockedBy",
      "assumes",
    ]);
    expect(renderJson(sampleRun())).not.toContain("null");
  });

  it("lists excused findings as notes, so that every reason can be looked up", () => {
    const report = JSON.parse(renderJson(sampleRun([finding({ excused: true, severity: "error" })])));
    expect(report.diagnostics).toMatchObject([{ id: finding().id, severity: "note" }]);
  });

  it("has what is excepted in a list of its own, with the reason as it was, and no list where nothing is", () => {
    const run = sampleRun();
    expect(JSON.parse(renderJson(run)).suppressed).toMatchObject([
      { rule: "unix/linked-library", exception: { reason: hostileMessage, file: "test/dune", line: 2 } },
    ]);
    expect(JSON.parse(renderJson({ ...run, suppressed: [] }))).not.toHaveProperty("suppressed");
  });

  it("gives hostile names back unchanged without ever printing what acts on a terminal", () => {
    const text = renderJson(sampleRun());
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
    expect(text).not.toContain("##[");
    expect(JSON.parse(text).unseen).toEqual([{ file: hostileFile, what: hostileMessage }]);
  });

  it("is the same text each time", () => {
    expect(renderJson(sampleRun())).toBe(renderJson(sampleRun()));
  });
});

describe("the json report's schema", () => {
  it.each([
    ["an unknown property", { extra: 1 }],
    ["another version", { version: 2 }],
    ["a package without a verdict", { packages: [{ name: "p", intent: "wanted", reasons: [] }] }],
    ["an absolute path", { unseen: [{ file: "/etc/passwd", what: "x" }] }],
    ["a negative count", { summary: { errors: -1, warnings: 0, notes: 0, suppressed: 0, files: 0 } }],
  ])("refuses %s", (_, change) => {
    expect(validate({ ...JSON.parse(renderJson(sampleRun())), ...change })).toBe(false);
  });
});
