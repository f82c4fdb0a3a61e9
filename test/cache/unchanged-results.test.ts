import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cache, cacheOf } from "../../src/cache/cache.ts";
import { entriesIn } from "../../src/cache/entries.ts";
import { directoryVfs } from "../../src/files/directory.ts";
import { check } from "../../src/lint/check.ts";
import type { Run } from "../../src/lint/run.ts";
import { formats, render } from "../../src/report/formats.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { temporaryTree } from "../files/temporary-tree.ts";

const files: Readonly<Record<string, string>> = {
  "dune-project": "(lang dune 3.0)\n",
  "mirage-p.opam":
    'opam-version: "2.0"\ndepends: ["ocaml" "dune" "lwt"]\nbuild: ["dune" "build" "-p" name]\n',
  "src/dune":
    "(library\n (public_name mirage-p)\n (libraries lwt inner)\n (foreign_stubs (language c) (names s)))\n",
  "src/clock.ml": "let now () = Unix.gettimeofday ()\nlet cwd = Sys.getcwd ()\n",
  "src/clock.mli": "val now : unit -> float\nval cwd : string\n",
  "src/setup.ml": "module U = Unix\nlet f () = U.sleep 1\nlet () = at_exit f\n",
  "src/s.c": '#include "h.h"\n#include <caml/mlvalues.h>\nvalue f(value x) { return getenv("x") ? x : x; }\n',
  "src/h.h": "#include <sys/socket.h>\n",
  "inner/dune": "(library (name inner) (libraries unix))\n",
  "inner/inner.ml": 'let go () = Clock.now (); open_in "x"\n',
  "pure/dune": "(library (name pure))\n",
  "pure/pure.ml": "let cwd = Sys.getcwd ()\nlet seed () = Random.self_init ()\n",
  "pure/uses.ml": 'let () = Pure.seed ()\nlet x = open_in "x"\n',
  "inner/.gitignore": "ignored.ml\n",
};

const pieces = [
  ...Object.values(files).flatMap((text) => text.split(/(?<=[()\s"])/)),
  "(*",
  "\uFEFF",
  "é",
  "\r\n",
];
const path = fc.constantFrom(
  ...Object.keys(files),
  "src/new.ml",
  "inner/dune-project",
  "src/extra/dune",
  "src/t.c",
);

/** What people and programs do to trees; a file that is touched has another time and the same text. */
const edit = fc.oneof(
  fc.record({
    does: fc.constant("write" as const),
    path,
    text: fc.array(fc.constantFrom(...pieces)).map((all) => all.join("")),
  }),
  fc.record({ does: fc.constant("insert" as const), path, at: fc.nat(80), text: fc.constantFrom(...pieces) }),
  fc.record({ does: fc.constant("remove" as const), path }),
  fc.record({ does: fc.constant("rename" as const), path, to: path }),
  fc.record({ does: fc.constant("touch" as const), path }),
  fc.record({ does: fc.constant("undo" as const), path }),
);

type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function apply(root: string, change: Edit): void {
  const full = join(root, change.path);
  mkdirSync(dirname(full), { recursive: true });
  const isThere = readdirSync(dirname(full)).some((name) => full.endsWith(`/${name}`));
  switch (change.does) {
    case "write":
      writeFileSync(full, change.text);
      break;
    case "undo":
      writeFileSync(full, files[change.path] ?? "");
      break;
    case "insert": {
      const text = isThere ? readFileSync(full, "utf8") : "";
      writeFileSync(full, text.slice(0, change.at) + change.text + text.slice(change.at));
      break;
    }
    case "remove":
      rmSync(full, { force: true });
      break;
    case "rename":
      mkdirSync(dirname(join(root, change.to)), { recursive: true });
      if (isThere) renameSync(full, join(root, change.to));
      break;
    case "touch":
      if (isThere) utimesSync(full, new Date(0), new Date(0));
      break;
  }
}

const options = {
  target: loadTarget(defaultTarget),
  scope: { all: false, strict: false, packages: new Set<string>() },
};
const rendered = (run: Run): readonly string[] =>
  formats.map((format) => render(run, format, { colour: true }));

const reportOf = async (root: string, cache?: Cache): Promise<readonly string[]> =>
  rendered(await check(directoryVfs(root), cache === undefined ? options : { ...options, cache }));

const cacheIn = (directory: string, build = "this"): Cache =>
  cacheOf(entriesIn({ directory, mostBytes: 100_000_000 }), build);

/** Counts what is found in it. */
function watched(cache: Cache): Cache & { readonly found: string[] } {
  const found: string[] = [];
  return {
    ...cache,
    found,
    get(key) {
      const value = cache.get(key);
      if (value !== undefined) found.push(key.split(" ")[0] ?? "");
      return value;
    },
  };
}

describe("a cache", () => {
  it("gives a second run what the first found, and another build nothing", async () => {
    const root = temporaryTree(files);
    const directory = temporaryTree({});
    const expected = await reportOf(root);
    expect(await reportOf(root, cacheIn(directory))).toEqual(expected);
    const second = watched(cacheIn(directory));
    expect(await reportOf(root, second)).toEqual(expected);
    expect(second.found).toEqual(["run"]);
    const foreign = watched(cacheIn(directory, "another"));
    expect(await reportOf(root, foreign)).toEqual(expected);
    expect(foreign.found).toEqual([]);
  });

  it("gives a run after an edit the facts of what was not edited", async () => {
    const root = temporaryTree(files);
    const directory = temporaryTree({});
    await reportOf(root, cacheIn(directory));
    writeFileSync(join(root, "inner/inner.ml"), "let () = Unix.sleep 2\n");
    const second = watched(cacheIn(directory));
    expect(await reportOf(root, second)).toEqual(await reportOf(root));
    expect(second.found).toEqual(["run", "facts"]);
  });

  it("changes no byte of any report, whatever is edited, added, removed, renamed or touched", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        async (rounds) => {
          const root = temporaryTree(files);
          const directory = temporaryTree({});
          for (const round of [[], ...rounds]) {
            for (const change of round) apply(root, change);
            const expected = await reportOf(root);
            expect(await reportOf(root, cacheIn(directory))).toEqual(expected);
            expect(await reportOf(root, cacheIn(directory))).toEqual(expected);
          }
          rmSync(root, { recursive: true });
          rmSync(directory, { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it("changes nothing when its files are cut, mutated or another's", async () => {
    const root = temporaryTree(files);
    const directory = temporaryTree({});
    const expected = await reportOf(root, cacheIn(directory));
    const entries = readdirSync(directory).filter((name) => name.endsWith(".entry"));
    expect(entries).toHaveLength(2);
    const stored = new Map(entries.map((name) => [name, readFileSync(join(directory, name))]));
    const damage = fc.record({
      where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      how: fc.constantFrom("cut", "mutated", "another's", "whole"),
    });
    await fc.assert(
      fc.asyncProperty(damage, damage, async (...damages) => {
        for (const [number, { where, how }] of damages.entries()) {
          const name = entries[number] ?? "";
          const content = Buffer.from(stored.get(name) ?? "");
          const at = Math.floor(where * content.length);
          if (how === "mutated") content.writeUInt8(content.readUInt8(at) ^ 1, at);
          const another = stored.get(entries[1 - number] ?? "") ?? content;
          const written = how === "cut" ? content.subarray(0, at) : how === "another's" ? another : content;
          writeFileSync(join(directory, name), written);
        }
        expect(await reportOf(root, cacheIn(directory))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it("holds apart what other options come to", async () => {
    const root = temporaryTree(files);
    const directory = temporaryTree({});
    const wants = [
      options,
      { ...options, scope: { ...options.scope, all: true } },
      { ...options, scope: { ...options.scope, packages: new Set(["mirage-p"]) } },
      { ...options, target: loadTarget("solo5-0.8") },
      { ...options, publishing: true },
    ];
    for (const want of [...wants, ...wants.toReversed()])
      expect(rendered(await check(directoryVfs(root), { ...want, cache: cacheIn(directory) }))).toEqual(
        rendered(await check(directoryVfs(root), want)),
      );
  });
});
