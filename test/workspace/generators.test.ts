import { describe, expect, it } from "vitest";
import { libraryOf, workspaceOf } from "./workspace-of.ts";

const generator = {
  "config/dune": "(executable (name discover) (libraries unix))",
};

/** The programs that dune links for the target to build a library. */
function generatorsOf(files: Readonly<Record<string, string>>, name = "lib"): readonly string[] {
  const workspace = workspaceOf({ ...generator, ...files });
  return workspace.resolver
    .edgesOf(libraryOf(workspace, name))
    .flatMap((edge) => (edge.to.kind === "generator" ? [edge.name] : []));
}

const making = (target: string): string =>
  `(rule (targets ${target}) (deps (:gen ../config/discover.exe)) (action (run %{gen})))`;

describe("a program that dune links for the target", () => {
  it("is one that a rule names as a file, and none that it runs", () => {
    const stanza = "(library (name lib) (preprocessor_deps config.h))";
    expect(generatorsOf({ "src/dune": `${stanza} ${making("config.h")}` })).toEqual(["discover.exe"]);
    const run = "(rule (targets config.h) (action (run ../config/discover.exe)))";
    expect(generatorsOf({ "src/dune": `${stanza} ${run}` })).toEqual([]);
    const exe = "(rule (targets config.h) (action (run %{exe:../config/discover.exe})))";
    expect(generatorsOf({ "src/dune": `${stanza} ${exe}` })).toEqual([]);
    const dep = "(rule (targets config.h) (action (run %{dep:../config/discover.exe})))";
    expect(generatorsOf({ "src/dune": `${stanza} ${dep}` })).toEqual(["discover.exe"]);
  });

  it.each([
    ["an archive", "(foreign_archives vendored)", "libvendored.a"],
    ["an archive of a directory below", "(foreign_archives c/vendored)", "c/libvendored.a"],
    ["an object", "(extra_objects start)", "start.o"],
    ["included flags", "(c_library_flags (:include flags.sexp))", "flags.sexp"],
    ["flags that are read", "(ocamlopt_flags (:standard %{read:flags.txt}))", "flags.txt"],
    ["what a preprocessing action reads", "(preprocess (action (run cpp %{dep:defs.h})))", "defs.h"],
    ["what stubs need", "(foreign_stubs (language c) (names s) (extra_deps defs.h))", "defs.h"],
  ])("makes %s", (_, field, target) => {
    const directory = target.includes("/") ? `src/${target.slice(0, target.indexOf("/"))}` : "src";
    const name = target.slice(target.indexOf("/") + 1);
    const rule = making(name).replace("../config", directory === "src" ? "../config" : "../../config");
    const stanza = `(library (name lib) ${field})`;
    const files =
      directory === "src"
        ? { "src/dune": `${stanza} ${rule}` }
        : { "src/dune": stanza, [`${directory}/dune`]: rule };
    expect(generatorsOf(files)).toEqual(["discover.exe"]);
  });

  it("travels through copy_files, whether the copy is asked for or compiled", () => {
    const made = { "gen/dune": `${making("config.h")} ${making("table.ml")}` };
    const asked = "(copy_files ../gen/*.h) (library (name lib) (preprocessor_deps config.h))";
    expect(generatorsOf({ ...made, "src/dune": asked })).toEqual(["discover.exe"]);
    const compiled = "(copy_files# ../gen/*.ml) (library (name lib))";
    expect(generatorsOf({ ...made, "src/dune": compiled })).toEqual(["discover.exe"]);
    const elsewhere = "(copy_files ../gen/*.txt) (library (name lib))";
    expect(generatorsOf({ ...made, "src/dune": elsewhere })).toEqual([]);
    const off = "(copy_files (files ../gen/*.ml) (enabled_if false)) (library (name lib))";
    expect(generatorsOf({ ...made, "src/dune": off })).toEqual([]);
  });

  it("travels through what a package installs, by its installed name", () => {
    const stanza = "(library (name lib) (preprocessor_deps config.h))";
    const copy = "(rule (copy %{lib:p:config.h} config.h))";
    const provider =
      "(library (public_name p)) (install (section lib) (package p) (files (made.h as config.h)))";
    const files = { "p/dune": `${provider} ${making("made.h")}`, "src/dune": `${stanza} ${copy}` };
    expect(generatorsOf(files)).toEqual(["discover.exe"]);
    const inDoc = files["p/dune"].replace("section lib", "section doc");
    expect(generatorsOf({ ...files, "p/dune": inDoc })).toEqual([]);
  });

  it("ends where directories copy from one another", () => {
    const round = {
      "a/dune": "(copy_files ../src/*.ml)",
      "src/dune": "(copy_files ../a/*.ml) (library (name lib))",
    };
    expect(generatorsOf(round)).toEqual([]);
  });
});
