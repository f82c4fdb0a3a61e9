import { describe, expect, it } from "vitest";
import { findingAt, judge, libraryIn, opamFile, type Tree, verdictsIn } from "./judge.ts";

async function packageVerdict(dune: string): Promise<string | undefined> {
  const run = await judge({ "p.opam": opamFile(), dune });
  return run.packages.find(({ name }) => name === "p")?.verdict;
}

describe("the verdict on a library", () => {
  it("is portable where nothing in its closure stands in the way", async () => {
    const run = await judge({
      dune: "(library (name a) (libraries b str)) (library (name b) (libraries bigarray))",
    });
    expect(run.libraries).toMatchObject([
      { name: "a", verdict: "portable", reasons: [], blockedBy: [], assumes: [] },
      { name: "b", verdict: "portable", reasons: [] },
    ]);
  });

  it("rests on the libraries from elsewhere that nothing is known of", async () => {
    const run = await judge({
      dune: "(library (name a) (libraries b zoo)) (library (name b) (libraries ark str)) (library (name c))",
    });
    expect(run.libraries.map(({ name, verdict, assumes }) => [name, verdict, ...assumes])).toEqual([
      ["a", "portable", "ark", "zoo"],
      ["b", "portable", "ark"],
      ["c", "portable"],
    ]);
  });

  it("is not-portable for all that reaches what is missing, and the reasons say where", async () => {
    const run = await judge({
      "a/dune": "(library (name a) (libraries b))",
      "b/dune": "(library (name b) (libraries c))",
      "c/dune": "(library (name c) (libraries fmt.tty))",
    });
    expect(verdictsIn(run)).toEqual({ a: "not-portable", b: "not-portable", c: "not-portable" });
    const ids = new Set(run.diagnostics.map(({ id }) => id));
    for (const { reasons } of run.libraries) {
      expect(reasons.length).toBeGreaterThan(0);
      for (const reason of reasons) expect(ids).toContain(reason);
    }
  });

  it("is disabled where its condition is no, with the cause", async () => {
    const run = await judge({
      dune: "(library (name a) (enabled_if (= %{context_name} default)) (libraries unix))",
    });
    expect(libraryIn(run, "a")).toMatchObject({
      verdict: "disabled",
      reasons: [],
      disabledBecause: "its enabled_if is false on the target",
    });
    expect(run.diagnostics).toEqual([]);
  });

  it("is disabled where it is optional and what it names is not there, with the cause", async () => {
    const run = await judge({
      "p.opam": "",
      dune: "(library (public_name p.a) (optional) (libraries p.b)) (library (public_name p.b) (optional) (libraries unix))",
    });
    expect(
      run.libraries.map(({ verdict, disabledBecause }) => `${verdict}: ${disabledBecause}`).toSorted(),
    ).toEqual([
      "disabled: it is optional and p.b is not there",
      "disabled: it is optional and unix is not there",
    ]);
  });

  it("is not-portable where it needs one that is disabled", async () => {
    const run = await judge({
      "p.opam": "",
      "lib/dune": "(library (name a) (libraries p.b))",
      "other/dune": "(library (public_name p.b) (enabled_if false))",
    });
    expect(verdictsIn(run)).toEqual({ a: "not-portable", "p.b": "disabled" });
    expect(findingAt(run, "lib/dune")).toMatchObject({ rule: "unix/linked-library", symbol: "p.b" });
  });

  it("is host-only where only host code uses it", async () => {
    const run = await judge({
      dune: "(library (name a) (kind ppx_rewriter) (libraries b unix)) (library (name b) (libraries unix))",
    });
    expect(verdictsIn(run)).toEqual({ a: "host-only", b: "host-only" });
    expect(run.diagnostics).toEqual([]);
  });

  it("is unknown where its condition can't be told, and the library is judged all the same", async () => {
    const run = await judge({ dune: "(library (name a) (enabled_if (= %{env:X=} 1)))" });
    expect(libraryIn(run, "a").verdict).toBe("unknown");
    const missing = await judge({ dune: "(library (name a) (enabled_if (= %{env:X=} 1)) (libraries unix))" });
    expect(libraryIn(missing, "a").verdict).toBe("not-portable");
  });

  it("is unknown where the source of a stub can't be seen, which unseen names", async () => {
    const run = await judge({
      dune: `(rule (targets s.c) (action (run gen)))
        (library (name a) (foreign_stubs (language c) (names s))) (library (name b) (libraries a))`,
    });
    expect(verdictsIn(run)).toEqual({ a: "unknown", b: "unknown" });
    expect(run.stubs).toMatchObject([{ file: "s.c", verdict: "unknown", library: "a", reasons: [] }]);
    expect(run.unseen.map(({ file }) => file)).toEqual(["s.c"]);
  });

  it("of OCaml 4.14's threads, which is empty on the target, is portable", async () => {
    const run = await judge({
      dune: "(library (name a) (libraries threads)) (library (name b) (libraries threads.posix))",
    });
    expect(verdictsIn(run)).toEqual({ a: "portable", b: "not-portable" });
  });
});

describe("stubs that can't be built", () => {
  const files: Tree = {
    "s/dune": "(library (name owner) (foreign_stubs (language c) (names good bad)))",
    "s/good.c": "#include <stddef.h>\n#include <caml/mlvalues.h>\n",
    "s/bad.c": "#include <string.h>\n#include <sys/socket.h>\n",
    "user/dune": "(library (name user) (libraries owner)) (library (name outer) (libraries user))",
  };

  it("are a reason for the library that owns them, and block those that link it", async () => {
    const run = await judge(files);
    const finding = findingAt(run, "s/bad.c");
    expect(finding).toMatchObject({
      rule: "libc/missing-header",
      phase: "compile",
      symbol: "sys/socket.h",
      library: "owner",
      at: { line: 2, column: 11, endColumn: 23 },
    });
    expect(libraryIn(run, "owner")).toMatchObject({
      verdict: "not-portable",
      reasons: [finding.id],
      blockedBy: [],
    });
    for (const name of ["user", "outer"])
      expect(libraryIn(run, name)).toMatchObject({
        verdict: "not-portable",
        reasons: [],
        blockedBy: ["owner"],
      });
  });

  it("are judged one by one", async () => {
    const run = await judge(files);
    expect(
      run.stubs.map(({ file, dune, line, library, verdict }) => [file, dune, line, library, verdict]),
    ).toEqual([
      ["s/good.c", "s/dune", 1, "owner", "portable"],
      ["s/bad.c", "s/dune", 1, "owner", "not-portable"],
    ]);
  });

  it("are not listed for a stanza that is disabled", async () => {
    const run = await judge({
      ...files,
      "s/dune": `(library (name owner) (enabled_if false)
      (foreign_stubs (language c) (names good bad)))`,
    });
    expect(run.stubs).toEqual([]);
  });

  it("written in C++ stop their library", async () => {
    const run = await judge({
      dune: "(library (name a) (foreign_stubs (language cxx) (names s)))",
      "s.cpp": "#include <vector>\n",
    });
    expect(run.diagnostics.map(({ rule, at }) => `${rule} ${at.file}`)).toEqual(["libc/cxx-stubs dune"]);
    expect(verdictsIn(run)).toEqual({ a: "not-portable" });
  });
});

describe("the verdict on a package", () => {
  it("is that of the library that bears its name", async () => {
    expect(
      await packageVerdict("(library (public_name p)) (library (public_name p.unix) (libraries unix))"),
    ).toBe("portable");
    expect(
      await packageVerdict("(library (public_name p) (libraries unix)) (library (public_name p.core))"),
    ).toBe("not-portable");
    expect(
      await packageVerdict("(library (public_name p) (enabled_if false)) (library (public_name p.core))"),
    ).toBe("disabled");
  });

  it("is that of all its libraries where none bears its name", async () => {
    expect(
      await packageVerdict(
        "(library (public_name p.a) (libraries unix)) (library (public_name p.b) (libraries unix))",
      ),
    ).toBe("not-portable");
    expect(await packageVerdict("(library (public_name p.a)) (library (public_name p.b))")).toBe("portable");
  });

  it("is host-only where it has rewriters or executables alone", async () => {
    expect(await packageVerdict("(library (public_name p) (kind ppx_deriver))")).toBe("host-only");
    expect(await packageVerdict("(executable (public_name p))")).toBe("host-only");
  });

  it("is not-portable where opam-monorepo refuses the package, whatever its library", async () => {
    const run = await judge({
      "p.opam": 'opam-version: "2.0"\ndepends: ["ocaml"]\nbuild: [make]\n',
      dune: "(library (public_name p))",
    });
    expect(run.packages).toMatchObject([{ name: "p", opam: "p.opam", verdict: "not-portable" }]);
    expect(run.packages[0]?.reasons).toEqual([findingAt(run, "p.opam").id]);
    expect(verdictsIn(run)).toEqual({ p: "portable" });
  });
});

describe("what is asked for beyond the directory", () => {
  const files: Tree = {
    "a.opam": opamFile("b"),
    "b.opam": opamFile("mirage-flow"),
    "c-unix.opam": opamFile(),
    "a/dune": "(library (public_name a) (libraries b helper)) (library (name helper) (libraries str))",
    "b/dune":
      "(library (public_name b) (libraries lwt.unix)) (library (public_name b.pure) (libraries nobody-knows))",
    "c/dune":
      "(library (public_name c-unix) (libraries unix)) (library (public_name c-unix.gone) (enabled_if false))",
    "x/dune": "(library (name x) (package a) (foreign_stubs (language c) (names s)))",
    "x/s.c": "#include <unistd.h>\n#include <sys/epoll.h>\n",
  };

  it("changes no verdict", async () => {
    const plain = await judge(files);
    const strict = await judge(files, { strict: true });
    expect(verdictsIn(strict)).toEqual(verdictsIn(plain));
    expect(strict.packages.map(({ name, verdict }) => [name, verdict])).toEqual(
      plain.packages.map(({ name, verdict }) => [name, verdict]),
    );
    for (const name of ["a", "b", "c-unix"]) {
      const narrow = await judge(files, { packages: [name] });
      expect(narrow.packages).toMatchObject([
        { name, verdict: plain.packages.find((one) => one.name === name)?.verdict },
      ]);
      for (const library of narrow.libraries)
        expect(library.verdict).toBe(libraryIn(plain, library.name).verdict);
    }
  });

  it("narrows the report to a package, or to several", async () => {
    const one = await judge(files, { packages: ["c-unix"] });
    expect(one.libraries.map(({ name }) => name)).toEqual(["c-unix", "c-unix.gone"]);
    expect(one.diagnostics.map(({ at }) => at.file)).toEqual(["c/dune"]);
    expect(one.stubs).toEqual([]);
    const two = await judge(files, { packages: ["c-unix", "b"] });
    expect(two.packages.map(({ name }) => name)).toEqual(["b", "c-unix"]);
  });

  it("brings the private libraries of a package along", async () => {
    const { libraries, stubs } = await judge(files, { packages: ["a"] });
    expect(libraries.map(({ name }) => name)).toEqual(["a", "x"]);
    expect(stubs.map(({ file }) => file)).toEqual(["x/s.c"]);
  });

  it("makes findings of a package errors", async () => {
    const { diagnostics } = await judge(files, { packages: ["c-unix"] });
    expect(diagnostics).toMatchObject([
      { severity: "error", package: "c-unix", library: "c-unix", symbol: "unix" },
    ]);
  });
});
