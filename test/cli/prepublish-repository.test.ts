import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const fixture = "fixtures/opam-repository";

const opamFile = (depends: string, more = ""): string => `opam-version: "2.0"
dev-repo: "git+https://example.org/x.git"
depends: ["dune" {>= "3.0"} ${depends}]
build: ["dune" "build" "-p" name "-j" jobs]
url {
  src: "https://example.org/x.tbz"
  checksum: "sha256=1a14dd04bb4379a41990248550628c77913a9c07f3c35c1370b6960e697787ff"
}
${more}`;

/** A package of the repository that dune does not build. */
const towRope = opamFile("")
  .replace('"dune" {>= "3.0"}', '"ocaml"')
  .replace(/build: .*/, "build: [make]");

interface Reported {
  readonly packages: readonly { readonly name: string; readonly verdict: string }[];
  readonly diagnostics: readonly { readonly rule: string; readonly package: string; readonly file: string }[];
}

function reported(words: readonly string[]): Reported {
  return JSON.parse(mirageLint(["prepublish", ...words, "-f", "json"]).out);
}

const namesIn = ({ packages }: Reported): readonly string[] => packages.map(({ name }) => name);

describe("mirage-lint prepublish on a package repository", () => {
  it("says of every version whether it is ready, and how often each rule found something", () => {
    const { code, out } = mirageLint(["prepublish", fixture]);
    expect(code).toBe(1);
    expect(out).toContain("error[publish/missing-dev-repo] package mirage-ferry.1.1 has no dev-repo");
    expect(out).toContain("\n  mirage-ferry 1.0  ready       wanted (named mirage-*)\n");
    expect(out).toContain(
      "\n  rope 1.0          ready       not portable (dune/not-built-with-dune)\n  rope 2.0          ready\n",
    );
    expect(out).toContain("\n  dune/not-built-with-dune       2 not blamed\n");
    expect(out).toContain("6 versions of 4 packages: 5 ready, 1 not ready; 3 not portable");
    expect(mirageLint(["prepublish", fixture, "--fail-on", "never"]).code).toBe(0);
  });

  it("judges one version by all that the repository has", () => {
    const file = join(fixture, "packages/mirage-ferry/mirage-ferry.1.1/opam");
    const { packages, diagnostics } = reported([file]);
    expect(packages).toMatchObject([{ name: "mirage-ferry.1.1", verdict: "not-portable" }]);
    expect(diagnostics.map(({ rule }) => rule)).toContain("dune/constraint-excludes-dune");
    expect(new Set(diagnostics.map((found) => found.file))).toEqual(
      new Set(["packages/mirage-ferry/mirage-ferry.1.1/opam"]),
    );
  });

  it("judges the versions of a directory, of a package, or that -p names", () => {
    const both = ["mirage-ferry.1.0", "mirage-ferry.1.1"];
    expect(namesIn(reported([join(fixture, "packages/mirage-ferry")]))).toEqual(both);
    expect(namesIn(reported([fixture, "-p", "mirage-ferry"]))).toEqual(both);
    expect(namesIn(reported([fixture, "-p", "rope.2.0"]))).toEqual(["rope.2.0"]);
    expect(mirageLint(["prepublish", fixture, "-p", "raft"]).code).toBe(2);
  });

  it("blames no package for being named by -p", () => {
    const { code, out } = mirageLint(["prepublish", fixture, "-p", "rope"]);
    expect(code).toBe(0);
    expect(out).toContain("\n  rope 1.0  ready       not portable (dune/not-built-with-dune)\n");
    expect(out).toContain("\n  dune/not-built-with-dune   1 not blamed\n");
  });

  it("judges a repository in an archive, which has no commits", () => {
    const archive = join(temporaryTree({}), "opam-repository.tar.gz");
    spawnSync("tar", ["czf", archive, "-C", "fixtures", "opam-repository"]);
    expect(mirageLint(["prepublish", archive]).out).toBe(mirageLint(["prepublish", fixture]).out);
    expect(mirageLint(["prepublish", archive, "--since", "main"]).code).toBe(2);
  });

  it("prints a table for a pull request", () => {
    const { code, out } = mirageLint(["prepublish", fixture, "-f", "markdown"]);
    expect(code).toBe(1);
    expect(out).toContain(
      "| `rope` | 1.0 | ready |  | not portable (dune/not-built-with-dune) |\n| `rope` | 2.0 | ready |  |  |\n",
    );
    expect(out).toContain("| `publish/missing-dev-repo` | 1 | 0 | 0 | 0 |\n");
    expect(out).toContain("6 versions of 4 packages: 5 ready, 1 not ready");
  });

  it("groups what is alike, and counts what is in order, where there are many versions", () => {
    const pins = 'pin-depends: [["rope.dev" "https://example.org/rope.tbz"]]\n';
    const versions = Array.from({ length: 50 }, (_, at) => [
      `packages/p/p.${at}/opam`,
      opamFile("", at < 6 ? pins : ""),
    ]);
    const { out } = mirageLint(["prepublish", temporaryTree(Object.fromEntries(versions))]);
    expect(out).toBe(`Before publishing
  p 2, 3, 4, 5, +2  not ready   publish/pin-depends
  +44 more versions (--format json has all)

Found, by rule
  publish/pin-depends  6 errors

50 versions of 1 package: 44 ready, 6 not ready
6 errors, 0 warnings, 0 notes in 50 files read
`);
  });

  it("leaves what it cannot read, and what leads out of the repository", () => {
    const root = temporaryTree({
      "packages/p/p.1.0/opam": `\uFEFF${opamFile("").replaceAll("\n", "\r\n")}`,
      "packages/p/p.2.0/opam": 'depends: ["dune" {>= \n',
      "packages/p/other/opam": opamFile(""),
      "packages/q/README": "",
      "elsewhere/opam": opamFile('"../../p"'),
    });
    mkdirSync(join(root, "packages/p/p.3.0"));
    const away = temporaryTree({ opam: "secret" });
    symlinkSync(join(away, "opam"), join(root, "packages/p/p.3.0/opam"));
    symlinkSync(away, join(root, "packages/p/p.4.0"));
    const { code, out } = mirageLint(["prepublish", root]);
    expect(code).toBe(1);
    expect(out).toContain("error[dune/malformed-file]");
    expect(out).toContain("p 1.0");
    expect(out).toContain("packages/p/p.3.0/opam (a symbolic link leads out of the checked tree)");
    expect(out).not.toContain("p.4.0");
    expect(out).not.toContain("secret");
  });
});

/** A git repository with two versions of p, which is on a branch that leaves `main`. */
function branch(): string {
  const root = temporaryTree({
    repo: 'opam-version: "2.0"\n',
    "packages/p/p.1.0/opam": opamFile(""),
    "packages/p/p.1.1/opam": opamFile(""),
    "packages/tow-rope/tow-rope.1.0/opam": towRope,
    "packages/q/q.1.0/opam": opamFile(""),
  });
  commitAll(root);
  git(root, "branch", "-M", "main");
  git(root, "checkout", "-q", "-b", "release");
  return root;
}

describe("mirage-lint prepublish --since", () => {
  it("judges what a branch has added or changed, committed or not, by all that there is", () => {
    const root = branch();
    addFiles(root, { "packages/mirage-p/mirage-p.1.0/opam": opamFile('"tow-rope"') });
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "add mirage-p");
    addFiles(root, {
      "packages/p/p.1.1/opam": opamFile('"lwt"'),
      "packages/p/p.2.0/opam": opamFile('"lwt"'),
    });
    rmSync(join(root, "packages/q"), { recursive: true });
    const found = reported([root, "--since", "main"]);
    expect(namesIn(found)).toEqual(["mirage-p.1.0", "p.1.1", "p.2.0"]);
    expect(found.diagnostics).toMatchObject([
      { rule: "dune/dependency-not-built-with-dune", package: "mirage-p.1.0" },
    ]);
    expect(mirageLint(["prepublish", root, "--since", "main"]).code).toBe(1);
    expect(namesIn(reported([join(root, "packages/p"), "--since", "main"]))).toEqual(["p.1.1", "p.2.0"]);
  });

  it("leaves out what others have changed on the other branch in the meantime", () => {
    const root = branch();
    git(root, "checkout", "-q", "main");
    addFiles(root, { "packages/p/p.1.0/opam": opamFile('"lwt"') });
    git(root, "commit", "-q", "-a", "-m", "mend p");
    git(root, "checkout", "-q", "release");
    addFiles(root, { "packages/q/q.1.1/opam": opamFile("") });
    expect(namesIn(reported([root, "--since", "main"]))).toEqual(["q.1.1"]);
  });

  it("has found nothing where nothing has changed, line ends aside", () => {
    const root = branch();
    addFiles(root, { "packages/p/p.1.0/opam": opamFile("").replaceAll("\n", "\r\n") });
    const { code, out, err } = mirageLint(["prepublish", root, "--since", "main"]);
    expect([code, out, err]).toEqual([0, "no version to judge\n", ""]);
    expect(reported([root, "--since", "HEAD"])).toMatchObject({ mode: "repository", packages: [] });
  });

  it("runs no program that the repository names", () => {
    const root = branch();
    const touch = `touch ${join(root, "ran")}`;
    addFiles(root, {
      ".gitattributes": "* filter=evil diff=evil\n",
      "packages/p/p.1.1/opam": opamFile('"lwt"'),
    });
    for (const name of ["filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor"])
      git(root, "config", name, touch);
    expect(namesIn(reported([root, "--since", "main"]))).toEqual(["p.1.1"]);
    expect(existsSync(join(root, "ran"))).toBe(false);
  });

  it("is wrong use without a commit of that name, and outside git", () => {
    const unknown = mirageLint(["prepublish", branch(), "--since", "--upload-pack=x"]);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain("no commit --upload-pack=x in ");
    const plain = temporaryTree({ "packages/p/p.1.0/opam": opamFile("") });
    expect(mirageLint(["prepublish", plain, "--since", "main"]).code).toBe(2);
  });
});
