import { describe, expect, it } from "vitest";
import { findingAt, findingsIn, judge, libraryIn, opamFile, type Tree } from "./judge.ts";

async function intentOf(name: string, files: Tree): Promise<string> {
  const { intent, intentReason } = libraryIn(await judge(files), name);
  return `${intent}: ${intentReason}`;
}

const naming = (library: string, fields = ""): string =>
  `(library (public_name ${library}) (libraries unix) ${fields})\n`;

describe("who wants a library portable", () => {
  it("is said first by --package, though its name and its stanza say otherwise", async () => {
    const files = {
      "p-unix.opam": opamFile(),
      dune: `; mirage-lint: unix-only -- forks\n${naming("p-unix")}`,
    };
    const run = await judge(files, { packages: ["p-unix"] });
    expect(libraryIn(run, "p-unix")).toMatchObject({ intent: "wanted", intentReason: "--package" });
    expect(findingsIn(run)).toEqual(["error unix/linked-library dune:2"]);
  });

  it("is said by a comment on the stanza, though the package be a mirage-* one", async () => {
    const files = {
      "mirage-p.opam": opamFile(),
      dune: `; mirage-lint: unix-only -- reads files\n${naming("mirage-p")}`,
    };
    expect(await intentOf("mirage-p", files)).toBe("unix-only: reads files");
    expect(findingsIn(await judge(files))).toEqual(["excused unix/linked-library dune:2"]);
  });

  it("is said by the unikernel that links it, though its name say otherwise", async () => {
    const run = await judge({
      "config.ml": 'open Mirage\nlet () = register "u" [main ~packages:[package "p-unix"] "U.M" job]\n',
      "u.ml": "",
      "duniverse/p/dune-project": "(lang dune 3.0)",
      "duniverse/p/dune": naming("p-unix"),
      "duniverse/dune": "(vendored_dirs *)",
    });
    expect(libraryIn(run, "p-unix").intent).toBe("wanted");
    expect(run.summary.errors).toBeGreaterThan(0);
  });

  it.each(["unix", "posix", "socket", "async", "cli", "bin", "test", "bench"])(
    "is denied by the word %s in the name of the library",
    async (word) => {
      const files = { "mirage-p.opam": opamFile(), dune: naming(`mirage-p.${word}`) };
      expect(await intentOf(`mirage-p.${word}`, files)).toMatch(/^unix-only: /);
    },
  );

  it.each(["p-lwt-unix", "p-miou-unix", "p_unix", "p-cli"])(
    "is denied by the name of the package %s",
    async (name) => {
      const files = { [`${name}.opam`]: opamFile("mirage-time"), dune: naming(`${name}.core`) };
      expect(await intentOf(`${name}.core`, files)).toMatch(/^unix-only: /);
    },
  );

  it("is not said by a dependency that is meant for Unix itself, nor of a package that is given up", async () => {
    const files = { "p.opam": opamFile("mirage-block-unix"), dune: naming("p") };
    expect(await intentOf("p", files)).toBe("undecided: nobody says");
    const givenUp = { "p.opam": `${opamFile("mirage-block")}flags: deprecated\n`, dune: naming("p") };
    expect(await intentOf("p", givenUp)).toBe("undecided: nobody says");
    expect(await intentOf("p", { ...files, "p.opam": opamFile("mirage-block") })).toMatch(/^wanted: /);
  });

  it("is not denied by such a word inside another", async () => {
    for (const name of ["unixy", "contest", "asynchronous", "client"]) {
      const files = { [`${name}.opam`]: opamFile(), dune: `(library (public_name ${name}))` };
      expect(await intentOf(name, files)).toMatch(/^undecided: /);
    }
  });

  it("is denied by the stanza of a library beside the main one that names a Unix library itself", async () => {
    const files = {
      "p.opam": opamFile("mirage-time"),
      dune: `(library (public_name p)) ${naming("p.files")} (library (public_name p.http) (libraries lwt.unix))`,
    };
    expect(await intentOf("p.files", files)).toBe("unix-only: asks for unix itself");
    expect(await intentOf("p.http", files)).toBe("unix-only: asks for lwt.unix itself");
    expect(await intentOf("p", files)).toMatch(/^wanted: /);
  });

  it("is not denied so to the main library: there it is a slip", async () => {
    const files = { "p.opam": opamFile("mirage-time"), dune: naming("p") };
    expect(await intentOf("p", files)).toBe("wanted: depends on mirage-time");
    expect(findingsIn(await judge(files))).toEqual(["error unix/linked-library dune:1"]);
  });

  it("is said by a package called mirage-*, or one that depends on such a package", async () => {
    expect(
      await intentOf("mirage-p", { "mirage-p.opam": opamFile(), dune: "(library (public_name mirage-p))" }),
    ).toBe("wanted: named mirage-*");
    expect(
      await intentOf("p", {
        "dune-project": "(lang dune 3.0) (package (name p) (depends (mirage-flow (>= 3.0))))",
        dune: "(library (public_name p))",
      }),
    ).toBe("wanted: depends on mirage-flow");
  });

  it("is not said by what only tests or documentation need, or what may be left out", async () => {
    for (const depends of [
      '"mirage-flow" {with-test}',
      '"mirage-flow" {with-doc & >= "1"}',
      '"mirage-flow" {build}',
    ]) {
      const files = { "p.opam": opamFile(depends), dune: "(library (public_name p))" };
      expect(await intentOf("p", files)).toMatch(/^undecided: /);
    }
    const optional = {
      "p.opam": `${opamFile()}depopts: ["mirage-flow"]\n`,
      dune: "(library (public_name p))",
    };
    expect(await intentOf("p", optional)).toMatch(/^undecided: /);
  });

  it("is said by nobody otherwise: findings are warnings, and errors with --strict", async () => {
    const files = { "p.opam": opamFile(), dune: naming("p") };
    expect(await intentOf("p", files)).toMatch(/^undecided: /);
    expect(findingsIn(await judge(files))).toEqual(["warning unix/linked-library dune:1"]);
    const strict = await judge(files, { strict: true });
    expect(findingsIn(strict)).toEqual(["error unix/linked-library dune:1"]);
    expect(libraryIn(strict, "p")).toMatchObject({ intent: "wanted", intentReason: "--strict" });
  });

  it("is said of everything by --all", async () => {
    const files = {
      "p-unix.opam": opamFile(),
      dune: `; mirage-lint: unix-only -- forks\n${naming("p-unix")}`,
    };
    expect(findingsIn(await judge(files, { all: true }))).toEqual(["error unix/linked-library dune:2"]);
  });
});

describe("blame", () => {
  it("falls on wanted code that reaches what is declared otherwise, with the path", async () => {
    const run = await judge({
      "mirage-p.opam": opamFile(),
      "lib/dune": "(library (public_name mirage-p) (libraries mirage-p.middle))",
      "middle/dune": "(library (public_name mirage-p.middle) (libraries mirage-p.unix))",
      "unix/dune": naming("mirage-p.unix"),
    });
    expect(findingsIn(run)).toContain("excused unix/linked-library unix/dune:1");
    const finding = findingAt(run, "middle/dune");
    expect(finding).toMatchObject({
      severity: "error",
      library: "mirage-p.middle",
      symbol: "unix",
      phase: "resolve",
    });
    expect(finding.path.map(({ name, at }) => `${name} ${at?.file}:${at?.line}`)).toEqual([
      "mirage-p.middle middle/dune:1",
      "mirage-p.unix middle/dune:1",
      "unix unix/dune:1",
    ]);
    expect(libraryIn(run, "mirage-p").reasons).toContain(finding.id);
  });

  it("falls on no vendored code, but on what reaches it, at its own line", async () => {
    const run = await judge({
      "mirage-p.opam": opamFile(),
      dune: "(vendored_dirs v)",
      "lib/dune": "(library\n (public_name mirage-p)\n (libraries\n  str\n  foreign))",
      "v/dune-project": "(lang dune 3.0)",
      "v/dune": naming("foreign"),
    });
    expect(findingsIn(run)).toEqual([
      "error unix/linked-library lib/dune:5",
      "excused unix/linked-library v/dune:1",
    ]);
    expect(findingAt(run, "lib/dune").at).toEqual({
      file: "lib/dune",
      line: 5,
      column: 3,
      endLine: 5,
      endColumn: 10,
    });
  });

  it("counts excused findings nowhere", async () => {
    const run = await judge({ "p-unix.opam": opamFile(), dune: naming("p-unix") });
    expect(run.summary).toMatchObject({ errors: 0, warnings: 0, notes: 0 });
    expect(run.diagnostics).toMatchObject([{ excused: true, severity: "note" }]);
  });

  it("says how many other paths lead to the same place", async () => {
    const run = await judge({
      "mirage-p.opam": opamFile(),
      "lib/dune": "(library (public_name mirage-p) (libraries a b c))",
      "inner/dune": `; mirage-lint: unix-only -- x
(library (name a) (libraries p_unix))
; mirage-lint: unix-only -- x
(library (name b) (libraries p_unix))
; mirage-lint: unix-only -- x
(library (name c) (libraries p_unix))
; mirage-lint: unix-only -- x
(library (name p_unix) (libraries unix))`,
    });
    expect(findingAt(run, "lib/dune")).toMatchObject({ otherPaths: 2, path: { length: 4 } });
  });
});
