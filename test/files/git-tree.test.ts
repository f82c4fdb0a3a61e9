import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { commitOf, type GitTree, gitTree, openRepository } from "../../src/files/git-tree.ts";
import { addFiles, commitAll, git, temporaryTree } from "./temporary-tree.ts";

function treeOf(directory: string, revision = "HEAD"): GitTree {
  const repository = openRepository(directory);
  const commit = repository === undefined ? undefined : commitOf(repository, revision);
  const tree = repository === undefined || commit === undefined ? undefined : gitTree(repository, commit);
  if (tree === undefined) throw new Error(`no tree ${revision} in ${directory}`);
  return tree;
}

/** The paths that git itself puts into an archive. */
function archived(directory: string): readonly string[] {
  const script = "git archive --format=tar HEAD | tar -t --quoting-style=literal";
  const { stdout } = spawnSync("bash", ["-c", script], { cwd: directory, encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((path) => path !== "" && !path.endsWith("/"))
    .sort();
}

const textOf = ({ vfs }: GitTree, path: string): string => {
  const read = vfs.read(path);
  return read.kind === "text" ? read.text : `unreadable: ${read.why}`;
};

describe("the tree of a commit", () => {
  it("has the files as they were committed, whatever became of them since", () => {
    const root = temporaryTree({ "lib/a.ml": "let a = 1\n", "gone.ml": "", "data.bin": Buffer.of(0, 255) });
    commitAll(root);
    git(root, "rm", "-q", "gone.ml");
    addFiles(root, { "lib/a.ml": "changed", "new.ml": "" });
    const tree = treeOf(root);
    expect(tree.vfs.files).toEqual(["data.bin", "gone.ml", "lib/a.ml"]);
    expect(textOf(tree, "lib/a.ml")).toBe("let a = 1\n");
    expect(textOf(tree, "data.bin")).toBe("\0ÿ");
    expect(tree.vfs.has("new.ml")).toBe(false);
    expect(textOf(tree, "new.ml")).toBe("unreadable: no such file");
  });

  it("is that of a tag, a branch or a part of a hash, and none of what is no commit", () => {
    const root = temporaryTree({ "a.ml": "1" });
    commitAll(root);
    git(root, "tag", "-a", "v1.0", "-m", "1.0");
    addFiles(root, { "b.ml": "2" });
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "b");
    expect(treeOf(root, "v1.0").vfs.files).toEqual(["a.ml"]);
    expect(treeOf(root, treeOf(root).commit.slice(0, 10)).vfs.files).toEqual(["a.ml", "b.ml"]);
    const repository = openRepository(root);
    if (repository === undefined) throw new Error("no repository");
    for (const revision of ["nowhere", "", "--all", "HEAD\nHEAD", "HEAD:a.ml", "-", "HEAD HEAD"])
      expect(commitOf(repository, revision)).toBeUndefined();
  });

  it("of a directory further down is that directory's, with its own .gitattributes alone", () => {
    const root = temporaryTree({
      ".gitattributes": "b.ml export-ignore\n",
      "sub/.gitattributes": "c.ml export-ignore\n",
      "sub/b.ml": "",
      "sub/c.ml": "",
      "a.ml": "",
    });
    commitAll(root);
    expect(treeOf(join(root, "sub")).vfs.files).toEqual(archived(join(root, "sub")));
    expect(treeOf(join(root, "sub")).exportIgnored).toEqual(["c.ml"]);
  });

  it("reads links to files of the tree, and no others", () => {
    const root = temporaryTree({ "real/a.ml": "a" });
    mkdirSync(join(root, "lib"));
    symlinkSync("../real/a.ml", join(root, "lib/near.ml"));
    symlinkSync("../dirs/a.ml", join(root, "lib/through.ml"));
    symlinkSync("real", join(root, "dirs"));
    symlinkSync("/etc/passwd", join(root, "lib/absolute.ml"));
    symlinkSync("../../../../etc/passwd", join(root, "lib/outside.ml"));
    symlinkSync("circle.ml", join(root, "lib/circle.ml"));
    commitAll(root);
    const tree = treeOf(root);
    expect(tree.vfs.leftOut).toEqual([
      { path: "dirs", why: "a symbolic link to a directory, which is not followed" },
    ]);
    expect(textOf(tree, "lib/near.ml")).toBe("a");
    expect(textOf(tree, "lib/through.ml")).toBe("a");
    for (const name of ["absolute", "outside"])
      expect(textOf(tree, `lib/${name}.ml`)).toContain("leads out of the checked tree");
    expect(textOf(tree, "lib/circle.ml")).toContain("in a circle");
  });

  it("leaves out submodules and says so", () => {
    const root = temporaryTree({ "a.ml": "", "vendor/x/b.ml": "" });
    commitAll(join(root, "vendor/x"));
    commitAll(root);
    const tree = treeOf(root);
    expect(tree.vfs.files).toEqual(["a.ml"]);
    expect(tree.vfs.leftOut).toEqual([{ path: "vendor/x", why: "a submodule, whose files no archive has" }]);
  });

  it("is there where git knows nothing of a directory, or nothing was committed", () => {
    const root = temporaryTree({ "a.ml": "" });
    expect(openRepository(root)).toBeUndefined();
    git(root, "init", "-q");
    const repository = openRepository(root);
    expect(repository === undefined ? "none" : commitOf(repository, "HEAD")).toBeUndefined();
  });
});

describe("a hostile git directory", () => {
  it("gets no program run that its configuration names", () => {
    const root = temporaryTree({ "a.ml": "let a = 1\n", ".gitattributes": "*.ml filter=evil diff=evil\n" });
    commitAll(root);
    const witness = join(temporaryTree({}), "ran");
    const program = join(root, ".git/evil");
    addFiles(root, { ".git/evil": `#!/bin/sh\ntouch '${witness}'\ncat\n` });
    chmodSync(program, 0o755);
    for (const name of [
      "core.fsmonitor",
      "core.pager",
      "filter.evil.smudge",
      "filter.evil.clean",
      "diff.external",
      "diff.evil.textconv",
      "gpg.program",
      "core.sshCommand",
      "tar.tar.command",
    ])
      git(root, "config", name, program);
    spawnSync("git", ["archive", "HEAD"], { cwd: root });
    expect(existsSync(witness)).toBe(true);
    spawnSync("rm", [witness]);
    expect(textOf(treeOf(root), "a.ml")).toBe("let a = 1\n");
    expect(existsSync(witness)).toBe(false);
  });

  it("is read from its own place, whatever GIT_DIR says", () => {
    const root = temporaryTree({ "a.ml": "" });
    commitAll(root);
    const other = temporaryTree({ "z.ml": "" });
    commitAll(other);
    vi.stubEnv("GIT_DIR", join(other, ".git"));
    expect(treeOf(root).vfs.files).toEqual(["a.ml"]);
    vi.unstubAllEnvs();
  });
});

const directoryName = fc.constantFrom("a", "b", "lib", "x y", "é");
const fileName = fc.constantFrom("a", "b.ml", "c.t", "lib", "foo.ml", "fooz", "-d", "e\\f", "[g]", "ü.ml");
const path = fc
  .tuple(fc.array(directoryName, { maxLength: 3 }), fileName)
  .map(([directories, name]) => [...directories, name].join("/"));

const piece = fc.constantFrom(
  ..."a b lib foo * ** ? / / . .ml [ab] [!a] [a-c] [[:alpha:]] \\ [ é ü x c.t z".split(" "),
);
const pattern = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(""))
  .filter((text) => !/^[#!]/.test(text));
const state = fc.constantFrom(
  "export-ignore",
  "export-ignore",
  "-export-ignore",
  "!export-ignore",
  "export-ignore=yes",
  "ship",
  "keep",
  "text export-ignore",
  "export-ignore -export-ignore",
  "bad/name export-ignore",
);
const attributesLine = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(pattern, state).map((words) => words.join(" ")) },
  { weight: 1, arbitrary: fc.tuple(pattern, state).map(([text, words]) => `"${text}" ${words}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "# all",
      "",
      '"x y" export-ignore',
      '"\\303\\251" export-ignore',
      "\tlib ship",
    ),
  },
);
const attributes = fc
  .tuple(
    fc.constantFrom("", "[attr]ship export-ignore\n[attr]keep -export-ignore\n"),
    fc.array(attributesLine, { maxLength: 5 }),
  )
  .map(([macros, lines]) => `${macros}${lines.join("\n")}\n`);

describe("export-ignore", () => {
  it("leaves out what git archive leaves out, whatever .gitattributes says", () => {
    const root = temporaryTree({});
    git(root, "init", "-q");
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 4, maxLength: 14 }),
        attributes,
        fc.option(fc.tuple(fc.constantFrom("a", "lib", "a/b"), attributes), { nil: undefined }),
        (paths, top, deeper) => {
          // A path below one that is a file already cannot be there.
          const files = paths.filter(
            (one) => !paths.some((other) => other !== one && other.startsWith(`${one}/`)),
          );
          const contents: Record<string, string> = Object.fromEntries(files.map((one) => [one, ""]));
          contents[".gitattributes"] = top;
          if (
            deeper !== undefined &&
            !files.some((one) => one === deeper[0] || deeper[0].startsWith(`${one}/`))
          )
            contents[`${deeper[0]}/.gitattributes`] = deeper[1];
          spawnSync("bash", ["-c", "rm -rf ./* .gitattributes"], { cwd: root });
          addFiles(root, contents);
          git(root, "add", "-A", ".");
          git(root, "commit", "-q", "--allow-empty", "-m", "all");
          expect([...treeOf(root).vfs.files].sort()).toEqual(archived(root));
        },
      ),
      { numRuns: 25 },
    );
  });
});
