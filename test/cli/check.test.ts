import { mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/report/formats.ts";
import { commitAll, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint, mirageLintInto } from "./command.ts";

const opam = 'opam-version: "2.0"\ndepends: ["ocaml" "dune" "mirage-flow"]\nbuild: [["dune" "build"]]\n';

const slip = {
  "dune-project": "(lang dune 3.0)\n",
  "p.opam": opam,
  "lib/dune": "(library\n (public_name p)\n (libraries unix))\n",
};

const clean = { ...slip, "lib/dune": "(library\n (public_name p)\n (libraries str))\n" };

const undecided = {
  "dune-project": "(lang dune 3.0)\n",
  "q.opam": 'opam-version: "2.0"\ndepends: ["ocaml" "dune"]\nbuild: [["dune" "build"]]\n',
  "lib/dune": "(library\n (public_name q)\n (libraries unix))\n",
};

const colour = "\u001b[";
const idsIn = (json: string): readonly string[] =>
  JSON.parse(json).diagnostics.map(({ id }: { readonly id: string }) => id);

describe("mirage-lint check", () => {
  it("exits with 0 where nothing stands in the way", () => {
    const { code, out, err } = mirageLint(["check", temporaryTree(clean)]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("p");
    expect(out).toContain("portable");
  });

  it("exits with 0 where a comment excepts all that was found, and counts it", () => {
    const dune = `; mirage-lint: allow unix/linked-library -- for a while\n${slip["lib/dune"]}`;
    const { code, out, err } = mirageLint(["check", temporaryTree({ ...slip, "lib/dune": dune })]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("not-portable");
    expect(out).toContain("0 errors, 0 warnings, 0 notes, 1 suppressed in");
  });

  it("fails on what is wrong with an exception from warnings on", () => {
    const tree = temporaryTree({ ...clean, "lib/p.ml": "(* mirage-lint: allow unix/* -- gone *)\n" });
    expect(mirageLint(["check", tree]).code).toBe(0);
    expect(mirageLint(["check", tree, "--fail-on", "warning"]).code).toBe(1);
  });

  it("exits with 1 where wanted code is not portable, and shows the place", () => {
    const { code, out, err } = mirageLint(["check", temporaryTree(slip)]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("lib/dune:3:13");
    expect(out).toContain("(libraries unix))");
    expect(out).toContain("unix/linked-library");
  });

  it("is the command where none is named, for a directory and for this one", () => {
    const root = temporaryTree(slip);
    const named = mirageLint(["check", root]);
    expect(mirageLint([root])).toEqual(named);
    expect(mirageLint([], { cwd: root })).toEqual(named);
    expect(mirageLint(["-f", "json"], { cwd: root })).toEqual(
      mirageLint(["check", root, "--format", "json"]),
    );
  });

  it("prints the same bytes from any working directory, with git and without", () => {
    const root = temporaryTree(slip);
    mkdirSync(join(root, "deep/er"), { recursive: true });
    for (const format of formats) {
      const expected = mirageLint(["-f", format, root]);
      expect(mirageLint(["-f", format, "../.."], { cwd: join(root, "deep/er") })).toEqual(expected);
      expect(mirageLint(["-f", format, relative("/", root)], { cwd: "/" })).toEqual(expected);
    }
    const before = mirageLint(["-f", "json", root]);
    commitAll(root);
    expect(mirageLint(["-f", "json", root])).toEqual(before);
  });

  it("lets undecided code pass, unless --strict, --all or --fail-on say otherwise", () => {
    const root = temporaryTree(undecided);
    const codeOf = (...words: readonly string[]): number | null => mirageLint([root, ...words]).code;
    expect(codeOf()).toBe(0);
    expect(codeOf("--strict")).toBe(1);
    expect(codeOf("--all")).toBe(1);
    expect(codeOf("--fail-on", "warning")).toBe(1);
    expect(codeOf("--fail-on", "note")).toBe(1);
    expect(codeOf("--strict", "--fail-on", "never")).toBe(0);
  });

  it("exits alike whatever the format", () => {
    const root = temporaryTree(slip);
    for (const format of formats) expect(mirageLint([root, "-f", format]).code).toBe(1);
  });

  it("judges one package with -p, or several, as wanted ones", () => {
    const root = temporaryTree({
      "dune-project": "(lang dune 3.0)\n(package (name a))\n(package (name b))\n(package (name c-unix))\n",
      "a/dune": "(library (public_name a) (libraries unix))\n",
      "b/dune": "(library (public_name b))\n",
      "c/dune": "(library (public_name c-unix) (libraries unix))\n",
    });
    expect(mirageLint([root]).code).toBe(0);
    const one = mirageLint([root, "-p", "c-unix", "-f", "json"]);
    expect(one.code).toBe(1);
    expect(idsIn(one.out)).toEqual(["unix/linked-library:c/dune:c-unix:unix"]);
    const two = JSON.parse(mirageLint([root, "-p", "a", "--package", "b", "-f", "json"]).out);
    expect(two.packages.map(({ name }: { readonly name: string }) => name)).toEqual(["a", "b"]);
    expect(mirageLint([root, "-p", "b"]).code).toBe(0);
  });

  it("writes reports to files beside the one that it prints", () => {
    const root = temporaryTree(slip);
    const [sarif, json] = [join(root, "out.sarif"), join(root, "a=b.json")];
    const before = mirageLint([root, "-f", "json"]);
    const { code, out, err } = mirageLint([
      root,
      "-f",
      "ocaml",
      "--output",
      `sarif=${sarif}`,
      "-o",
      `json=${json}`,
    ]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^File "lib\/dune", line 3, characters 12-16:\nError: /);
    expect(JSON.parse(readFileSync(sarif, "utf8")).version).toBe("2.1.0");
    expect(readFileSync(json, "utf8")).toBe(before.out);
  });

  it("colours only when asked to, or at a terminal; NO_COLOR is heeded", () => {
    const root = temporaryTree(slip);
    expect(mirageLint([root]).out).not.toContain(colour);
    expect(mirageLint([root], { env: { NO_COLOR: "1" } }).out).not.toContain(colour);
    expect(mirageLint([root, "--color", "never"], { env: { FORCE_COLOR: "1" } }).out).not.toContain(colour);
    expect(mirageLint([root, "--color", "always"]).out).toContain(colour);
    expect(mirageLint([root, "--color", "always", "-f", "json"]).out).not.toContain(colour);
  });

  it("writes no colour into a file", () => {
    const root = temporaryTree(slip);
    const file = join(root, "report.txt");
    mirageLint([root, "--color", "always", "-o", `pretty=${file}`]);
    expect(readFileSync(file, "utf8")).not.toContain(colour);
  });

  it("takes a reader that goes away for no error", () => {
    const stanzas = Array.from(
      { length: 3000 },
      (_, at) => `(library (name l${at}) (libraries unix))\n`,
    ).join("");
    const root = temporaryTree({ "dune-project": "(lang dune 3.0)\n", dune: stanzas });
    const { out, err, code } = mirageLintInto("head -n 1", ["-f", "json", root]);
    expect({ out, err }).toEqual({ out: "{\n", err: "" });
    expect([0, 1]).toContain(code);
  });

  it("gives a whole large report to a reader that stays", () => {
    const stanzas = Array.from(
      { length: 1000 },
      (_, at) => `(library (name l${at}) (libraries unix))\n`,
    ).join("");
    const root = temporaryTree({ "dune-project": "(lang dune 3.0)\n", dune: stanzas });
    const { out } = mirageLintInto("(sleep 0.3; cat)", ["-f", "json", root]);
    expect(idsIn(out)).toHaveLength(1000);
  });
});

describe("wrong use", () => {
  it("of a directory is told, with exit code 2", () => {
    const root = temporaryTree({ file: "" });
    for (const directory of [join(root, "nowhere"), join(root, "file")]) {
      const { code, out, err } = mirageLint([directory]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(directory);
    }
  });

  it("of a package, a target or an output file is told, with exit code 2", () => {
    const root = temporaryTree(slip);
    const { code, err } = mirageLint([root, "-p", "nobody"]);
    expect(code).toBe(2);
    expect(err).toContain("nobody");
    const target = mirageLint([root, "--target", "../../package"]);
    expect(target.code).toBe(2);
    expect(target.err).toContain("solo5-1.3");
    const output = mirageLint([root, "-o", `json=${join(root, "no/such/directory.json")}`]);
    expect(output.code).toBe(2);
    expect(output.err).toContain("no/such/directory.json");
  });

  it("of an option or a command is told, with exit code 2", () => {
    const root = temporaryTree(slip);
    for (const words of [
      ["--bogus"],
      ["-f", "xml"],
      ["--fail-on", "often"],
      ["-o", "json"],
      ["-o", "xml=a"],
    ]) {
      const { code, out, err } = mirageLint(["check", root, ...words]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(words[0]);
    }
  });
});

describe("nothing to check", () => {
  it("is told, with exit code 3", () => {
    for (const files of [{}, { "README.md": "hello", "src/a.ml": "let a = Unix.time" }]) {
      const { code, err } = mirageLint([temporaryTree(files)]);
      expect(code).toBe(3);
      expect(err).toContain("nothing to check");
    }
  });

  it("is not said of a tree with an opam file, a stanza or a unikernel alone", () => {
    const unikernel = 'open Mirage\nlet () = register "u" [main "Unikernel.Main" job]\n';
    for (const files of [{ "p.opam": opam }, { dune: "(library (name x))" }, { "config.ml": unikernel }])
      expect(mirageLint([temporaryTree(files)]).code).toBe(0);
  });
});
