import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { duneFacts } from "../../src/facts/dune.ts";
import { directoryVfs } from "../../src/files/directory.ts";
import { memoryVfs } from "../../src/files/vfs.ts";
import { check } from "../../src/lint/check.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { addFiles, commitAll, git, makePipe, temporaryTree } from "../files/temporary-tree.ts";
import { expectSoundRun } from "./contract.ts";
import { findingsIn, judge, libraryIn, opamFile, verdictsIn } from "./judge.ts";

const stubs = "(library (name x) (foreign_stubs (language c) (names s)))";

async function judgeDirectory(root: string) {
  return check(directoryVfs(root), {
    target: loadTarget(defaultTarget),
    scope: { all: false, strict: false, packages: new Set() },
  });
}

describe("security and robustness", () => {
  it("nothing of a partial clone's configuration is run", () => {
    const upstream = temporaryTree({ "a/f": "x", "b/g": "y", "dune-project": "" });
    commitAll(upstream);
    const root = temporaryTree({});
    cpSync(upstream, root, { recursive: true });
    const witness = join(temporaryTree({}), "ran");
    addFiles(root, { ".git/evil": `#!/bin/sh\ntouch '${witness}'\nexec git-upload-pack "$@"\n` });
    chmodSync(join(root, ".git/evil"), 0o755);
    git(root, "update-index", "--refresh");
    git(root, "sparse-checkout", "init", "--cone", "--sparse-index");
    git(root, "sparse-checkout", "set", "a");
    const tree = git(root, "rev-parse", "HEAD:b").trim();
    rmSync(join(root, ".git/objects", tree.slice(0, 2), tree.slice(2)));
    for (const [name, value] of [
      ["core.repositoryformatversion", "1"],
      ["extensions.partialClone", "origin"],
      ["remote.origin.url", upstream],
      ["remote.origin.promisor", "true"],
      ["remote.origin.uploadpack", join(root, ".git/evil")],
    ] as const)
      git(root, "config", name, value);
    expect(directoryVfs(root).files).toEqual(["a/f", "dune-project"]);
    expect(existsSync(witness)).toBe(false);
  });
  it("a dune file that includes itself twice ends (hangs today: expect a timeout)", async () => {
    const run = await judge({
      dune: "(include a.inc)",
      "a.inc": "(include a.inc)(include a.inc)(library (name x))",
    });
    expect(run.libraries).toHaveLength(1);
  }, 5000);
  it("one inclusion of itself does not multiply stanzas", async () => {
    expect((await judge({ dune: "(library (name x))(include dune)" })).libraries).toHaveLength(1);
  });
  it("flags named like Object.prototype's members", async () => {
    await judge({ dune: stubs.replace("(names s)", "(names s) (flags -mtoString)"), "s.c": "" });
  });
  it("many names in one field", async () => {
    await judge({
      dune: `(library (name x) (kind ppx_rewriter) (ppx_runtime_libraries ${"y ".repeat(200_000)}))(library (name y))`,
    });
  });
  it("many stanzas in one subdir", async () => {
    await judge({ dune: `(subdir a ${"(x)".repeat(200_000)})`, "a/f": "" });
  });
  it("directories nested deeper than a stack, in memory", async () => {
    await judge({ [`${"d/".repeat(5000)}dune`]: "" });
  });
  it("no path of the report leaves the root", async () => {
    const files = {
      dune: "(library (name x) (foreign_stubs (language c) (names ../../etc/passwd /etc/shadow)))",
    };
    const run = await judge(files);
    expectSoundRun(run, Object.keys(files));
    for (const { file } of [...run.stubs, ...run.unseen]) expect(file).not.toMatch(/^(?:\/|\.\.)/);
  });
  it("more files than the limit fits the schema", async () => {
    const vfs = {
      ...memoryVfs({ dune: "(library (name x))" }),
      leftOut: [{ path: ".", why: "more than 500000 files" }],
    };
    const run = await check(vfs, {
      target: loadTarget(defaultTarget),
      scope: { all: false, strict: false, packages: new Set() },
    });
    expectSoundRun(run, ["dune"]);
  });
});

describe("dune files that include one another", () => {
  it("end where a file includes itself twice", async () => {
    const run = await judge({
      dune: "(include a.inc)",
      "a.inc": "(include a.inc) (include a.inc) (library (name x))",
    });
    expect(verdictsIn(run)).toEqual({ x: "portable" });
    expect(run.unseen).toEqual([{ file: "a.inc", what: "(include a.inc): the file includes itself" }]);
  });

  it("end where every level doubles", async () => {
    const levels = Array.from({ length: 30 }, (_, level) => [
      `${level}.inc`,
      `(include ${level + 1}.inc) (include ${level + 1}.inc)`,
    ]);
    const run = await judge({ ...Object.fromEntries(levels), dune: "(include 0.inc)", "30.inc": "" });
    expect(run.unseen.some(({ what }) => what.endsWith("more than 5000 inclusions"))).toBe(true);
  });
});

describe("verdicts", () => {
  it("what lies behind a limit of the preprocessor is not called portable", async () => {
    const deep = await judge({
      dune: stubs,
      "s.c": `${"#if 1\n".repeat(70)}#include <netdb.h>\n${"#endif\n".repeat(70)}`,
    });
    expect(verdictsIn(deep)).not.toEqual({ x: "portable" });
    const many = await judge({
      dune: stubs,
      "s.c": '#include "a.h"\n#include <netdb.h>\n',
      "a.h": '#include "b.h"\n'.repeat(20),
      "b.h": '#include "a.h"\n#include "b.h"\n'.repeat(20),
    });
    expect(verdictsIn(many)).not.toEqual({ x: "portable" });
    expect(many.unseen).not.toEqual([]);
  });
  it("a header made in one directory and copied to another is not missing", async () => {
    const run = await judge({
      "config/dune": "(rule (targets config.h) (action (with-stdout-to config.h (run gen))))",
      "src/dune": `(copy_files# ../config/*.h)${stubs}`,
      "src/s.c": '#include "config.h"\n',
    });
    expect(findingsIn(run)).toEqual([]);
  });
  it("with -p, reasons are ids of diagnostics", async () => {
    const files = {
      "dune-project": "(lang dune 3.0)",
      "a.opam": opamFile(),
      "b.opam": opamFile(),
      "a/dune": "(library (public_name a) (libraries b))",
      "b/dune": "(library (public_name b) (libraries unix))",
    };
    expectSoundRun(await judge(files, { packages: ["a"] }), Object.keys(files));
  });
  it("a package whose dune file can't be seen is unknown", async () => {
    const run = await judge({ "p.opam": opamFile(), dune: "(* -*- tuareg -*- *)" });
    expect(run.packages).toMatchObject([{ verdict: "unknown" }]);
  });
  it("a package of a repository with no finding is not host-only", async () => {
    const run = await judge({
      "packages/a/a.1/opam": `${opamFile()}url { src: "https://example.org/a.tbz" }\n`,
    });
    expect(run.packages[0]?.verdict).not.toBe("host-only");
  });
  it("what depends on an unknown library is unknown", async () => {
    const run = await judge({
      dune: "(library (name a) (libraries b)) (library (name b) (enabled_if (= %{env:X=} 1)))",
    });
    expect(verdictsIn(run)).toEqual({ a: "unknown", b: "unknown" });
  });
  it("a private library that target code asks for and that is disabled is disabled", async () => {
    const run = await judge({
      dune: "(library (name a) (libraries b)) (library (name b) (enabled_if false))",
    });
    expect(libraryIn(run, "b")).toMatchObject({ role: "target", verdict: "disabled" });
  });
  it("%{lib-available:…} of what nobody knows is unknown, and sees private libraries", async () => {
    const run = await judge({
      dune: "(library (name a) (enabled_if %{lib-available:nobody-knows})) (library (name b)) (library (name c) (enabled_if %{lib-available:b}))",
    });
    expect(verdictsIn(run)).toMatchObject({ a: "unknown", c: "portable" });
  });
  it("malformed C is the stub's: dependents are blocked by it, and the stub is not portable", async () => {
    const run = await judge({ dune: `${stubs}(library (name y) (libraries x))`, "s.c": "#if 1\n" });
    expect(libraryIn(run, "y")).toMatchObject({ reasons: [], blockedBy: ["x"] });
    expect(run.stubs).toMatchObject([{ verdict: "not-portable" }]);
  });
  it("a malformed opam file says nothing about what it lacks", async () => {
    const run = await judge({
      "p.opam": 'opam-version: "2.0"\ndepends: ["dune" "ocaml"\nbuild: [["dune" "build"]]\n',
    });
    expect(run.diagnostics.map(({ rule }) => rule)).toEqual(["dune/malformed-file"]);
  });
  it("a malformed module of two stanzas is one finding", async () => {
    const run = await judge({
      dune: "(library (name x) (modules m))(library (name y) (modules m))",
      "m.ml": "(*",
    });
    expect(findingsIn(run)).toHaveLength(1);
  });
  it("a vendored package of the same name does not answer for the project's own", async () => {
    const run = await judge({
      dune: "(vendored_dirs v)",
      "p.opam": opamFile("mirage-flow"),
      "lib/dune": "(library (public_name p))",
      "v/p/dune-project": "(lang dune 3.0)",
      "v/p/p.opam": opamFile(),
    });
    expect(libraryIn(run, "p").intent).toBe("wanted");
  });
});

describe("as dune does it", () => {
  it("stanzas of (subdir …) apply where the directory has no files of its own", async () => {
    expect(verdictsIn(await judge({ dune: "(subdir gen (library (name x) (libraries unix)))" }))).toEqual({
      x: "not-portable",
    });
  });
  it("an included file's own (include …) starts from where that file stands", async () => {
    const run = await judge({
      dune: "(include sub/a.inc)",
      "sub/a.inc": "(include b.inc)",
      "sub/b.inc": "(library (name found))",
    });
    expect(verdictsIn(run)).toEqual({ found: "portable" });
  });
  it("versions are compared as texts", async () => {
    const run = await judge({ dune: "(library (name a) (enabled_if (> %{ocaml_version} 5.3)))" });
    expect(verdictsIn(run)).toEqual({ a: "portable" });
  });
  it(":standard in data_only_dirs is empty", async () => {
    const run = await judge({ dune: "(data_only_dirs :standard x)", "a/dune": "(library (name a))" });
    expect(verdictsIn(run)).toEqual({ a: "portable" });
  });
  it("deprecated names may be chained", async () => {
    const run = await judge({
      "p.opam": "",
      dune: `(deprecated_library_name (old_public_name p.a) (new_public_name p.b))
        (deprecated_library_name (old_public_name p.b) (new_public_name unix)) (library (public_name p) (libraries p.a))`,
    });
    expect(verdictsIn(run)).toEqual({ p: "not-portable" });
  });
  it("an action of per_module preprocesses, too", () => {
    expect(
      duneFacts("(library (name x) (preprocess (per_module ((action (run cppo)) m))))").stanzas,
    ).toMatchObject([{ preprocessedByAction: true }]);
  });
  it("a library called like a member of Object.prototype is not in the sysroot", async () => {
    const run = await judge({ dune: "(library (name x) (libraries constructor toString))" });
    expect(libraryIn(run, "x").assumes).toEqual(["constructor", "toString"]);
    expect(memoryVfs({}).read("toString").kind).toBe("unreadable");
  });
});

describe("what is left out is named", () => {
  it("duniverse/ of which one file is committed", () => {
    const root = temporaryTree({
      "duniverse/README.md": "",
      ".gitignore": "/duniverse/*\n!/duniverse/README.md\n",
    });
    commitAll(root);
    addFiles(root, { "duniverse/p/dune": "" });
    expect(directoryVfs(root).files).toContain("duniverse/p/dune");
  });
  it("symbolic links to directories, pipes, names that are not UTF-8", async () => {
    const root = temporaryTree({ dune: "(library (name x))", "shared/m.ml": "" });
    symlinkSync("shared", join(root, "link"));
    makePipe(join(root, "pipe.c"));
    mkdirSync(Buffer.from(`${root}/caf\xe9`, "latin1"));
    writeFileSync(Buffer.from(`${root}/caf\xe9/dune`, "latin1"), "(library (name cafe))");
    const { unseen } = await judgeDirectory(root);
    expect(unseen).toHaveLength(3);
  });
});

describe("headers and the libraries that may bring them", () => {
  const stubOf = (dune: string, text: string, more: Record<string, string> = {}) =>
    judge({ dune, "s.c": text, ...more });

  it("a guard that bears its file's name counts even where nobody defines it", async () => {
    const run = await stubOf(
      "(library (name x) (foreign_stubs (language c) (names s) (flags (:include flags.sexp))))",
      '#include "anvil_macros.h"\n',
      { "anvil_macros.h": "#ifndef ANVIL_MACROS\n#include <netdb.h>\n#endif\n" },
    );
    expect(verdictsIn(run)).toEqual({ x: "not-portable" });
  });

  it("no library of headers brings those of the system", async () => {
    const dune = "(library (name x) (libraries stone-headers) (foreign_stubs (language c) (names s)))";
    const run = await stubOf(
      dune,
      '#include <sys/socket.h>\n#include "caml/threads.h"\n#include <stone_shape.h>\n',
    );
    expect(run.diagnostics.map(({ symbol }) => symbol)).toEqual(["sys/socket.h", "caml/threads.h"]);
  });

  it("with --all the stubs of a hidden optional library are judged too", async () => {
    const files = {
      dune: "(library (name x) (optional) (libraries unix) (foreign_stubs (language c) (names s)))",
      "s.c": "#include <netdb.h>\n",
    };
    expect((await judge(files)).stubs).toEqual([]);
    expect((await judge(files, { all: true })).stubs).toMatchObject([
      { file: "s.c", verdict: "not-portable" },
    ]);
  });
});
