import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

function locked(solo5: string, ocaml: string): string {
  return `opam-version: "2.0"
depends: [
  "ocaml" {= "${ocaml}"}
  "ocaml-solo5" {= "${solo5}"}
  "fmt" {= "0.11.0" & ?vendor}
]
pin-depends: [["fmt.0.11.0" "https://example.org/fmt.tbz"]]
x-opam-monorepo-duniverse-dirs: [["https://example.org/fmt.tbz" "fmt" ["sha256=00"]]]
x-opam-monorepo-root-packages: ["hello"]
x-opam-monorepo-version: "0.3"
`;
}

const opam = `opam-version: "2.0"
depends: ["ocaml" "dune" "uutf" {>= "1.0.4"}]
build: ["dune" "build" "-p" name]
`;

const targetOf = (out: string): string => JSON.parse(out).target.name;

describe("mirage-lint check FILE", () => {
  it("judges a lockfile by itself, at the line of the package", () => {
    const root = temporaryTree({ "hello.opam.locked": locked("0.8.5", "4.14.2"), dune: "(nonsense" });
    const { code, out } = mirageLint([join(root, "hello.opam.locked"), "-f", "ocaml"]);
    expect(code).toBe(1);
    expect(out).toContain(
      'File "hello.opam.locked", line 5, characters 2-7:\nError: fmt 0.11.0 is to be vendored',
    );
    expect(out).not.toContain("dune/malformed-file");
  });

  it("says of a lockfile what it holds", () => {
    const text = locked("0.8.5", "4.14.2").replaceAll("0.11.0", "0.11.0+dune");
    const root = temporaryTree({ "hello.opam.locked": text });
    const { code, out } = mirageLint([join(root, "hello.opam.locked")]);
    expect(code).toBe(0);
    expect(out).toContain("hello.opam.locked (opam-monorepo 0.3) locks 3 packages, 1 of them vendored");
  });

  it("judges an opam file by itself", () => {
    const root = temporaryTree({ "mirage-x.opam": opam });
    const { code, out } = mirageLint([join(root, "mirage-x.opam"), "-f", "ocaml"]);
    expect(code).toBe(1);
    expect(out).toContain("[dune/constraint-excludes-dune]");
    expect(out).toContain("1.0.3+dune");
  });

  it("takes no other file", () => {
    const root = temporaryTree({ "a.ml": "" });
    for (const path of ["a.ml", "none.opam"])
      expect(mirageLint([join(root, path)])).toMatchObject({
        code: 2,
        err: expect.stringContaining("neither a directory, a release archive, an opam file nor a lockfile"),
      });
  });
});

describe("the target of a tree with a lockfile", () => {
  it.each([
    ["0.8.5", "4.14.2", "solo5-0.8"],
    ["1.3.2", "5.3.0", "solo5-1.3"],
  ])("with ocaml-solo5 %s and OCaml %s is %s", (solo5, ocaml, target) => {
    const root = temporaryTree({ "mirage/hello.opam.locked": locked(solo5, ocaml) });
    expect(targetOf(mirageLint([root, "-f", "json"]).out)).toBe(target);
  });

  it("is the one that is asked for, and the newest where lockfiles differ", () => {
    const root = temporaryTree({
      "a.opam.locked": locked("0.8.5", "4.14.2"),
      "b.opam.locked": locked("1.3.2", "5.3.0"),
    });
    expect(targetOf(mirageLint([root, "-f", "json"]).out)).toBe("solo5-1.3");
    expect(targetOf(mirageLint([root, "-f", "json", "--target", "solo5-0.8"]).out)).toBe("solo5-0.8");
  });
});

describe("mirage-lint index", () => {
  const repository = {
    "packages/uutf/uutf.1.0.4/opam": `opam-version: "2.0"
depends: ["dune"]
build: ["dune" "build"]
url { src: "https://example.org/uutf.tbz" }
`,
  };

  it("says what the one that comes along was made of", () => {
    const { code, out } = mirageLint(["index", "info"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^opam-repository {2}[0-9a-f]{40} {2}\d{4}-\d\d-\d\d\nopam-overlays {2}[0-9a-f]{40}/);
    expect(out).toMatch(/\n\d+ packages, \d+ versions\n$/);
  });

  it("is made of a directory or a tar archive, and taken by check", () => {
    const root = temporaryTree({ ...repository, "lint/mirage-x.opam": opam });
    expect(spawnSync("tar", ["-cf", "repository.tar", "packages"], { cwd: root }).status).toBe(0);
    for (const source of [".", "repository.tar"]) {
      const made = mirageLint(["index", "build", source, "-o", "own.br"], { cwd: root });
      expect(made).toMatchObject({ code: 0, out: expect.stringContaining("own.br: 1 versions") });
      expect(mirageLint(["index", "info", "--index", "own.br"], { cwd: root }).out).toContain(
        "1 packages, 1 versions",
      );
      expect(mirageLint(["lint", "--index", "own.br", "-f", "ocaml"], { cwd: root })).toMatchObject({
        code: 0,
        out: "",
      });
    }
  });

  it("complains of what is no repository and no index", () => {
    const root = temporaryTree({ "a.txt": "nothing", "a.tar": "nothing" });
    for (const source of [".", "a.tar", "a.txt", "none"])
      expect(mirageLint(["index", "build", source, "-o", "own.br"], { cwd: root }).code).toBe(2);
    expect(mirageLint(["index", "info", "--index", "a.txt"], { cwd: root }).code).toBe(2);
    expect(mirageLint([".", "--index", "a.txt"], { cwd: root }).code).toBe(2);
    expect(mirageLint([".", "--index", "none"], { cwd: root }).code).toBe(2);
  });
});
