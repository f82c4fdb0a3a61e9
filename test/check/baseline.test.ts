import { describe, expect, it } from "vitest";
import {
  comparedWithKnown,
  type KnownFinding,
  knownFindings,
  withoutKnown,
} from "../../src/lint/known-findings.ts";
import type { Run } from "../../src/lint/run.ts";
import { expectSoundRun } from "./contract.ts";
import { findingsIn, judge, opamFile, type Tree } from "./judge.ts";

const c = (name: string, call: string): string =>
  `CAMLprim value ${name}(value unit) {\n  ${call};\n  return Val_unit;\n}\n`;

const includes = "#include <stdlib.h>\n#include <stdio.h>\n#include <string.h>\n#include <caml/mlvalues.h>\n";

const kettle: Tree = {
  "mirage-kettle.opam": opamFile(),
  "src/dune":
    "(library\n (name mirage_kettle)\n (public_name mirage-kettle)\n (foreign_stubs (language c) (names boil pour)))\n",
  "src/kettle.ml": "let started () = Sys.getcwd ()\nlet here = 1\n",
  "src/boil.c": includes + c("kettle_boil", 'getenv("KETTLE")') + c("kettle_pour", "(void) 0"),
  "src/pour.c": includes,
};

const boilWith = (...functions: readonly string[]): Tree => ({
  ...kettle,
  "src/boil.c": includes + functions.join(""),
});

/** What a tree says beyond what another is known for. */
async function beyond(before: Tree, now: Tree, asked: Parameters<typeof judge>[1] = {}): Promise<Outcome> {
  const known = knownFindings(await judge(before, asked));
  const run = await judge(now, asked);
  const comparison = comparedWithKnown(known, run);
  const compared = withoutKnown(run, comparison, "baseline");
  expectSoundRun(compared, ["dune-project", ...Object.keys(now)]);
  return {
    run: compared,
    news: findingsIn(compared).filter((found) => !found.startsWith("excused")),
    gone: comparison.gone.map(nameOf),
  };
}

interface Outcome {
  readonly run: Run;
  readonly news: readonly string[];
  readonly gone: readonly string[];
}

const nameOf = ({ identity: { file, rule, symbol, within } }: KnownFinding): string =>
  `${rule} ${file} ${symbol}${within === "" ? "" : ` in ${within}`}`;

const getenvIn = (name: string): string => c(name, 'getenv("KETTLE")');
const quiet = (name: string): string => c(name, "(void) 0");

describe("findings that are known", () => {
  it("are left out of what is found, and counted, and verdicts rest on them all the same", async () => {
    const { run, news, gone } = await beyond(kettle, kettle);
    expect({ news, gone }).toEqual({ news: [], gone: [] });
    expect(run.known?.map(({ rule, symbol, knownFrom }) => `${rule} ${symbol} ${knownFrom}`)).toEqual([
      "libc/failing-function getenv baseline",
      "stdlib/aborting-call Sys.getcwd baseline",
    ]);
    expect(run.summary).toMatchObject({ errors: 0, warnings: 0, notes: 0 });
    const unported = { ...kettle, "src/boil.c": "#include <caml/threads.h>\n" };
    const { run: blocked } = await beyond(unported, unported);
    expect(blocked.packages).toMatchObject([{ name: "mirage-kettle", verdict: "not-portable" }]);
  });

  it.each<[string, Tree]>([
    ["with lines before it", { ...kettle, "src/boil.c": `\n\n/* more */\n${kettle["src/boil.c"]}` }],
    ["behind other functions", boilWith(quiet("kettle_pour"), quiet("kettle_fill"), getenvIn("kettle_boil"))],
    ["with CRLF", { ...kettle, "src/boil.c": kettle["src/boil.c"]?.replaceAll("\n", "\r\n") ?? "" }],
    [
      "in a file of another name",
      {
        ...boilWith(),
        "src/boil.c": "",
        "src/dune": kettle["src/dune"]?.replace("boil", "simmer") ?? "",
        "src/simmer.c": kettle["src/boil.c"] ?? "",
      },
    ],
    [
      "in another file, with its function",
      { ...boilWith(), "src/pour.c": includes + getenvIn("kettle_boil") },
    ],
    [
      "of a library with another name",
      { ...kettle, "src/dune": kettle["src/dune"]?.replace("mirage-kettle", "mirage-kettle.stove") ?? "" },
    ],
    [
      "in a directory of another name",
      Object.fromEntries(Object.entries(kettle).map(([path, text]) => [path.replace("src/", "lib/"), text])),
    ],
  ])("stay known %s", async (_, now) => {
    const here = Object.fromEntries(
      Object.entries(now).filter(([path, text]) => path !== "src/boil.c" || text !== ""),
    );
    expect(await beyond(kettle, here)).toMatchObject({ news: [], gone: [] });
  });

  it("do not excuse another symbol in the same place", async () => {
    const swapped = boilWith(c("kettle_boil", "getpid()"));
    const withHeader = { ...swapped, "src/boil.c": `#include <unistd.h>\n${swapped["src/boil.c"]}` };
    const { news, gone } = await beyond(kettle, withHeader);
    expect(news).toEqual(["note libc/failing-function src/boil.c:7"]);
    expect(gone).toEqual(["libc/failing-function src/boil.c getenv in kettle_boil"]);
  });

  it("do not excuse the same symbol in another function", async () => {
    const now = boilWith(quiet("kettle_boil"), getenvIn("kettle_pour"));
    const { news, gone } = await beyond(kettle, now);
    expect(news).toEqual(["note libc/failing-function src/boil.c:10"]);
    expect(gone).toEqual(["libc/failing-function src/boil.c getenv in kettle_boil"]);
  });

  it("do not excuse one more function, where one finding tells of both", async () => {
    const now = boilWith(getenvIn("kettle_boil"), getenvIn("kettle_pour"));
    const { run, news, gone } = await beyond(kettle, now);
    expect({ news, gone }).toEqual({ news: ["note libc/failing-function src/boil.c:10"], gone: [] });
    expect(run.diagnostics[0]?.message).toContain("boil.c calls getenv, and 1 more time:");
    // With the first of two mended nothing is new.
    expect(await beyond(now, boilWith(quiet("kettle_boil"), getenvIn("kettle_pour")))).toMatchObject({
      news: [],
      gone: ["libc/failing-function src/boil.c getenv in kettle_boil"],
    });
  });

  it("do not excuse a copy of a function in another file", async () => {
    const now = {
      ...kettle,
      "src/pour.c": includes + getenvIn("kettle_boil").replaceAll("value k", "value static_k"),
    };
    expect((await beyond(kettle, now)).news).toEqual(["note libc/failing-function src/pour.c:6"]);
    const copied = { ...kettle, "src/pour.c": includes + getenvIn("kettle_boil") };
    expect((await beyond(kettle, copied)).news).toEqual(["note libc/failing-function src/pour.c:6"]);
  });

  it("do not excuse what weighs more than before", async () => {
    const now = { ...kettle, "src/kettle.ml": "let started () = Sys.getcwd ()\nlet here = started ()\n" };
    const { run, news, gone } = await beyond(kettle, now);
    expect({ news, gone }).toEqual({ news: ["error stdlib/aborting-call src/kettle.ml:1"], gone: [] });
    expect(run.summary.errors).toBe(1);
    expect((await beyond(now, kettle)).news).toEqual([]);
  });

  it("do not excuse another way to what is missing", async () => {
    const over = (asked: string): Tree => ({
      "mirage-kettle.opam": opamFile(),
      "src/dune": `(library (name k) (public_name mirage-kettle) (libraries ${asked}))`,
      "a/dune": "(library (name kettle_unix) (libraries unix))",
      "b/dune": "(library (name stove_unix) (libraries unix))",
    });
    expect((await beyond(over("kettle_unix"), over("stove_unix"))).news).toEqual([
      "error unix/linked-library src/dune:1",
    ]);
    expect((await beyond(over("kettle_unix"), over("str kettle_unix"))).news).toEqual([]);
  });

  it("are none that nobody is blamed for: they are news once somebody is", async () => {
    const meant = (comment: string): Tree => ({
      "kettle.opam": opamFile(),
      dune: `${comment}(library (name kettle) (public_name kettle) (libraries unix))`,
    });
    const { run, news } = await beyond(meant("; mirage-lint: unix-only -- a tool\n"), meant(""));
    expect(news).toEqual(["warning unix/linked-library dune:1"]);
    expect(run.known).toEqual([]);
  });
});
