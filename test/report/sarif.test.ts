import fc from "fast-check";
import type { Log, Result, Run as SarifRun } from "sarif";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import type { Run } from "../../src/lint/run.ts";
import { lineFingerprints } from "../../src/report/line-fingerprints.ts";
import { sarifReport } from "../../src/report/sarif.ts";
import { finding, hostileFile, hostileMessage, place, sampleRun } from "./sample-run.ts";

function sarifOf(diagnostics?: readonly Diagnostic[]): SarifRun {
  const log: Log = JSON.parse(sarifReport(sampleRun(diagnostics)).text);
  const [run] = log.runs;
  if (run === undefined || log.runs.length !== 1) throw new Error("expected one run");
  return run;
}

function resultOf(diagnostic: Diagnostic): Result {
  const [result] = sarifOf([diagnostic]).results ?? [];
  if (result === undefined) throw new Error("expected a result");
  return result;
}

const [, missingHeader = finding()] = sampleRun().diagnostics;

describe("the rules in a SARIF file", () => {
  it("are all there, whether or not anything was found", () => {
    const ids = ["unix/linked-library", "libc/missing-header", "publish/no-bounds"];
    expect(sarifOf().tool.driver.rules?.map((rule) => rule.id)).toEqual(ids);
    expect(sarifOf([]).tool.driver.rules?.map((rule) => rule.id)).toEqual(ids);
    expect(sarifOf([]).results).toEqual([]);
  });

  it("bring their page, and what code scanning sorts and filters by", () => {
    const [, rule, unbounded] = sarifOf([]).tool.driver.rules ?? [];
    const summary = "a C stub includes a header that the target does not have.";
    const doc = "# libc/missing-header\n\n## What it finds\n\nAn `#include` of a header that is not there.\n";
    expect(rule).toEqual({
      id: "libc/missing-header",
      name: "LibcMissingHeader",
      shortDescription: { text: summary },
      fullDescription: { text: "An #include of a header that is not there." },
      help: {
        text: "libc/missing-header\n\nWhat it finds\n\nAn #include of a header that is not there.\n",
        markdown: doc,
      },
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["mirageos", "portability", "libc", "compile"],
        precision: "medium",
        "problem.severity": "error",
      },
    });
    expect(unbounded?.help).toEqual({
      text: "a dependency has no lower bound.",
      markdown: "a dependency has no lower bound.",
    });
    expect(unbounded?.properties).toEqual({
      tags: ["mirageos", "portability", "publish"],
      precision: "high",
      "problem.severity": "recommendation",
    });
  });

  it("name no page that is not there, and no weakness in security", () => {
    const { text } = sarifReport(sampleRun());
    expect(text).not.toContain("helpUri");
    expect(text).not.toContain("security-severity");
  });
});

describe("a finding in a SARIF file", () => {
  it("points at its rule and at its place under the checked root", () => {
    const result = resultOf(missingHeader);
    expect(result).toMatchObject({ ruleId: "libc/missing-header", ruleIndex: 1, level: "error" });
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "lib/stubs.c", uriBaseId: "%SRCROOT%" },
          region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 24 },
        },
      },
    ]);
    expect(sarifOf().columnKind).toBe("utf16CodeUnits");
  });

  it("has the fix of a finding, file by file", () => {
    expect(resultOf(missingHeader).fixes).toEqual([
      {
        description: { text: "leave [it] out." },
        artifactChanges: [
          {
            artifactLocation: { uri: "lib/stubs.c", uriBaseId: "%SRCROOT%" },
            replacements: [{ deletedRegion: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 } }],
          },
          {
            artifactLocation: { uri: "src/dune", uriBaseId: "%SRCROOT%" },
            replacements: [
              {
                deletedRegion: { startLine: 1, startColumn: 9, endLine: 1, endColumn: 9 },
                insertedContent: { text: "\n (enabled_if false)" },
              },
            ],
          },
        ],
      },
    ]);
  });

  it("says what is wrong, the way out, and links the related places", () => {
    const { message, relatedLocations } = resultOf(missingHeader);
    expect(message.text).toBe(
      "`sys/socket.h` is not there on the target. guard the include with `#ifdef __has_include`. " +
        "See [listed as a \\[foreign\\] stub \\\\ here](1), [also included here](2).",
    );
    expect(
      relatedLocations?.map(({ id, physicalLocation }) => [id, physicalLocation?.artifactLocation?.uri]),
    ).toEqual([
      [1, "lib/dune"],
      [2, "lib/other.c"],
    ]);
  });

  it("shows the path from root to culprit, without steps that have no place", () => {
    const [flow] = resultOf(missingHeader).codeFlows ?? [];
    expect(flow?.threadFlows[0]?.locations?.map(({ location }) => location?.message?.text)).toEqual([
      "external library net.raw.",
      "stub lib/stubs.c.",
      "header sys/socket.h.",
    ]);
  });

  it("has no code flow when no step of its path has a place", () => {
    expect(resultOf(finding({ path: [{ name: "net", kind: "package" }] }))).not.toHaveProperty("codeFlows");
  });

  it("keeps the end of a path that is longer than code scanning shows", () => {
    const long = sarifOf().results?.at(-1)?.codeFlows?.[0]?.threadFlows[0]?.locations;
    expect(long).toHaveLength(1000);
    expect(long?.at(-1)?.location?.message?.text).toBe("library library1199.");
  });

  it("is placed on its first line, to the end of it where the line can be read", () => {
    const read = resultOf(finding({ at: place(hostileFile, 7, 4, 9, 2) })).locations?.[0]?.physicalLocation
      ?.region;
    expect(read).toEqual({ startLine: 7, startColumn: 4, endLine: 7, endColumn: 7 });
    const gone = resultOf(finding({ at: place("gone/dune", 7, 4, 9, 2) })).locations?.[0]?.physicalLocation
      ?.region;
    expect(gone).toEqual({ startLine: 7, startColumn: 4, endLine: 7, endColumn: 4 });
  });

  it("stands on a line that its file has, even if that is empty or said to go on", () => {
    const regionAt = (file: string, line: number, column: number) =>
      resultOf(finding({ at: place(file, line, column, line, column) })).locations?.[0]?.physicalLocation
        ?.region;
    expect(regionAt("empty.opam", 1, 1)).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 });
    // The text ends in a line end, behind which there is nothing that could be shown.
    expect(regionAt("src/dune", 4, 1)).toEqual({ startLine: 3, startColumn: 23, endLine: 3, endColumn: 23 });
    expect(regionAt("src/dune", 40, 7)).toEqual({ startLine: 3, startColumn: 23, endLine: 3, endColumn: 23 });
    expect(regionAt(hostileFile, 3, 1)).toEqual({ startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 });
  });

  it("bears the fingerprint of its line, where its file is there as it was read", () => {
    const fingerprints = ({ at }: Pick<Diagnostic, "at">) => resultOf(finding({ at })).partialFingerprints;
    const [, , third] = lineFingerprints("(library\n (name net)\n (libraries lwt.unix))\n");
    expect(fingerprints(finding())).toEqual({ primaryLocationLineHash: third });
    expect(fingerprints({ at: place("src/dune", 4, 1, 4, 1) })).toEqual({ primaryLocationLineHash: third });
    expect(fingerprints({ at: place("gone/dune", 1, 1, 1, 1) })).toBeUndefined();
  });

  it("is left out when it is excused", () => {
    expect(sarifOf([finding({ excused: true })]).results).toEqual([]);
  });

  it("keeps its level when its rule is not in the list", () => {
    const result = resultOf(finding({ rule: "engine/unreadable", severity: "warning" }));
    expect(result).toMatchObject({ ruleId: "engine/unreadable", level: "warning" });
    expect(result).not.toHaveProperty("ruleIndex");
  });

  it("has a URI for a hostile name that decodes to that name", () => {
    const uri = resultOf(finding({ at: place(hostileFile, 1, 1, 1, 1) })).locations?.[0]?.physicalLocation
      ?.artifactLocation?.uri;
    expect(uri).toBe(
      "lib/a%20b%2520%2Cc%3Ad%23e%3Ff%22g%5Bh%5D(i)/%0A%3A%3Aerror%3A%3Ax%0D%1B%5B31m%E2%80%AE/" +
        "%C3%BCn%C3%AF%F0%9F%90%AB/%23%23%5Badd-mask%5D%C3%A9.c",
    );
    expect(decodeURIComponent(uri ?? "")).toBe(hostileFile);
  });

  it("shows a hostile message as text, with no link but its own", () => {
    const related = [{ message: "[a](9)", at: place("dune", 1, 1, 1, 2) }];
    expect(resultOf(finding({ message: hostileMessage, related })).message.text).toBe(
      "\\x1b[2Jcalls `f`\\x0a::set-output name=x::y\\x0d\\x0a##\\x5bstop-commands]t " +
        "[click] (https://example.org) {0} 100%\\u{2028}\\x9b. See [\\[a\\](9)](1).",
    );
  });

  it("has a relative URI, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const file = `f${name.replaceAll("/", "")}`;
        const uri = resultOf(finding({ at: place(file, 1, 1, 1, 1) })).locations?.[0]?.physicalLocation
          ?.artifactLocation?.uri;
        expect(uri).toMatch(/^(?:[\w.!~*'()-]|%[0-9A-F]{2})+$/);
        expect(decodeURIComponent(uri ?? "")).toBe(file.replace(/\p{Cs}/gu, "\ufffd"));
      }),
    );
  });
});

describe("a SARIF file", () => {
  it("is the same bytes each time, with nothing of the machine in it", () => {
    const { text } = sarifReport(sampleRun());
    expect(sarifReport(sampleRun()).text).toBe(text);
    expect(text).not.toContain(process.cwd());
  });

  it("bears package and target in its category, so that several stand beside each other", () => {
    expect(sarifOf().automationDetails).toEqual({ id: "mirage-lint/net/solo5-1.3/" });
    const idOf = (run: Partial<Run>): unknown =>
      JSON.parse(sarifReport({ ...sampleRun([]), ...run }).text).runs[0].automationDetails.id;
    expect(idOf({ packages: [] })).toBe("mirage-lint/solo5-1.3/");
    expect(idOf({ mode: "repository" })).toBe("mirage-lint/solo5-1.3/");
    const [owner] = sampleRun().packages;
    if (owner === undefined) throw new Error("expected a package");
    expect(idOf({ packages: [{ ...owner, name: "a/b c" }] })).toBe("mirage-lint/a%2Fb%20c/solo5-1.3/");
  });
});
