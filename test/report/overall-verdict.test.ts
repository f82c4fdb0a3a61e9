import { expect, test } from "vitest";
import type { Intent, PackageReport, Verdict } from "../../src/lint/run.ts";
import { overallVerdict } from "../../src/report/overall-verdict.ts";
import { sampleRun } from "./sample-run.ts";

const owner = (verdict: Verdict, intent: Intent = "wanted"): PackageReport => ({
  name: `${verdict}-${intent}`,
  verdict,
  intent,
  intentReason: "",
  reasons: [],
});

test.each<[string, readonly PackageReport[], Verdict | undefined]>([
  [
    "the worst verdict there is",
    [owner("portable"), owner("not-portable"), owner("unknown")],
    "not-portable",
  ],
  ["what is not known, where nothing is worse", [owner("portable"), owner("unknown")], "unknown"],
  [
    "no verdict on what is meant for Unix",
    [owner("not-portable", "unix-only"), owner("portable")],
    "portable",
  ],
  [
    "a verdict on what is meant for Unix, where that is all",
    [owner("not-portable", "unix-only")],
    "not-portable",
  ],
  ["none, where nothing is judged", [], undefined],
])("a tree's verdict is %s", (_, packages, verdict) => {
  expect(overallVerdict({ ...sampleRun([]), packages, libraries: [] })).toBe(verdict);
});

test("a tree's verdict is that of its libraries where it has no packages, and of its unikernels", () => {
  const run = { ...sampleRun([]), packages: [] };
  expect(overallVerdict(run)).toBe("disabled");
  const unikernel = { name: "u", config: "config.ml", verdict: "unknown", reasons: [], assumes: [] } as const;
  expect(overallVerdict({ ...run, unikernels: [unikernel] })).toBe("unknown");
});
