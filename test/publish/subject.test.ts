import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { subjectAt } from "../../src/publish/subject.ts";
import { temporaryTree } from "../files/temporary-tree.ts";

const opam = 'opam-version: "2.0"\n';

describe("what a path leads to", () => {
  it("is a working tree where a directory holds no package repository", () => {
    const root = temporaryTree({ "dune-project": "", "packages/p/p.1/opam": opam, "lib/dune": "" });
    expect(subjectAt(root)).toEqual({ kind: "tree", directory: root });
    expect(subjectAt(join(root, "lib"))).toEqual({ kind: "tree", directory: join(root, "lib") });
  });

  it("is an archive where a file's name says so", () => {
    const names = ["a-1.tbz", "a-1.tgz", "a-1.tar", "a-1.tar.gz", "a-1.tar.bz2", "a-1.zip"];
    const root = temporaryTree(Object.fromEntries(names.map((name) => [name, ""])));
    for (const name of names)
      expect(subjectAt(join(root, name))).toEqual({ kind: "archive", file: join(root, name) });
  });

  it("is a package repository, or the part of it that the path names", () => {
    const root = temporaryTree({ "packages/p/p.1.0/opam": opam, "packages/p/p.1.0/files/a.patch": "" });
    const parts = {
      "": "",
      packages: "packages",
      "packages/p": "packages/p",
      "packages/p/p.1.0": "packages/p/p.1.0",
      "packages/p/p.1.0/opam": "packages/p/p.1.0",
    };
    for (const [path, below] of Object.entries(parts))
      expect(subjectAt(join(root, path))).toEqual({ kind: "repository", root, below });
    expect(subjectAt(join(root, "packages/p/p.1.0/files"))?.kind).toBe("tree");
  });

  it("is a package repository that has a file called repo, whatever else is in it", () => {
    const root = temporaryTree({ repo: opam, "dune-project": "", "packages/p/p.1/opam": opam });
    expect(subjectAt(root)?.kind).toBe("repository");
  });

  it("is nothing where there is nothing, or a file of another kind", () => {
    const root = temporaryTree({ "README.md": "", "p.opam": opam });
    expect(subjectAt(join(root, "nowhere"))).toBeUndefined();
    expect(subjectAt(join(root, "README.md"))).toBeUndefined();
    expect(subjectAt(join(root, "p.opam"))).toBeUndefined();
  });
});
