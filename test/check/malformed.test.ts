import { describe, expect, it } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { findingAt, findingsIn, judge, libraryIn, opamFile, type Tree, verdictsIn } from "./judge.ts";

/** Files that are called malformed, with the place. */
const malformedIn = (run: Run): readonly string[] =>
  run.diagnostics.flatMap(({ rule, at }) =>
    rule === "dune/malformed-file" ? [`${at.file}:${at.line}:${at.column}`] : [],
  );

const sound: Tree = {
  "good.opam": opamFile("mirage-flow"),
  "good/dune": "(library\n (public_name good)\n (libraries unix))\n",
};

describe("a file that cannot be read as what it is", () => {
  it.each([
    ["a dune file", "bad/dune", "(library\n (name bad)\n", "bad/dune:1:1"],
    ["a dune file with a stray word", "bad/dune", "(library (name a))\n\nstray\n", "bad/dune:3:1"],
    ["a dune file with a string that stays open", "bad/dune", '(library (name "a))\n', "bad/dune:1:16"],
    ["an included file", "bad/more.inc", "\n)\n", "bad/more.inc:2:1"],
    ["a dune-project file", "bad/dune-project", "(lang dune 3.0)\n(name bad\n", "bad/dune-project:2:1"],
  ])("is one finding with its place, and the rest is judged: %s", async (_, file, text, place) => {
    const including: Tree = file.endsWith(".inc") ? { "bad/dune": "(include more.inc)" } : {};
    const run = await judge({ ...sound, ...including, [file]: text });
    expect(malformedIn(run)).toEqual([place]);
    expect(findingAt(run, file)).toMatchObject({ severity: "error", confidence: "high" });
    expect(findingsIn(run)).toContain("error unix/linked-library good/dune:3");
  });

  it("may be an opam file: the package is still known by its name", async () => {
    const run = await judge({ ...sound, "bad.opam": 'opam-version: "2.0"\ndepends: ["dune"\n' });
    expect(malformedIn(run)).toHaveLength(1);
    expect(run.packages.map(({ name }) => name)).toEqual(["bad", "good"]);
  });

  it("may be OCaml with a comment or a string that stays open", async () => {
    const run = await judge({
      ...sound,
      "x/dune": "(library (name x))",
      "x/a.ml": "let a = 1\n  (* open (* closed *)\n",
      "x/b.ml": 'let b = 1\nlet c = "open\n',
      "x/c.ml": 'let d = {|open "\n',
    });
    expect(malformedIn(run)).toEqual(["x/a.ml:2:3", "x/b.ml:2:9", "x/c.ml:1:9"]);
    expect(libraryIn(run, "x").verdict).toBe("not-portable");
  });

  it("may be C, in which conditions and comments stay open", async () => {
    const run = await judge({
      ...sound,
      "x/dune": "(library (name x) (foreign_stubs (language c) (names a b)))",
      "x/a.c": "int x;\n#if defined(X)\nint y;\n",
      "x/b.c": "int x;\n#endif\n#else\n",
    });
    expect(malformedIn(run)).toEqual(["x/a.c:2:1", "x/b.c:2:1"]);
  });

  it("is no matter where only host code is made of it", async () => {
    const run = await judge({
      ...sound,
      "x/dune": "(executable (name x) (foreign_stubs (language c) (names a)))",
      "x/a.c": "#if 1\n",
      "x/x.ml": "(* open",
    });
    expect(malformedIn(run)).toEqual([]);
  });

  it("does not keep the stanzas around the break from being judged", async () => {
    const run = await judge({
      dune: "(library (name before) (libraries unix))\n(library\n (name broken)\n(library (name after) (libraries lwt.unix))\n",
    });
    expect(verdictsIn(run)).toMatchObject({ before: "not-portable", after: "not-portable" });
  });

  it("gives a finding each when several are in one tree", async () => {
    const run = await judge({
      ...sound,
      "dune-project": "(lang dune 3.0))\n",
      dune: "(library",
      "bad.opam": "depends: [",
      "x/dune": "(library (name x) (foreign_stubs (language c) (names s)))",
      "x/m.ml": '"open',
      "x/s.c": "#elif 1\n",
    });
    expect(malformedIn(run).map((place) => place.split(":")[0])).toEqual([
      "bad.opam",
      "dune",
      "dune-project",
      "x/m.ml",
      "x/s.c",
    ]);
    expect(findingsIn(run)).toContain("error unix/linked-library good/dune:3");
  });
});

describe("a file that is merely unusual", () => {
  it("may end its lines as Windows does, and places are right", async () => {
    const run = await judge({ dune: "; é\r\n(library\r\n (name a)\r\n (libraries str unix))\r\n" });
    expect(findingAt(run, "dune").at).toEqual({
      file: "dune",
      line: 4,
      column: 17,
      endLine: 4,
      endColumn: 21,
    });
    expect(run.linesOf(findingAt(run, "dune").at)).toEqual([" (libraries str unix))"]);
  });

  it("may hold characters beyond the basic plane: columns count UTF-16 units", async () => {
    const run = await judge({ dune: '(library (name a) (synopsis "🐫🐫") (libraries unix))' });
    expect(findingAt(run, "dune").at).toMatchObject({ column: 48, endColumn: 52 });
  });

  it("may be empty", async () => {
    const run = await judge({
      "dune-project": "",
      dune: "",
      "a.opam": "",
      "x/a.ml": "",
      "x/dune": "(library (name x))",
    });
    expect(malformedIn(run)).toEqual([]);
    expect(verdictsIn(run)).toEqual({ x: "portable" });
  });

  it("may be named in ways that other files could not be", async () => {
    const run = await judge({ "a b%\n::error::/dune": "(library (name x) (libraries unix))" });
    expect(run.diagnostics).toMatchObject([{ at: { file: "a b%\n::error::/dune" } }]);
  });
});
