import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { formats, render } from "../../src/report/formats.ts";
import { expectSoundRun } from "./contract.ts";
import { judge, opamFile, type Tree, verdictsIn } from "./judge.ts";

const tree: Tree = {
  "dune-project": "(lang dune 3.0)\n",
  "mirage-p.opam": opamFile("lwt"),
  "q.opam": opamFile('"mirage-flow" {with-test}'),
  dune: `(vendored_dirs v)\n(rule (action (with-stdout-to gen.ml (run \${ocaml} gen.ml.in))))\n`,
  "lib/dune":
    "(library\n (public_name mirage-p)\n (libraries q inner fmt.tty)\n (foreign_stubs (language c) (names s t)))\n",
  "lib/m.ml": "let now () = Thread.self ()\n",
  "lib/s.c": '#include "h.h"\n#include <sys/socket.h>\n',
  "lib/t.c": '#include "h.h"\n#ifdef UNSURE\n#include <netdb.h>\n#endif\n',
  "lib/h.h": "#include <arpa/inet.h>\n",
  "inner/dune":
    "(library\n (name inner)\n (libraries vendored))\n(library (name inner_unix) (libraries unix))\n",
  "q/dune":
    "(library (public_name q) (optional) (libraries nobody-knows))\n(library (public_name q.x) (libraries q lwt.unix))\n",
  "v/dune-project": "(lang dune 3.0)\n",
  "v/dune": "(library (public_name vendored) (libraries unix threads.posix))\n",
  "bad/dune": "(library (name bad)\n",
};

const rendered = (run: Run): readonly string[] =>
  formats.map((format) => render(run, format, { colour: true }));

describe("the report", () => {
  it("is sound, and the same however often one asks", async () => {
    const run = await judge(tree);
    expectSoundRun(run, Object.keys(tree));
    expect(run.diagnostics.length).toBeGreaterThan(8);
    expect(rendered(await judge(tree))).toEqual(rendered(run));
  });

  it("is the same in whatever order the files are given", async () => {
    const expected = rendered(await judge(tree));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(Object.entries(tree), { minLength: Object.keys(tree).length }),
        async (files) => {
          expect(rendered(await judge(Object.fromEntries(files)))).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  it("has its findings in the order of files and lines", async () => {
    const { diagnostics } = await judge(tree);
    const places = diagnostics.map(({ at }) => `${at.file}\0${String(at.line).padStart(6, "0")}`);
    expect(places).toEqual(places.toSorted());
  });
});

describe("the id of a finding", () => {
  const idsIn = (run: Run): readonly string[] => run.diagnostics.map(({ id }) => id).toSorted();

  it("stays when lines move", async () => {
    const moved = Object.fromEntries(
      Object.entries(tree).map(([file, text]) => {
        if (file.endsWith(".opam")) return [file, `\n# a line more\n\n${text}`];
        if (file.endsWith(".ml")) return [file, `(* a line more *)\n\n${text}`];
        return /\.[ch]$/.test(file)
          ? [file, `\n/* a line more */\n${text}`]
          : [file, `\n; a line more\n\n${text}`];
      }),
    );
    const [before, after] = [await judge(tree), await judge(moved)];
    expect(idsIn(after)).toEqual(idsIn(before));
    expect(after.diagnostics.every(({ at }) => at.line > 2 || at.file.startsWith("bad/"))).toBe(true);
  });

  it("stays when other files come and go", async () => {
    const { "bad/dune": _, ...without } = tree;
    const ids = idsIn(await judge({ ...without, "other/dune": "(library (name other) (libraries unix))" }));
    const kept = idsIn(await judge(tree)).filter((id) => !id.includes("bad/dune"));
    expect(ids).toEqual(expect.arrayContaining([...kept]));
  });

  it("is unique where one stanza has the same trouble several times", async () => {
    const run = await judge({
      dune: `(library (name a) (libraries unix) (foreign_stubs (language c) (names s)) (link_flags (-lz -lz)))
        (library (name a) (libraries unix) (foreign_stubs (language c) (names s)) (c_library_flags -lz))
        (rule (write-file a \${ocaml})) (rule (copy \${ocaml} \${ocaml}))`,
      "s.c": "#include <netdb.h>\n#include <netdb.h>\n",
    });
    expectSoundRun(run, ["dune", "s.c"]);
  });
});

describe("a tree that was cut and pasted at random", () => {
  const files = Object.keys(tree);
  const pieces = Object.values(tree).flatMap((text) => text.split(/(?<=[()\s"])/));
  const edit = fc.record({
    file: fc.constantFrom(...files),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(30),
    insert: fc.array(fc.constantFrom(...pieces, "\0", "\uD800", "é", "\r\n", "\\", "%{", "#if\n", "(*"), {
      maxLength: 4,
    }),
  });

  it("is judged without an exception, and its report is sound", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), fc.boolean(), async (edits, all) => {
        const mutated: Record<string, string> = { ...tree };
        for (const { file, at, remove, insert } of edits) {
          const text = mutated[file] ?? "";
          const from = Math.floor(at * text.length);
          mutated[file] = text.slice(0, from) + insert.join("") + text.slice(from + remove);
        }
        expectSoundRun(await judge(mutated, { all }), Object.keys(mutated));
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  it("has the same verdicts with --strict", async () => {
    await fc.assert(
      fc.asyncProperty(edit, async ({ file, at, remove, insert }) => {
        const text = tree[file] ?? "";
        const from = Math.floor(at * text.length);
        const mutated = {
          ...tree,
          [file]: text.slice(0, from) + insert.join("") + text.slice(from + remove),
        };
        expect(verdictsIn(await judge(mutated, { strict: true }))).toEqual(verdictsIn(await judge(mutated)));
      }),
      { numRuns: 50 },
    );
  }, 30_000);
});
