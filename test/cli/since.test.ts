import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint as anywhere, type Outcome } from "./command.ts";

const mirageLint = (words: readonly string[]): Outcome => anywhere(words, { env: { CI: "" } });

const library = (name: string, ...libraries: readonly string[]): string =>
  `(library\n (name ${name})\n (libraries ${libraries.join(" ")}))\n`;

const kettle = {
  "dune-project": "(lang dune 3.0)\n(package (name mirage-kettle))\n",
  "src/dune":
    "(library\n (name kettle)\n (public_name mirage-kettle)\n (libraries stove)\n (foreign_stubs (language c) (names boil)))\n",
  "src/boil.c": "#include <caml/threads.h>\n",
  "stove/dune": library("stove", "gas"),
  "gas/dune": library("gas", "fmt"),
};

/** A repository with one old finding, on its branch `main`. */
function repository(files: Readonly<Record<string, string>> = kettle): string {
  const root = temporaryTree(files);
  commitAll(root);
  git(root, "branch", "-M", "main");
  git(root, "checkout", "-q", "-b", "change");
  return root;
}

function commit(root: string, files: Readonly<Record<string, string>>): void {
  addFiles(root, files);
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "change");
}

interface Reported {
  readonly code: number | null;
  readonly err: string;
  readonly news: readonly string[];
  readonly known: readonly string[];
}

function since(root: string, ...words: readonly string[]): Reported {
  const { code, out, err } = mirageLint([root, "-f", "json", "--since", ...words]);
  const { diagnostics = [], known = [] } = out === "" ? {} : JSON.parse(out);
  const place = ({ rule, file, line }: { rule: string; file: string; line: number }) =>
    `${rule} ${file}:${line}`;
  return { code, err, news: diagnostics.map(place), known: known.map(place) };
}

const old = "libc/missing-header src/boil.c:1";

describe("check --since", () => {
  it("reports nothing where nothing was changed, or nothing that matters", () => {
    const root = repository();
    expect(since(root, "main")).toMatchObject({ code: 0, news: [], known: [old] });
    commit(root, { "src/boil.c": `/* more */\n\n${kettle["src/boil.c"]}`, "README.md": "kettle\n" });
    git(root, "mv", "src", "lib");
    git(root, "commit", "-q", "-m", "rename");
    const { out, err, code } = mirageLint([root, "--since", "main"]);
    expect(code).toBe(0);
    expect(out).toContain("0 errors, 0 warnings, 0 notes, 1 not new in");
    expect(err).toMatch(/^mirage-lint: compared with [0-9a-f]{12}\n$/);
  });

  it("reports a new dependency that another library has, two further on", () => {
    const root = repository();
    commit(root, { "gas/dune": library("gas", "fmt", "unix"), "src/extra.ml": "let x = 1" });
    const { code, out } = mirageLint([root, "--since", "main", "-f", "ocaml"]);
    expect(code).toBe(1);
    expect(out).toContain('File "stove/dune", line 3');
    expect(out).toContain("reaches unix");
    expect(out).not.toContain("threads.h");
  });

  it("judges the working tree: what is not committed, and not yet added, is new too", () => {
    const root = repository();
    addFiles(root, { "src/boil.c": `${kettle["src/boil.c"]}#include <sys/socket.h>\n` });
    expect(since(root, "HEAD").news).toEqual(["libc/missing-header src/boil.c:2"]);
    addFiles(root, { "extra/dune": "(library (public_name mirage-kettle.extra) (libraries unix))" });
    expect(since(root, "main").news).toEqual([
      "unix/linked-library extra/dune:1",
      "libc/missing-header src/boil.c:2",
    ]);
  });

  it("does not hold against a branch what others have done since it began", () => {
    const root = repository();
    git(root, "checkout", "-q", "main");
    commit(root, { "src/boil.c": "", "gas/dune": library("gas") });
    git(root, "checkout", "-q", "change");
    commit(root, { "README.md": "kettle\n" });
    expect(since(root, "main")).toMatchObject({ code: 0, news: [], known: [old] });
  });

  it("says how much is gone", () => {
    const root = repository();
    commit(root, { "src/boil.c": "" });
    expect(since(root, "main")).toMatchObject({
      ...{ code: 0, news: [], known: [] },
      err: expect.stringContaining(", of which 1 finding no longer found"),
    });
  });

  it("reports what weighs more than before, and what a comment no longer excepts", () => {
    const root = repository({
      "dune-project": "(lang dune 3.0)\n(package (name kettle))\n",
      dune: "(library (public_name kettle) (libraries unix)) ; mirage-lint: allow unix/* -- old\n",
    });
    commit(root, { "dune-project": "(lang dune 3.0)\n(package (name kettle) (depends mirage-runtime))\n" });
    expect(since(root, "main").news).toEqual([]);
    commit(root, { dune: "(library (public_name kettle) (libraries unix))\n" });
    expect(since(root, "main").news).toEqual(["unix/linked-library dune:1"]);
    const undecided = repository({
      "dune-project": "(lang dune 3.0)\n(package (name kettle))\n",
      dune: "(library (public_name kettle) (libraries unix))\n",
    });
    commit(undecided, {
      "dune-project": "(lang dune 3.0)\n(package (name kettle) (depends mirage-runtime))\n",
    });
    expect(since(undecided, "main")).toMatchObject({ code: 1, news: ["unix/linked-library dune:1"] });
  });

  it("judges a directory further down by itself, also one that was not there", () => {
    const root = repository({ "README.md": "all of it\n", ...below("ocaml/kettle", kettle) });
    expect(since(join(root, "ocaml/kettle"), "main")).toMatchObject({ code: 0, known: [old] });
    commit(root, below("ocaml/new", kettle));
    expect(since(join(root, "ocaml/new"), "main")).toMatchObject({ code: 1, news: [old], known: [] });
  });

  it("takes what git does not keep as it is: an ignored duniverse, a repository in the repository", () => {
    const root = repository({
      ...kettle,
      ".gitignore": "duniverse/\n",
      "src/dune": kettle["src/dune"].replace("stove", "stove vendored cloned"),
    });
    addFiles(root, {
      "duniverse/v/dune-project": "(lang dune 3.0)\n(package (name vendored))\n",
      "duniverse/v/dune": "(library (public_name vendored) (libraries unix))\n",
      "cloned/dune-project": "(lang dune 3.0)\n(package (name cloned))\n",
      "cloned/dune": "(library (public_name cloned) (libraries unix))\n",
    });
    commitAll(join(root, "cloned"));
    const { code, news, known } = since(root, "main");
    expect({ code, news }).toEqual({ code: 0, news: [] });
    expect(known).toContain("unix/linked-library src/dune:4");
  });

  it("knows a submodule as it was, where its own repository still does", () => {
    const stove = temporaryTree({
      "dune-project": "(lang dune 3.0)\n(package (name mirage-stove))\n",
      dune: "(library (public_name mirage-stove))\n",
    });
    commitAll(stove);
    const root = temporaryTree(kettle);
    git(root, "init", "-q");
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", stove, "vendor-stove");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "all");
    git(root, "branch", "-M", "main");
    expect(since(root, "main")).toMatchObject({ code: 0, news: [] });
    const submodule = join(root, "vendor-stove");
    commit(submodule, { dune: "(library (public_name mirage-stove) (libraries unix))\n" });
    expect(since(root, "main").news).toEqual(["unix/linked-library vendor-stove/dune:1"]);
  });

  it("reads files as they are in git, whatever .gitattributes would archive", () => {
    const root = repository({ ...kettle, ".gitattributes": "src export-ignore\n" });
    expect(since(root, "main")).toMatchObject({ code: 0, news: [], known: [old] });
  });

  it("leaves out what a baseline has besides, and shrinks that by all that is found", () => {
    const root = repository();
    mirageLint([root, "--write-baseline"]);
    commit(root, { "src/boil.c": `${kettle["src/boil.c"]}#include <sys/socket.h>\n` });
    const { news, known, err } = since(root, "main", "--baseline");
    expect(news).toEqual(["libc/missing-header src/boil.c:2"]);
    expect(known).toEqual([old]);
    expect(err).not.toContain("written anew");
    expect(readFileSync(join(root, "mirage-lint-baseline.jsonl"), "utf8")).toContain("threads.h");
  });

  it.each<[string, (root: string) => readonly string[], string]>([
    ["there is no such commit", (root) => [root, "--since", "nowhere"], "no commit nowhere in"],
    ["it looks like an option", (root) => [root, "--since=--output=/tmp/x"], "no commit --output=/tmp/x in"],
    ["it is a file", (root) => [root, "--since", "HEAD:dune-project"], "no commit HEAD:dune-project in"],
    ["it is nothing", (root) => [root, "--since", ""], "no commit  in"],
    ["there is no directory", (root) => [join(root, "k.opam"), "--since", "HEAD"], "only a directory"],
    ["all is to be fixed", (root) => [root, "--since", "HEAD", "--fix"], "--fix mends what is old as well"],
    [
      "all is to be known",
      (root) => [root, "--since", "HEAD", "--write-baseline"],
      "takes all that is found",
    ],
  ])("exits with 2 where %s", (_, words, why) => {
    const root = repository({ ...kettle, "k.opam": 'opam-version: "2.0"\n' });
    const { code, out, err } = mirageLint(words(root));
    expect(err).toContain(why);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("exits with 2 where there is no history to look into", () => {
    const plain = temporaryTree(kettle);
    expect(since(plain, "HEAD")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not in a git repository"),
    });
    git(plain, "init", "-q");
    expect(since(plain, "HEAD")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no commit HEAD in"),
    });
    const root = repository();
    git(root, "checkout", "-q", "--orphan", "other");
    git(root, "commit", "-q", "-m", "other");
    expect(since(root, "main")).toMatchObject({
      code: 2,
      err: expect.stringContaining("main and HEAD have no commit in common"),
    });
    writeFileSync(join(root, ".gitignore"), "build/\n");
    mkdirSync(join(root, "build"));
    addFiles(join(root, "build"), kettle);
    expect(since(join(root, "build"), "HEAD").err).toContain("git keeps nothing of");
  });

  it("asks for the whole history where a clone is shallow", () => {
    const root = repository();
    commit(root, { "README.md": "1\n" });
    commit(root, { "README.md": "2\n" });
    const clone = temporaryTree({});
    rmSync(clone, { recursive: true });
    git(root, "clone", "-q", "--depth", "1", "--no-single-branch", `file://${root}`, clone);
    for (const revision of ["origin/main", "HEAD^"])
      expect(since(clone, revision)).toMatchObject({
        code: 2,
        err: expect.stringContaining("fetch all of its history (actions/checkout: fetch-depth: 0)"),
      });
    git(clone, "fetch", "-q", "--unshallow");
    expect(since(clone, "origin/main")).toMatchObject({ code: 0, news: [] });
  });
});

const below = (directory: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));
