import { describe, expect, it } from "vitest";
import { judge, type Tree } from "./judge.ts";

const usesUnix = "let now () = Unix.gettimeofday ()\n";

/** The modules that are judged for the library in `files`: every one of them uses Unix without asking for it. */
async function judgedModules(files: Tree): Promise<readonly string[]> {
  const { diagnostics } = await judge(files);
  return diagnostics.flatMap(({ rule, at }) => (rule === "unix/module-used" ? [at.file] : []));
}

async function stubs(files: Tree): Promise<readonly string[]> {
  const run = await judge(files);
  return run.stubs.map(({ file, builtAs, verdict }) =>
    [file, ...(builtAs ? ["as", builtAs] : []), verdict].join(" "),
  );
}

describe("the modules of a library", () => {
  const files = {
    "a.ml": usesUnix,
    "b.ml": usesUnix,
    "c_d.ml": usesUnix,
    "README.md": usesUnix,
    "not-a-module.ml": usesUnix,
    "sub/e.ml": usesUnix,
  };

  it("are all of its directory, or those that it names", async () => {
    const chosen = (modules: string): Promise<readonly string[]> =>
      judgedModules({ ...files, dune: `(library (name x) ${modules})` });
    expect(await chosen("")).toEqual(["a.ml", "b.ml", "c_d.ml"]);
    expect(await chosen("(modules a C_d)")).toEqual(["a.ml", "c_d.ml"]);
    expect(await chosen(String.raw`(modules :standard \ a)`)).toEqual(["b.ml", "c_d.ml"]);
    expect(await chosen("(modules)")).toEqual([]);
  });

  it("are those of directories below, where include_subdirs says so", async () => {
    const modulesWith = (mode: string): Promise<readonly string[]> =>
      judgedModules({ ...files, dune: `(include_subdirs ${mode}) (library (name x))` });
    expect(await modulesWith("unqualified")).toEqual(["a.ml", "b.ml", "c_d.ml", "sub/e.ml"]);
    expect(await modulesWith("no")).toEqual(["a.ml", "b.ml", "c_d.ml"]);
  });

  it("are not those of a directory below that says for itself what it includes", async () => {
    const dunes = {
      dune: "(include_subdirs unqualified) (library (name x))",
      "sub/dune": "(include_subdirs no)",
    };
    expect(await judgedModules({ ...files, ...dunes })).toEqual(["a.ml", "b.ml", "c_d.ml"]);
  });

  it("come from where copy_files and rules copy them", async () => {
    expect(
      await judgedModules({
        "src/a.ml": usesUnix,
        "src/b.ml": usesUnix,
        "other/c.ml": usesUnix,
        "lib/dune": "(copy_files# ../src/*.ml) (rule (copy ../other/c.ml d.ml)) (library (name x))",
      }),
    ).toEqual(["other/c.ml", "src/a.ml", "src/b.ml"]);
  });

  it("do not come by a copy that is switched off for the target", async () => {
    const copied = (condition: string): Promise<readonly string[]> =>
      judgedModules({
        "src/a.ml": usesUnix,
        "lib/dune": `(copy_files (files ../src/*.ml) (enabled_if ${condition})) (library (name x))`,
      });
    expect(await copied("(= %{context_name} default)")).toEqual([]);
    expect(await copied("(= %{context_name} solo5)")).toEqual(["src/a.ml"]);
    expect(await copied("(= %{env:X=} x)")).toEqual(["src/a.ml"]);
  });

  it("are the choice of a select that the target takes", async () => {
    expect(
      await judgedModules({
        "clock.unix.ml": usesUnix,
        "clock.none.ml": usesUnix,
        dune: `(library (name x) (modules clock)
          (libraries (select clock.ml from (unix -> clock.unix.ml) (-> clock.none.ml))))`,
      }),
    ).toEqual(["clock.none.ml"]);
  });

  it("are not looked into where the library asks for unix: that is the finding", async () => {
    const run = await judge({ dune: "(library (name x) (libraries unix))", "a.ml": usesUnix });
    expect(run.diagnostics.map(({ rule }) => rule)).toEqual(["unix/linked-library"]);
  });

  it("may have a Unix of their own", async () => {
    expect(
      await judgedModules({
        dune: "(library (name x))",
        "a.ml": usesUnix,
        "unix.ml": "let gettimeofday () = 0.",
      }),
    ).toEqual([]);
  });
});

describe("the stubs of a library", () => {
  it("are found by name and language, in dune 1 and later", async () => {
    const files = { "a.c": "", "b.cpp": "", "c.cc": "" };
    expect(
      await stubs({
        ...files,
        dune: "(library (name x) (foreign_stubs (language c) (names a)) (foreign_stubs (language cxx) (names b c)))",
      }),
    ).toEqual(["a.c portable", "b.cpp not-portable", "c.cc not-portable"]);
    expect(await stubs({ ...files, dune: "(library (name x) (c_names a) (cxx_names b))" })).toEqual([
      "a.c portable",
      "b.cpp not-portable",
    ]);
  });

  it("stand in the directory below that they name, or anywhere with include_subdirs", async () => {
    const library = (name: string): string =>
      `(library (name x) (foreign_stubs (language c) (names ${name})))`;
    expect(await stubs({ "c/a.c": "", dune: library("c/a") })).toEqual(["c/a.c portable"]);
    expect(await stubs({ "c/d/a.c": "", dune: `(include_subdirs unqualified) ${library("a")}` })).toEqual([
      "c/d/a.c portable",
    ]);
  });

  it("are listed where they stand, and where they are built", async () => {
    expect(
      await stubs({
        "c/a.c": "#include <sys/socket.h>\n",
        "c/b.c": "",
        "lib/dune": `(copy_files ../c/a.c) (rule (copy ../c/b.c z.c))
          (library (name x) (foreign_stubs (language c) (names a z)))`,
      }),
    ).toEqual(["c/a.c as lib/a.c not-portable", "c/b.c as lib/z.c portable"]);
  });

  it("are unknown where a rule makes them, or nothing does", async () => {
    expect(
      await stubs({
        dune: "(rule (targets a.c) (action (run gen))) (library (name x) (foreign_stubs (language c) (names a b)))",
      }),
    ).toEqual(["a.c unknown", "b.c unknown"]);
  });

  it("may be named by a variable that is known", async () => {
    expect(
      await stubs({
        "i_amd64.c": "",
        dune: "(library (name x) (foreign_stubs (language c) (names i_%{architecture})))",
      }),
    ).toEqual(["i_amd64.c portable"]);
  });

  it("find headers beside them, in include_dirs, and in the libraries that are linked", async () => {
    const dune = `(library (name x) (libraries y) (foreign_stubs (language c) (names s) (include_dirs inc) (flags -Iflag)))`;
    const files = {
      "lib/dune": dune,
      "lib/s.c": '#include "beside.h"\n#include <in.h>\n#include <flag.h>\n#include "y.h"\n',
      "lib/beside.h": "",
      "lib/inc/in.h": "",
      "lib/flag/flag.h": "",
      "y/dune": "(library (name y) (install_c_headers y))",
      "y/y.h": "",
    };
    expect(await stubs(files)).toEqual(["lib/s.c portable"]);
    const { "y/y.h": _, ...without } = files;
    expect(await stubs(without)).toEqual(["lib/s.c not-portable"]);
  });

  it("are judged through the headers of the tree, with the way there", async () => {
    const run = await judge({
      dune: "(library (name x) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "a.h"\n',
      "a.h": '\n#include "b.h"\n',
      "b.h": "#include <netdb.h>\n",
    });
    expect(run.diagnostics).toMatchObject([{ symbol: "netdb.h", library: "x" }]);
    expect(run.diagnostics[0]?.path.map(({ name, at }) => `${name} ${at?.file}:${at?.line}`)).toEqual([
      "s.c dune:1",
      "a.h s.c:1",
      "b.h a.h:2",
      "netdb.h b.h:1",
    ]);
  });

  it("are not judged in what the target's macros leave out", async () => {
    expect(
      await stubs({
        dune: "(library (name x) (foreign_stubs (language c) (names s) (flags (-DNET=0))))",
        "s.c":
          "#ifndef __ocaml_solo5__\n#include <netdb.h>\n#endif\n#if NET\n#include <sys/socket.h>\n#endif\n",
      }),
    ).toEqual(["s.c portable"]);
  });
});
