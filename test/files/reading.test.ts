import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { largestFile, memoryVfs, type ReadResult } from "../../src/files/vfs.ts";
import { commitAll, makePipe, temporaryTree } from "./temporary-tree.ts";

const leadsOut: ReadResult = { kind: "unreadable", why: "a symbolic link leads out of the checked tree" };

describe("a symbolic link", () => {
  it("to a file inside the tree is read as that file", () => {
    const root = temporaryTree({ "real/a.ml": "let a = 1" });
    symlinkSync("real/a.ml", join(root, "link.ml"));
    symlinkSync(join(root, "real/a.ml"), join(root, "absolute.ml"));
    const vfs = directoryVfs(root);
    expect(vfs.read("link.ml")).toEqual({ kind: "text", text: "let a = 1" });
    expect(vfs.read("absolute.ml")).toEqual({ kind: "text", text: "let a = 1" });
  });

  it("to a file outside the tree is not read, with git and without", () => {
    const outside = temporaryTree({ "secret.ml": "let secret = 1" });
    const root = temporaryTree({ "a.ml": "" });
    symlinkSync(join(outside, "secret.ml"), join(root, "link.ml"));
    expect(directoryVfs(root).read("link.ml")).toEqual(leadsOut);
    commitAll(root);
    expect(directoryVfs(root).read("link.ml")).toEqual(leadsOut);
  });

  it("to a sibling whose path begins like the root's leads out", () => {
    const root = temporaryTree({ "tree/a.ml": "", "tree-secret/s.ml": "let s = 1" });
    symlinkSync("../tree-secret/s.ml", join(root, "tree/link.ml"));
    expect(directoryVfs(join(root, "tree")).read("link.ml")).toEqual(leadsOut);
  });

  it("through another one that leads out is not read", () => {
    const outside = temporaryTree({ "secret.ml": "let secret = 1" });
    const root = temporaryTree({});
    symlinkSync(join(outside, "secret.ml"), join(root, "first.ml"));
    symlinkSync("first.ml", join(root, "second.ml"));
    expect(directoryVfs(root).read("second.ml")).toEqual(leadsOut);
  });

  it("in the place of a committed directory does not lead out", () => {
    const outside = temporaryTree({ dune: "(library (name secret))" });
    const root = temporaryTree({ "lib/dune": "(library (name foo))" });
    commitAll(root);
    rmSync(join(root, "lib"), { recursive: true });
    symlinkSync(outside, join(root, "lib"));
    const vfs = directoryVfs(root);
    for (const file of vfs.files) expect(vfs.read(file).kind).toBe("unreadable");
  });

  it("that leads to itself, or nowhere, is unreadable", () => {
    const root = temporaryTree({});
    symlinkSync("loop.ml", join(root, "loop.ml"));
    symlinkSync("nowhere.ml", join(root, "dangling.ml"));
    const vfs = directoryVfs(root);
    expect(vfs.read("loop.ml")).toEqual({
      kind: "unreadable",
      why: "a symbolic link that leads in a circle",
    });
    expect(vfs.read("dangling.ml")).toEqual({ kind: "unreadable", why: "no such file" });
  });

  it("to a directory above does not make the walk endless", () => {
    const root = temporaryTree({ "lib/a.ml": "" });
    symlinkSync("..", join(root, "lib/up"));
    expect(directoryVfs(root).files).toContain("lib/a.ml");
  });

  it("may be the root itself", () => {
    const root = temporaryTree({ "real/a.ml": "let a = 1" });
    symlinkSync("real", join(root, "link"));
    const vfs = directoryVfs(join(root, "link"));
    expect(vfs.files).toEqual(["a.ml"]);
    expect(vfs.read("a.ml")).toEqual({ kind: "text", text: "let a = 1" });
  });
});

describe("a file that is no text", () => {
  it("does not hang the run when it is a fifo, also one behind a link", () => {
    const root = temporaryTree({ "a.ml": "" });
    makePipe(join(root, "pipe"));
    symlinkSync("pipe", join(root, "link.ml"));
    const vfs = directoryVfs(root);
    expect(vfs.read("link.ml")).toEqual({ kind: "unreadable", why: "not a regular file" });
    expect(vfs.read("pipe").kind).toBe("unreadable");
  });

  it("is refused when it is larger than the limit, and read when it is just as large", () => {
    const root = temporaryTree({ "large.c": "", "largest.c": "" });
    truncateSync(join(root, "large.c"), largestFile + 1);
    truncateSync(join(root, "largest.c"), largestFile);
    const vfs = directoryVfs(root);
    expect(vfs.read("large.c")).toEqual({ kind: "unreadable", why: "larger than 8 MB" });
    expect(vfs.read("largest.c").kind).toBe("text");
  });

  it("is read as Latin-1 when it is not UTF-8", () => {
    const vfs = directoryVfs(temporaryTree({ "a.ml": Uint8Array.of(0x28, 0x2a, 0xe9, 0xff, 0x2a, 0x29) }));
    expect(vfs.read("a.ml")).toEqual({ kind: "text", text: "(*éÿ*)", recoded: true });
  });

  it("loses its byte order mark and keeps its line ends", () => {
    const vfs = directoryVfs(temporaryTree({ dune: "\uFEFF(a)\r\n(b)\r\n" }));
    expect(vfs.read("dune")).toEqual({ kind: "text", text: "(a)\r\n(b)\r\n", recoded: true });
  });

  it.skipIf(process.getuid?.() === 0)("says so when permission is denied", () => {
    const root = temporaryTree({ "a.ml": "let a = 1" });
    chmodSync(join(root, "a.ml"), 0);
    expect(directoryVfs(root).read("a.ml")).toEqual({ kind: "unreadable", why: "permission denied" });
  });
});

describe("a path that was never listed", () => {
  it("is not read, though it be there", () => {
    const outer = temporaryTree({ "secret.ml": "let s = 1", "root/a.ml": "", "root/_build/b.ml": "" });
    mkdirSync(join(outer, "root/empty"));
    const vfs = directoryVfs(join(outer, "root"));
    for (const path of ["../secret.ml", "_build/b.ml", "a.ml/", "./a.ml", "empty", "", "/etc/passwd", "\0"]) {
      expect(vfs.has(path)).toBe(false);
      expect(vfs.read(path)).toEqual({ kind: "unreadable", why: "no such file" });
    }
  });

  it("is not there in memory either, whatever it is called", () => {
    const vfs = memoryVfs({ "b.ml": "B", "a.ml": "A" });
    expect(vfs.files).toEqual(["a.ml", "b.ml"]);
    for (const path of ["c.ml", "toString", "__proto__"]) expect(vfs.has(path)).toBe(false);
  });
});
