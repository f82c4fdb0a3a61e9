import { describe, expect, it } from "vitest";
import type { LibraryReport, PackageReport, Run } from "../../src/lint/run.ts";
import { plain } from "../../src/report/style.ts";
import { verdictTable } from "../../src/report/verdict-table.ts";
import { sampleRun } from "./sample-run.ts";

type Said = Pick<LibraryReport, "verdict" | "intent">;

const portable: Said = { verdict: "portable", intent: "undecided" };
const blocked: Said = { verdict: "not-portable", intent: "undecided" };

function library(name: string, owner: string | undefined, said: Said): LibraryReport {
  return {
    name,
    ...(owner === undefined ? {} : { package: owner }),
    dune: "dune",
    line: 1,
    role: "target",
    ...said,
    intentReason: "nobody says",
    reasons: [],
    blockedBy: [],
    assumes: [],
  };
}

const owner = (name: string, said: Said): PackageReport => ({
  name,
  ...said,
  intentReason: "nobody says",
  reasons: [],
});

function tableOf(over: Partial<Run>): readonly string[] {
  const run = { ...sampleRun([]), packages: [], libraries: [], unikernels: [], stubs: [], ...over };
  return verdictTable(run, plain).map((line) => line.replaceAll(/ +/g, " ").trimEnd());
}

const many = (count: number, said: Said): readonly LibraryReport[] =>
  Array.from({ length: count }, (_, at) => library(`l${at}`, undefined, said));

describe("the table of a large tree", () => {
  it("has every row where it fits", () => {
    expect(tableOf({ libraries: many(40, portable) })).toHaveLength(40);
  });

  it("has what stops somebody first, wanted before undecided, and counts the rest", () => {
    const libraries = [
      ...many(300, portable),
      library("a-unix", undefined, { verdict: "not-portable", intent: "unix-only" }),
      library("b", undefined, { verdict: "unknown", intent: "undecided" }),
      library("c", undefined, blocked),
      library("d", undefined, { verdict: "not-portable", intent: "wanted" }),
    ];
    const lines = tableOf({ libraries });
    expect(lines).toHaveLength(41);
    expect(lines.slice(0, 5).map((line) => line.trim().split(" ")[0])).toEqual([
      "d",
      "c",
      "b",
      "a-unix",
      "l0",
    ]);
    expect(lines.at(-1)).toBe(" +264 more: 264 portable (--format json has all)");
  });

  it("has a few libraries of each package, and none that says what the package says", () => {
    const libraries = [
      library("p", "p", blocked),
      ...Array.from({ length: 30 }, (_, at) => library(`p.l${at}`, "p", blocked)),
      ...Array.from({ length: 30 }, (_, at) => library(`p.m${at}`, "p", portable)),
    ];
    const lines = tableOf({ packages: [owner("p", blocked), owner("q", blocked)], libraries });
    expect(lines.map((line) => line.trim().split(" ")[0])).toEqual([
      "p",
      "p.l0",
      "p.l1",
      "p.l2",
      "p.l3",
      "q",
      "+57",
    ]);
    expect(lines.at(-1)).toBe(" +57 more: 27 not-portable, 30 portable (--format json has all)");
  });

  it("has the unikernel first where the tree is one", () => {
    const unikernel = {
      name: "u",
      config: "config.ml",
      verdict: "not-portable",
      reasons: [],
      assumes: [],
    } as const;
    const over = { libraries: many(100, blocked), unikernels: [unikernel] };
    expect(tableOf({ ...over, mode: "unikernel" })[0]).toBe(" u not-portable wanted (unikernel, config.ml)");
  });

  it("is no wider with a long name or reason", () => {
    const long = "x".repeat(400);
    const libraries = [
      { ...library(long, undefined, portable), intent: "unix-only", intentReason: long },
    ] as const;
    for (const line of verdictTable({ ...sampleRun([]), packages: [], unikernels: [], libraries }, plain))
      expect(line.length).toBeLessThan(200);
  });
});
