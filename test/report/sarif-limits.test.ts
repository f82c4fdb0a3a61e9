import { createCipheriv } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Log, Result, Run as SarifRun } from "sarif";
import { describe, expect, it } from "vitest";
import type { Diagnostic, Severity } from "../../src/lint/diagnostic.ts";
import type { Report } from "../../src/report/report.ts";
import { sarifReport } from "../../src/report/sarif.ts";
import { codeScanningLimits } from "../../src/report/sarif-limits.ts";
import { finding, manyFindings, place, sampleRun } from "./sample-run.ts";

function runOf({ text }: Report): SarifRun {
  const log: Log = JSON.parse(text);
  const [run] = log.runs;
  if (run === undefined) throw new Error("expected a run");
  return run;
}

const resultsOf = (report: Report): readonly Result[] => runOf(report).results ?? [];

const notificationsOf = (report: Report): readonly (string | undefined)[] =>
  (runOf(report).invocations?.[0]?.toolExecutionNotifications ?? []).map(({ message }) => message.text);

const countOf = (results: readonly Result[], level: Severity): number =>
  results.filter((result) => result.level === level).length;

const sarifOf = (diagnostics: readonly Diagnostic[]): Report => sarifReport(sampleRun(diagnostics));

describe("more findings than code scanning takes", () => {
  const report = sarifOf(manyFindings(30_000));
  const results = resultsOf(report);

  it("lose the least important ones, and keep the order of the others", () => {
    expect(results).toHaveLength(25_000);
    expect(countOf(results, "error")).toBe(10_000);
    expect(countOf(results, "warning")).toBe(10_000);
    expect(countOf(results, "note")).toBe(5_000);
    const order = results.map(({ properties }) => Number(String(properties?.id).split(":").at(-1)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("say so to the reader of the file and to who runs the tool", () => {
    expect(report.warnings).toEqual([
      "5000 of 30000 findings are left out, the least important ones: code scanning takes 25000 of a run and 10 MB of compressed text",
      "code scanning shows 5000 of the 25000 findings, the most severe ones",
    ]);
    expect(notificationsOf(report)).toEqual([
      "5000 of 30000 findings are left out, the least important ones: code scanning takes 25000 of a run and 10 MB of compressed text.",
      "Code scanning shows 5000 of the 25000 findings, the most severe ones.",
    ]);
  });

  it("make a file that it takes, the same each time", () => {
    expect(gzipSync(report.text).length).toBeLessThan(10_000_000);
    expect(sarifOf(manyFindings(30_000)).text).toBe(report.text);
  });
});

describe("more text than code scanning takes", () => {
  /** Bytes of a cipher, the same each time, of which gzip makes no less. */
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16))
    .update(Buffer.alloc(6_000))
    .toString("base64");
  const findings = Array.from({ length: 40 }, (_, index) =>
    finding({
      message: noise.slice(index * 200, (index + 1) * 200),
      severity: index % 2 === 0 ? "note" : "error",
    }),
  );

  it.each([
    ["compressed", { ...codeScanningLimits, compressed: 5_500 }],
    ["as a string", { ...codeScanningLimits, text: 13_000 }],
  ])("loses findings until it fits, %s", (_, limits) => {
    const report = sarifReport(sampleRun(findings), limits);
    const results = resultsOf(report);
    expect(results.length).toBeLessThanOrEqual(20);
    expect(results.length).toBeGreaterThan(0);
    expect(countOf(results, "error")).toBe(results.length);
    expect(report.warnings[0]).toMatch(`${40 - results.length} of 40 findings are left out`);
  });

  it("still lists the rules where there is room for no finding", () => {
    const report = sarifReport(sampleRun(findings), { ...codeScanningLimits, text: 10 });
    expect(resultsOf(report)).toEqual([]);
    expect(runOf(report).tool.driver.rules).toHaveLength(3);
    expect(report.warnings[0]).toMatch(/^40 of 40 findings are left out/);
  });
});

describe("a finding with more than code scanning shows of one", () => {
  const step = (line: number) => ({
    name: `l${line}`,
    kind: "library" as const,
    at: place("src/dune", line, 1, line, 2),
  });

  it("keeps the end of its path and the first of its related places, and says so", () => {
    const report = sarifOf([
      finding({
        path: Array.from({ length: 1001 }, (_, index) => step(index + 1)),
        related: Array.from({ length: 120 }, (_, index) => ({
          message: `use ${index}`,
          at: step(index + 1).at,
        })),
      }),
    ]);
    const [result] = resultsOf(report);
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations;
    expect(steps?.map(({ location }) => location?.message?.text).at(0)).toBe("library l2.");
    expect(steps).toHaveLength(1000);
    expect(result?.relatedLocations).toHaveLength(99);
    expect(result?.message.text).toContain("[use 98](99).");
    expect(report.warnings).toEqual([
      "the first steps of 1 paths are left out: code scanning shows 1000 of a path",
      "some related places of 1 findings are left out: code scanning shows 100 in all",
    ]);
  });

  it("says nothing where all fits", () => {
    const report = sarifOf([finding({ path: [step(1)] })]);
    expect(report.warnings).toEqual([]);
    expect(notificationsOf(report)).toEqual([]);
  });
});
