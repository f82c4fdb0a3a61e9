import { describe, expect, it } from "vitest";
import type { Workspace } from "../../src/workspace/model.ts";
import { described, edgesOf, libraryOf, workspaceOf } from "./workspace-of.ts";

const twoProjects = {
  "a/dune-project": "(lang dune 3.0)",
  "b/dune-project": "(lang dune 3.0)",
};

function existenceOf(workspace: Workspace, name: string): string {
  const { truth, because } = workspace.resolver.existenceOf(libraryOf(workspace, name));
  return because === undefined ? truth : `${truth}: ${because}`;
}

describe("the name of a library", () => {
  it("leads to a private library of the same project before a public one", () => {
    const workspace = workspaceOf({
      "x/dune": "(library (name foo) (public_name one))",
      "y/dune": "(library (name bar) (public_name foo))",
      "z/dune": "(library (name user) (libraries foo one))",
    });
    expect(edgesOf(workspace, "user")).toEqual(["foo: workspace x/dune", "one: workspace x/dune"]);
  });

  it("leads to public libraries alone in another project", () => {
    const workspace = workspaceOf({
      ...twoProjects,
      "a/dune": "(library (name foo)) (library (name inner) (public_name bar))",
      "b/dune": "(library (name user) (libraries foo bar inner))",
    });
    expect(edgesOf(workspace, "user")).toEqual(["foo: assumed", "bar: workspace a/dune", "inner: assumed"]);
  });

  it("leads to the project's own private library though another project has one of that name", () => {
    const workspace = workspaceOf({
      ...twoProjects,
      "a/dune": "(library (name same)) (library (name a) (libraries same))",
      "b/dune": "(library (name same)) (library (name b) (libraries same))",
    });
    expect(edgesOf(workspace, "a")).toEqual(["same: workspace a/dune"]);
    expect(edgesOf(workspace, "b")).toEqual(["same: workspace b/dune"]);
  });

  it("leads to the workspace before the sysroot, and to the sysroot before the world", () => {
    const workspace = workspaceOf({
      "x/dune": "(library (name user) (libraries str unix threads is_solo5 lwt.unix nobody-knows))",
    });
    expect(edgesOf(workspace, "user")).toEqual([
      "str: sysroot",
      "unix: absent",
      "threads: sysroot",
      "is_solo5: sysroot",
      "lwt.unix: known",
      "nobody-knows: assumed",
    ]);
    const own = workspaceOf({ dune: "(library (name unix)) (library (name user) (libraries unix))" });
    expect(edgesOf(own, "user")).toEqual(["unix: workspace dune"]);
  });

  it("that is deprecated leads to its new one", () => {
    const workspace = workspaceOf({
      dune: `(deprecated_library_name (old_public_name p.old) (new_public_name p))
        (library (public_name p)) (library (name user) (libraries p.old))`,
    });
    expect(edgesOf(workspace, "user")).toEqual(["p.old: workspace dune"]);
  });

  it("that two libraries bear leads to the one that exists on the target", () => {
    const workspace = workspaceOf({
      "x/dune": "(library (name clock) (enabled_if (<> %{context_name} solo5)))",
      "y/dune": "(library (name clock) (enabled_if (= %{context_name} solo5)))",
      "z/dune": "(library (name user) (libraries clock))",
    });
    expect(edgesOf(workspace, "user")).toEqual(["clock: workspace y/dune"]);
  });

  it("is the private one made of the public one where only that is given", () => {
    const workspace = workspaceOf({
      dune: "(library (public_name a-b.c)) (library (name user) (libraries a_b_c a-b.c))",
    });
    expect(edgesOf(workspace, "user")).toEqual(["a_b_c: workspace dune", "a-b.c: workspace dune"]);
  });
});

describe("a library that may not exist", () => {
  it("is disabled by its condition, and so is what it is asked for as", () => {
    const workspace = workspaceOf({
      dune: "(library (name x) (enabled_if false)) (library (name user) (libraries x))",
    });
    expect(existenceOf(workspace, "x")).toBe("no: its enabled_if is false on the target");
    expect(edgesOf(workspace, "user")).toEqual(["x: disabled dune"]);
  });

  it("is hidden when it is optional and names what is not there, through any chain of such", () => {
    const workspace = workspaceOf({
      dune: `(library (name a) (optional) (libraries b))
        (library (name b) (optional) (libraries c))
        (library (name c) (optional) (libraries unix))`,
    });
    expect(existenceOf(workspace, "a")).toBe("no: it is optional and b is not there");
    expect(existenceOf(workspace, "c")).toBe("no: it is optional and unix is not there");
  });

  it("is there when what it needs is there and broken: dune hides it only for what is missing", () => {
    const workspace = workspaceOf({
      dune: "(library (name a) (optional) (libraries b)) (library (name b) (libraries unix))",
    });
    expect(existenceOf(workspace, "a")).toBe("yes");
  });

  it("is hidden when no choice of a select holds, or a rewriter or runtime library is not there", () => {
    const workspace = workspaceOf({
      dune: `(library (name a) (optional) (libraries (select m.ml from (unix -> u.ml) (threads.posix -> t.ml))))
        (library (name off) (kind ppx_rewriter) (enabled_if false))
        (library (name b) (optional) (preprocess (pps off)))
        (library (name c) (optional) (ppx_runtime_libraries unix))`,
    });
    expect(existenceOf(workspace, "a")).toBe("no: it is optional and no choice of (select m.ml …) holds");
    expect(existenceOf(workspace, "b")).toBe("no: it is optional and its ppx off is not there");
    expect(existenceOf(workspace, "c")).toBe("no: it is optional and its runtime library unix is not there");
  });

  it("is there when it is optional for what nobody knows, or only selects", () => {
    const workspace = workspaceOf({
      dune: `(library (name a) (optional) (libraries nobody-knows))
        (library (name b) (optional) (libraries (select m.ml from (unix -> u.ml) (-> n.ml))))`,
    });
    expect(existenceOf(workspace, "a")).toBe("yes");
    expect(existenceOf(workspace, "b")).toBe("yes");
  });

  it("is there when optional libraries name each other in a circle", () => {
    const workspace = workspaceOf({
      dune: "(library (name a) (optional) (libraries b)) (library (name b) (optional) (libraries a))",
    });
    expect(existenceOf(workspace, "a")).toBe("yes");
    expect(edgesOf(workspace, "b")).toEqual(["a: workspace dune"]);
  });
});

describe("(select …)", () => {
  const chosen = (choices: string): readonly string[] =>
    edgesOf(workspaceOf({ dune: `(library (name user) (libraries (select m.ml from ${choices})))` }), "user");

  it("takes the first choice whose libraries are there", () => {
    expect(chosen("(unix -> u.ml) (str -> s.ml) (-> n.ml)")).toEqual(["str: sysroot"]);
    expect(chosen("(is_solo5 str -> s.ml) (-> n.ml)")).toEqual(["is_solo5: sysroot", "str: sysroot"]);
    expect(chosen("(unix -> u.ml) (-> n.ml)")).toEqual([]);
  });

  it("takes a choice for what is not there, without needing it", () => {
    expect(chosen("(!is_solo5 -> u.ml) (!unix str -> s.ml)")).toEqual(["str: sysroot"]);
  });

  it("needs nothing where no choice holds", () => {
    expect(chosen("(unix -> u.ml) (lwt.unix -> l.ml)")).toEqual([]);
  });
});

describe("what a library needs besides its libraries", () => {
  it("is what it implements", () => {
    const workspace = workspaceOf({
      dune: "(library (name v) (virtual_modules m)) (library (name i) (implements v))",
    });
    expect(edgesOf(workspace, "i")).toEqual(["v: workspace dune"]);
  });

  it("is the runtime of its rewriters, and of what those are made of", () => {
    const workspace = workspaceOf({
      dune: `(library (name user) (preprocess (pps ppx)))
        (library (name ppx) (kind ppx_rewriter) (libraries expander) (ppx_runtime_libraries runtime))
        (library (name expander) (kind ppx_deriver) (ppx_runtime_libraries unix))
        (library (name runtime))`,
    });
    expect(edgesOf(workspace, "user")).toEqual(["runtime: workspace dune", "unix: absent"]);
  });

  it("is nothing for a rewriter from elsewhere", () => {
    const workspace = workspaceOf({ dune: "(library (name user) (preprocess (pps ppx_elsewhere)))" });
    expect(edgesOf(workspace, "user")).toEqual([]);
  });

  it("names the runtime in the scope of the rewriter, and stands where the rewriter is asked for", () => {
    const text = "(library (name user) (preprocess (pps p.ppx)))";
    const workspace = workspaceOf({
      ...twoProjects,
      "a/dune":
        "(library (public_name p.ppx) (kind ppx_rewriter) (ppx_runtime_libraries own)) (library (name own))",
      "b/dune": text,
    });
    const [edge] = workspace.resolver.edgesOf(libraryOf(workspace, "user"));
    expect(edge && described(edge.to)).toBe("workspace a/dune");
    expect(edge?.at.file).toBe("b/dune");
    expect(edge && text.slice(edge.at.span.start, edge.at.span.end)).toBe("p.ppx");
  });
});

describe("the package of a library", () => {
  it("is the first part of its public name, its package field, or the only one of its project", () => {
    const workspace = workspaceOf({
      ...twoProjects,
      "a/p.opam": "",
      "a/dune": "(library (public_name p.x)) (library (name inner))",
      "b/q.opam": "",
      "b/r.opam": "",
      "b/dune": "(library (name s) (package r)) (library (name t))",
    });
    const packageOf = (name: string): string | undefined =>
      workspace.packageOf(libraryOf(workspace, name))?.name;
    expect(["p.x", "inner", "s", "t"].map(packageOf)).toEqual(["p", "p", "r", undefined]);
  });

  it("is declared by an opam file, by dune-project, or by both", () => {
    const { packages } = workspaceOf({
      "dune-project":
        "(lang dune 3.0) (name proj) (package (name a) (depends x)) (package (name b) (depends y))",
      "b.opam": 'depends: ["z"]',
      "opam/c.opam": "",
      "lib/d.opam": "",
    });
    expect(
      packages.map(({ name, at, depends }) => [name, at.file, ...depends.map((each) => each.name.text)]),
    ).toEqual([
      ["b", "b.opam", "z"],
      ["c", "opam/c.opam"],
      ["a", "dune-project", "x"],
    ]);
  });
});
