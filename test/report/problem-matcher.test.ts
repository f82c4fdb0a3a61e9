import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderPretty } from "../../src/report/pretty.ts";
import { plain } from "../../src/report/style.ts";
import { mirageLint } from "../cli/command.ts";
import { finding, hostileFile, hostileMessage, place, sampleRun } from "./sample-run.ts";

type Field = "file" | "line" | "column" | "severity" | "code" | "message";
type Pattern = { readonly regexp: string } & Readonly<Partial<Record<Field, number>>>;

interface Matcher {
  readonly owner: string;
  readonly severity?: string;
  readonly pattern: readonly Pattern[];
}

const { problemMatcher: matchers }: { readonly problemMatcher: readonly Matcher[] } = JSON.parse(
  readFileSync(new URL("../../data/problem-matcher.json", import.meta.url), "utf8"),
);

const fields: readonly Field[] = ["file", "line", "column", "severity", "code", "message"];
type Problem = Readonly<Partial<Record<Field, string>>>;

/** Consecutive lines that match a matcher's patterns one by one, as the runner of GitHub's actions takes them. */
function problemsOf(output: string, { pattern, severity }: Matcher): readonly Problem[] {
  const lines = output.split("\n");
  return lines.flatMap((_, at) => {
    const found = pattern.map(({ regexp }, index) => new RegExp(regexp).exec(lines[at + index] ?? ""));
    if (found.some((match) => match === null)) return [];
    const values = pattern.flatMap((one, index) =>
      fields.flatMap((field) => {
        const group = one[field];
        return group === undefined ? [] : [[field, found[index]?.[group] ?? ""] as const];
      }),
    );
    return [{ ...(severity === undefined ? {} : { severity }), ...Object.fromEntries(values) }];
  });
}

const allIn = (output: string): readonly Problem[] =>
  matchers.flatMap((matcher) => problemsOf(output, matcher));

interface JsonDiagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

describe("the problem matcher", () => {
  it.each(["fixtures/quickstart", "fixtures/quickstart/mirage-beacon-wire.opam"])(
    "finds in what is printed of %s all that is reported",
    (path) => {
      // Notes may be excused, which JSON has all the same.
      const { diagnostics }: { readonly diagnostics: readonly JsonDiagnostic[] } = JSON.parse(
        mirageLint([path, "-f", "json"]).out,
      );
      const told = diagnostics.filter(({ severity }) => severity !== "note");
      expect(told.length).toBeGreaterThan(0);
      expect(allIn(mirageLint([path]).out)).toEqual(
        told.map(({ rule, severity, message, file, line, column }) => ({
          severity,
          code: rule,
          message,
          file,
          line: `${line}`,
          column: `${column}`,
        })),
      );
    },
  );

  it("tells the severity, and takes findings of several lines and of little confidence", () => {
    const output = renderPretty(
      sampleRun([
        finding({ at: place(hostileFile, 7, 1, 9, 2), severity: "warning", confidence: "low" }),
        finding({ severity: "note", confidence: "medium", help: "error[x] y" }),
      ]),
      plain,
    );
    expect(allIn(output)).toEqual([
      {
        severity: "warning",
        code: "unix/linked-library",
        message: finding().message,
        file: expect.stringMatching(/^lib\/a b%20,c:d.*é\.c$/u),
        line: "7",
        column: "1",
      },
      expect.objectContaining({ severity: "notice", file: "src/dune", line: "3", column: "13" }),
    ]);
  });

  it("takes no text of a checked tree for a finding", () => {
    const forged = "x\nerror[a/b] c\n  --> d:1:1\n";
    const run = sampleRun([
      finding({ message: forged + hostileMessage, help: forged, stanzas: ["error[a/b] c", "  --> d:1:1"] }),
    ]);
    const output = renderPretty({ ...run, linesOf: () => ["error[a/b] c", "  --> d:1:1"] }, plain);
    expect(allIn(output)).toHaveLength(1);
    expect(allIn(output)).toMatchObject([{ file: "src/dune" }]);
  });

  it("is one that the runner takes: each field once in a matcher, and groups that there are", () => {
    expect(new Set(matchers.map(({ owner }) => owner)).size).toBe(matchers.length);
    for (const { pattern, severity } of matchers) {
      expect([undefined, "error", "warning", "notice"]).toContain(severity);
      const named = pattern.flatMap((one) => fields.filter((field) => one[field] !== undefined));
      expect(named.toSorted()).toEqual([...new Set(named)].toSorted());
      expect(named).toContain("message");
      for (const one of pattern) {
        const groups = (new RegExp(`${one.regexp}|`).exec("")?.length ?? 1) - 1;
        for (const field of fields) expect(one[field] ?? 0).toBeLessThanOrEqual(groups);
      }
    }
  });
});
