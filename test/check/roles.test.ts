import { describe, expect, it } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { judge, libraryIn, type Tree, verdictsIn } from "./judge.ts";

const rolesIn = (run: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(run.libraries.map(({ name, role }) => [name, role]));

async function rolesOf(dune: string, more: Tree = {}): Promise<Readonly<Record<string, string>>> {
  return rolesIn(await judge({ dune, "p.opam": "", ...more }));
}

describe("target code", () => {
  it("is every public library and what it needs, and a private one that nothing uses", async () => {
    expect(
      await rolesOf(`(library (public_name p) (libraries inner)) (library (name inner) (libraries innermost))
        (library (name innermost)) (library (name lonely))`),
    ).toEqual({ p: "target", inner: "target", innermost: "target", lonely: "target" });
  });

  it("is not what only tests, executables and rewriters use", async () => {
    expect(
      await rolesOf(`(library (name for_tests)) (library (name for_exe)) (library (name for_ppx))
        (test (name t) (libraries for_tests)) (executable (name e) (libraries for_exe))
        (library (public_name p.ppx) (kind ppx_rewriter) (libraries for_ppx))
        (library (public_name p.deriver) (kind ppx_deriver))`),
    ).toEqual({
      for_tests: "host",
      for_exe: "host",
      for_ppx: "host",
      "p.ppx": "host",
      "p.deriver": "host",
    });
  });

  it("is what both tests and a public library use", async () => {
    expect(
      await rolesOf(`(library (name shared)) (library (public_name p) (libraries shared))
        (test (name t) (libraries shared))`),
    ).toMatchObject({ shared: "target" });
  });

  it("is the runtime of a rewriter, and what that needs", async () => {
    expect(
      await rolesOf(`(library (public_name p.ppx) (kind ppx_rewriter) (libraries expander)
          (ppx_runtime_libraries runtime))
        (library (name expander)) (library (name runtime) (libraries deeper)) (library (name deeper))`),
    ).toEqual({ "p.ppx": "host", expander: "host", runtime: "target", deeper: "target" });
  });

  it("is not a library that holds inline tests or is named for tests, when nothing uses it", async () => {
    expect(
      await rolesOf("(library (name a) (inline_tests)) (library (name post_test)) (library (name contest))"),
    ).toEqual({ a: "host", post_test: "host", contest: "target" });
  });

  it("is of what is vendored only what the project itself needs", async () => {
    const vendored = {
      "v/dune-project": "(lang dune 3.0)",
      "v/dune": "(library (public_name needed)) (library (public_name not-needed) (libraries unix))",
    };
    const run = await judge({ ...vendored, dune: "(vendored_dirs v) (library (name a) (libraries needed))" });
    expect(rolesIn(run)).toEqual({ a: "target", needed: "target", "not-needed": "host" });
    expect(verdictsIn(run)).toMatchObject({ "not-needed": "host-only" });
  });

  it("is everything with --all", async () => {
    const run = await judge(
      {
        dune: `(vendored_dirs v) (library (name ppx) (kind ppx_rewriter)) (test (name t) (libraries x unix))
          (library (name x))`,
        "v/dune": "(library (name y))",
      },
      { all: true },
    );
    expect(rolesIn(run)).toEqual({ ppx: "target", x: "target", y: "target" });
    expect(run.diagnostics.map(({ severity, library }) => `${severity} ${library}`)).toEqual(["error t"]);
  });

  it("can be an archive that a library of target code links", async () => {
    const run = await judge({
      dune: `(library (name x) (foreign_archives z)) (foreign_library (archive_name z) (language c) (names z))
        (foreign_library (archive_name unused) (language c) (names u))`,
      "z.c": "#include <sys/socket.h>\n",
      "u.c": "#include <sys/socket.h>\n",
    });
    expect(run.stubs.map(({ file, verdict }) => `${file} ${verdict}`)).toEqual([
      "z.c not-portable",
      "u.c host-only",
    ]);
    expect(libraryIn(run, "x").role).toBe("target");
  });

  it("is judged and host code is not", async () => {
    const run = await judge({
      dune: `(library (name x) (modules)) (executable (name main) (modules main) (libraries unix threads.posix)
          (foreign_stubs (language cxx) (names s)) (link_flags (-cclib -lz)))`,
      "s.cpp": "#include <vector>\n",
      "main.ml": "let () = Unix.sleep 1",
    });
    expect(run.diagnostics).toEqual([]);
    expect(run.stubs).toMatchObject([{ file: "s.cpp", verdict: "host-only", library: "main" }]);
  });
});

describe("a unikernel", () => {
  const config = `open Mirage
let main = main ~packages:[package "p"; package ~sublibs:["x"] "q"] "Unikernel.Main" (time @-> job)
let () = register "hello" [main $ default_time]
`;

  it("may link a source of its own of a package that is not portable as it is published", async () => {
    const linking = (alcotest: string) =>
      judge({ "config.ml": `open Mirage\nlet p = [ ${alcotest} ]\nlet () = register "hello" []\n` });
    const rulesOf = ({ diagnostics }: Awaited<ReturnType<typeof judge>>) =>
      diagnostics.map(({ rule, severity }) => [rule, severity]);
    expect(rulesOf(await linking('package "alcotest"'))).toEqual([["unix/known-unix-library", "error"]]);
    expect(rulesOf(await linking('package ~pin "alcotest"'))).toEqual([]);
  });

  it("at the root of a tree without public libraries makes it a unikernel's tree", async () => {
    const run = await judge({ "config.ml": config, "unikernel.ml": "" });
    expect(run.mode).toBe("unikernel");
  });

  it("below the root, or beside a public library, is a part of a package's tree", async () => {
    const below = await judge({ "mirage/config.ml": config, dune: "(library (name p))" });
    expect(below.mode).toBe("package");
    const beside = await judge({ "config.ml": config, dune: "(library (public_name p))", "p.opam": "" });
    expect(beside.mode).toBe("package");
  });

  it("links the libraries of its packages, and what they need is found with the path", async () => {
    const run = await judge({
      "config.ml": config,
      "unikernel.ml": "",
      "duniverse/dune": "(vendored_dirs *)",
      "duniverse/p/dune-project": "(lang dune 3.0)",
      "duniverse/p/dune": "(library (public_name p) (libraries deep))",
      "duniverse/deep/dune-project": "(lang dune 3.0)",
      "duniverse/deep/dune": "(library (public_name deep) (libraries unix))",
    });
    expect(rolesIn(run)).toEqual({ p: "target", deep: "target" });
    expect(verdictsIn(run)).toEqual({ p: "not-portable", deep: "not-portable" });
    expect(run.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });
});

describe("a tree of opam files", () => {
  it("is a repository, and every version a package", async () => {
    const entry =
      'opam-version: "2.0"\ndepends: ["dune"]\nbuild: ["dune"]\nurl { src: "https://example.org/a.tbz" }\n';
    const run = await judge({
      "packages/a/a.1.0/opam": entry,
      "packages/a/a.1.1/opam": entry,
      "packages/b/b.2/opam": entry,
    });
    expect(run.mode).toBe("repository");
    expect(run.packages.map(({ name, opam }) => `${name} ${opam}`)).toEqual([
      "a.1.0 packages/a/a.1.0/opam",
      "a.1.1 packages/a/a.1.1/opam",
      "b.2 packages/b/b.2/opam",
    ]);
  });
});
