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

  describe("with one package of several", () => {
    const several = {
      "dune-project": "(lang dune 3.0)\n",
      "boat.opam": opam.replace(' "mirage-flow"', ""),
      "boat-unix.opam": opam.replace(' "mirage-flow"', ""),
      "lib/dune": "(library\n (public_name boat)\n (libraries unix))\n",
      "unix/dune": "(library\n (public_name boat-unix)\n (libraries boat unix))\n",
    };
    const judged = (directory: string, ...words: readonly string[]) => {
      const { code, out } = mirageLint(["prepublish", directory, "-f", "json", ...words]);
      const { packages, diagnostics } = JSON.parse(out);
      return {
        code,
        intents: packages.map(({ name, intent }: Readonly<Record<string, string>>) => `${name}: ${intent}`),
        found: diagnostics
          .filter(({ rule }: { readonly rule: string }) => rule.startsWith("unix/linked"))
          .map(({ severity, file }: Readonly<Record<string, string>>) => `${severity} ${file}`),
      };
    };

    it("reports on that one alone, and wants it no more than without", () => {
      const root = temporaryTree(several);
      expect(judged(root)).toEqual({
        code: 0,
        intents: ["boat: undecided", "boat-unix: unix-only"],
        found: ["warning lib/dune", "note unix/dune"],
      });
      expect(judged(root, "-p", "boat")).toEqual({
        code: 0,
        intents: ["boat: undecided"],
        found: ["warning lib/dune"],
      });
      expect(judged(root, "-p", "boat-unix")).toEqual({
        code: 0,
        intents: ["boat-unix: unix-only"],
        found: ["note unix/dune"],
      });
    });

    it("takes as wanted what the configuration says to be", () => {
      const root = temporaryTree({ ...several, "mirage-lint.toml": 'packages = ["boat"]\n' });
      const wanted = { code: 1, intents: ["boat: wanted"], found: ["error lib/dune"] };
      expect(judged(root)).toEqual(wanted);
      expect(judged(root, "-p", "boat")).toEqual(wanted);
      expect(judged(root, "-p", "boat-unix").code).toBe(0);
    });
  });

  it("tells wrong use with exit code 2", () => {
    const root = temporaryTree({ ...slip, "README.md": "" });
    const archive = join(
      temporaryTree({ "p.tar.gz": gitArchive(temporaryTree(slip), "tar.gz") }),
      "p.tar.gz",
    );
    for (const words of [
      [join(root, "README.md")],
      [join(root, "nowhere")],
      [root, "-p", "nobody"],
      [root, "-p", "nobody", "--fix"],
      [archive, "-p", "nobody"],
      [root, "--target", "qubes"],
    ])
      expect(mirageLint(["prepublish", ...words]).code).toBe(2);
  });
});
