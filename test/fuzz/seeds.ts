import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import { gzipSync } from "node:zlib";
import { tarOf } from "../files/archives.ts";

/** A file by its path from the root of the tree that it stands in. */
export interface Seed {
  readonly path: string;
  readonly bytes: Buffer;
}

export function filesBelow(root: string, directory = ""): readonly Seed[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry): readonly Seed[] => {
    const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [{ path, bytes: readFileSync(join(root, path)) }] : [];
  });
}

/** Of the kinds that no tree of the tests has. */
export function handmadeSeeds(): readonly Seed[] {
  const tar = tarOf(
    { path: "a-1.0/", type: "5" },
    { path: "a-1.0/dune-project", content: "(lang dune 3.0)\n" },
    { path: "a-1.0/src/a.ml", content: "let a = 1\n".repeat(40) },
    { path: "a-1.0/link", type: "2", target: "src/a.ml" },
    { path: "a-1.0/x", type: "x", content: "20 path=a-1.0/long\n" },
  );
  return [
    { path: "a.tar", bytes: tar },
    { path: "a.tgz", bytes: gzipSync(tar) },
    ...packedByPrograms(tar),
    ...Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    {
      path: "a.entry",
      bytes: serialize({ facts: [1, "a", new Map([["b", { c: 2n }]]), new Set([undefined])] }),
    },
  ];
}

/** What is not installed makes no seed. */
function packedByPrograms(tar: Buffer): readonly Seed[] {
  const directory = mkdtempSync(join(tmpdir(), "mirage-lint-seeds-"));
  try {
    const bzip2 = spawnSync("bzip2", ["-c"], { input: tar });
    spawnSync("tar", ["-xf", "-"], { cwd: directory, input: tar });
    const zip = spawnSync("zip", ["-qry", "-", "."], { cwd: directory });
    return [
      ...(bzip2.status === 0 ? [{ path: "a.tbz", bytes: bzip2.stdout }] : []),
      ...(zip.status === 0 ? [{ path: "a.zip", bytes: zip.stdout }] : []),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const texts: Readonly<Record<string, string>> = {
  "mirage-lint.toml": `# How this tree is judged.
target = "solo5-1.3"
preset = "strict"
fail-on = "warning"
ignore = ["vendor/**", 'a\\b']

[rules]
"unix/linked-library" = "off"
libc = "note"

[[unix-only]]
libraries = ["a", "b.*"]
reason = """
only on
the host"""

[[overrides]]
paths = ["test/**"]
rules = { stdlib = "off", "dune/stale-syntax" = "note" }
`,
  "mirage-lint-baseline.jsonl": `{"mirage-lint-baseline":1,"target":"solo5-1.3","all":false,"strict":false,"packages":[],"root":""}
{"severity":"error","rule":"unix/linked-library","file":"src/dune","library":"a","symbol":"unix"}
{"severity":"note","rule":"libc/ignored-function","file":"a.c","definition":"f","symbol":"g","times":2}
`,
  ".gitattributes": `# what no archive has
*.md export-ignore
/test/** -export-ignore export-ignore
[attr]left export-ignore
"a b" left
src/[a-c]?/*.ml export-ignore=set !text
`,
  "opam-index": `mirage-lint opam index 1
{"repositories":[{"name":"a","commit":"${"0".repeat(40)}","date":"2026-01-01"}],"versions":2,"strings":4}

"dune" {>= "2.0"}
git+https://example.org/a.git
flag
a\t1.0 0 0 1 0 1 0 2 0 0 3 0\t2.0 0 1 0 0 1.3 0 2 0 0 3 0
b\t0 0 0 0 0 0 0 0 0 0 0 0
`,
};
