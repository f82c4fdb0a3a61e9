import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitArchive, tarOf } from "../files/archives.ts";
import { addFiles, commitAll, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const opam = 'opam-version: "2.0"\ndepends: ["ocaml" "dune" "mirage-flow"]\nbuild: [["dune" "build"]]\n';

const slip = {
  "dune-project": "(lang dune 3.0)\n",
  "p.opam": opam,
  "lib/dune": "(library\n (public_name p)\n (libraries unix))\n",
};

describe("mirage-lint prepublish", () => {
  it("judges a working tree, with the exit codes of check", () => {
    expect(mirageLint(["prepublish", temporaryTree(slip)]).code).toBe(1);
    expect(mirageLint(["prepublish", temporaryTree(slip), "--fail-on", "never"]).code).toBe(0);
    expect(mirageLint(["prepublish", temporaryTree({})]).code).toBe(3);
  });

  it("judges what git archives of the last commit, and not the files as they stand", () => {
    const root = temporaryTree({ ...slip, ".gitattributes": "/extra export-ignore\n" });
    addFiles(root, { "extra/dune": "(library\n (public_name p.extra)\n (libraries unix))\n" });
    commitAll(root);
    addFiles(root, { "lib/dune": "(library\n (public_name p))\n", "new/dune": "(library (name new))\n" });
    const { code, out } = mirageLint(["prepublish", root, "-f", "ocaml"]);
    expect(code).toBe(1);
    expect(out).toContain('File "lib/dune", line 3, characters 12-16:\n');
    expect(out).not.toContain("extra/dune");
    expect(mirageLint(["check", root]).code).toBe(0);
  });

  it("judges a release archive, and so does check", () => {
    const root = temporaryTree({ "p.tar.gz": gitArchive(temporaryTree(slip), "tar.gz") });
    for (const command of ["prepublish", "check"]) {
      const { code, out } = mirageLint([command, join(root, "p.tar.gz"), "-f", "ocaml"]);
      expect(code).toBe(1);
      expect(out).toContain('File "lib/dune", line 3, characters 12-16:\n');
    }
  });

  it("refuses a hostile archive with exit code 2, and says why", () => {
    const hostile = tarOf({ path: "p/dune-project" }, { path: "p/../../\u001b[31mx" });
    const root = temporaryTree({ "p.tar": hostile, "q.tbz": "none" });
    const { code, out, err } = mirageLint(["prepublish", join(root, "p.tar")]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/p\.tar holds p\/\.\.\/\.\.\/\\x1b\[31mx, a name with control characters\n$/);
    expect(mirageLint(["check", join(root, "q.tbz")])).toMatchObject({ code: 2, out: "" });
  });

  it("judges the opam files of a package repository", () => {
    const root = temporaryTree({ "packages/p/p.1.0/opam": opam, "packages/q/q.1.0/opam": opam });
    const { code, out } = mirageLint(["prepublish", join(root, "packages/p/p.1.0/opam"), "-f", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ mode: "repository", packages: [{ name: "p.1.0" }] });
  });

  it("tells wrong use with exit code 2", () => {
    const root = temporaryTree({ ...slip, "README.md": "" });
    for (const words of [
      [join(root, "README.md")],
      [join(root, "nowhere")],
      [root, "-p", "nobody"],
      [root, "--target", "qubes"],
    ])
      expect(mirageLint(["prepublish", ...words]).code).toBe(2);
  });
});
