import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { check } from "../../src/lint/check.ts";
import { render } from "../../src/report/formats.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { temporaryTree } from "../files/temporary-tree.ts";

const opened = vi.hoisted((): string[] => []);

vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const noted = <Result>(path: unknown, result: Result): Result => {
    opened.push(String(path));
    return result;
  };
  return {
    ...fs,
    openSync: (...words: Parameters<typeof fs.openSync>) => noted(words[0], fs.openSync(...words)),
    readdirSync: (...words: Parameters<typeof fs.readdirSync>) => noted(words[0], fs.readdirSync(...words)),
  };
});

/** A word that stands in every file beside the tree, and in none of it. */
const canary = "cormorant";

/** Every way that a file can name another, and a link of each kind, all leading beside the tree. */
function treeThatLeadsOutside(): string {
  const root = temporaryTree({
    "outside/dune": `(library (name ${canary}) (libraries unix))`,
    "outside/c.c": `int ${canary}(void) { return getpid(); }`,
    "outside/c.h": `int ${canary}(void);`,
    "outside/a.ml": `let ${canary} = Unix.getcwd ()`,
    "outside/x.opam": `opam-version: "2.0"\ndepends: ["${canary}"]`,
    "tree/dune-project": "(lang dune 3.0)",
    "tree/dune": `(include ../outside/dune)
(subdir ../outside (library (name s)))
(copy_files ../outside/*.c)
(copy_files# ${"../".repeat(30)}etc/*.conf)
(vendored_dirs ../outside)
(library
 (name a)
 (foreign_stubs (language c) (names s ../outside/c) (include_dirs ../outside /etc))
 (foreign_archives ../outside/c)
 (extra_objects ../../outside/c)
 (flags (:include ../outside/dune))
 (modules ../outside/a))
(rule (copy ../outside/c.c t.c))`,
    "tree/s.c":
      '#include "../outside/c.h"\n#include </etc/passwd>\n#include "link.h"\n#include "below/c.h"\n',
    "tree/config.ml": 'open Mirage\nlet () = register "x" []\n',
    "tree/a.opam.locked": `opam-version: "2.0"
x-opam-monorepo-version: "0.3"
x-opam-monorepo-duniverse-dirs: [["git+https://a" "../../outside" ["md5=1"]]]`,
  });
  const links = {
    below: "../outside",
    "link.h": "../outside/c.h",
    "x.opam": "../outside/x.opam",
    "unikernel.ml": "../outside/a.ml",
    "dune-workspace": "../outside/dune",
    "README.md": "../outside/dune",
    ".gitignore": "../outside/dune",
    loop: "loop",
    self: ".",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, "tree", name));
  return root;
}

describe("a tree whose files lead beside it", () => {
  it("is judged without opening anything there", async () => {
    const root = treeThatLeadsOutside();
    opened.length = 0;
    const run = await check(directoryVfs(join(root, "tree")), {
      target: loadTarget(defaultTarget),
      scope: { all: true, strict: true, packages: new Set() },
    });
    const ofTree = opened.filter((path) => path.startsWith(root));
    expect(ofTree).toContain(join(root, "tree", "s.c"));
    expect(ofTree.filter((path) => !`${path}/`.startsWith(`${root}/tree/`))).toEqual([]);
    expect(opened.filter((path) => path.startsWith("/etc/"))).toEqual([]);
    expect(run.unseen.length).toBeGreaterThan(0);
    expect(render(run, "json")).not.toContain(canary);
  });
});
