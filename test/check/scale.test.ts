import { describe, expect, it } from "vitest";
import { judge, libraryIn, type Tree } from "./judge.ts";

const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

async function secondsFor(files: Tree): Promise<number> {
  const start = performance.now();
  await judge(files);
  return (performance.now() - start) / 1000;
}

describe("a tree that is large or deep", () => {
  it("may be a chain of thousands of libraries", async () => {
    const run = await judge({
      dune: many(
        2000,
        (at) => `(library (name l${at}) (modules) (libraries ${at === 1999 ? "str" : `l${at + 1}`}))`,
      ),
    });
    expect(run.libraries).toHaveLength(2000);
    expect(libraryIn(run, "l0").verdict).toBe("portable");
  }, 30_000);

  it("may be a chain that ends in what is missing", async () => {
    const run = await judge({
      dune: many(
        300,
        (at) => `(library (name l${at}) (modules) (libraries ${at === 299 ? "unix" : `l${at + 1}`}))`,
      ),
    });
    const { verdict, reasons } = libraryIn(run, "l0");
    expect(verdict).toBe("not-portable");
    expect(reasons.length).toBeGreaterThan(0);
  });

  it("may be a circle of libraries, which no build would take", async () => {
    const circle = many(500, (at) => `(library (name l${at}) (libraries l${(at + 1) % 500}))`);
    const run = await judge({ "p.opam": "", dune: `(library (public_name p) (libraries l0))\n${circle}` });
    expect(libraryIn(run, "l7").verdict).toBe("portable");
  });

  it("may have all libraries need all others", async () => {
    const names = many(120, (at) => `l${at}`);
    const run = await judge({
      dune: many(120, (at) => `(library (name l${at}) (modules) (libraries ${names} unix))`),
    });
    expect(run.libraries).toHaveLength(120);
  });

  it("may have headers that include each other in circles, or themselves", async () => {
    const run = await judge({
      dune: "(library (name x) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "a.h"\n#include <netdb.h>\n#include "s.c"\n',
      "a.h": '#include "b.h"\n#include "a.h"\n',
      "b.h": '#include "a.h"\n',
    });
    expect(run.diagnostics.map(({ symbol }) => symbol)).toContain("netdb.h");
  });

  it("may have headers that multiply: the run comes to an end", async () => {
    const seconds = await secondsFor({
      dune: "(library (name x) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "a.h"\n',
      "a.h": many(20, () => '#include "b.h"'),
      "b.h": many(20, () => '#include "a.h"\n#include "b.h"'),
    });
    expect(seconds).toBeLessThan(20);
  }, 30_000);

  it("may nest without end in every language", async () => {
    const deep = 30_000;
    const run = await judge({
      dune: `${"(".repeat(deep)}${")".repeat(deep)}\n(library (name x) (foreign_stubs (language c) (names s)))`,
      "x.opam": `depends: [${"(".repeat(deep)}"a"${")".repeat(deep)}]`,
      "m.ml": `let a = Unix.stat ${"(".repeat(deep)}1${")".repeat(deep)}`,
      "n.ml": "(*".repeat(deep) + "*)".repeat(deep),
      "s.c": `${"#if 1\n".repeat(deep)}#if ${"(".repeat(deep)}1${")".repeat(deep)}\n${"#endif\n".repeat(deep + 1)}`,
    });
    expect(libraryIn(run, "x").role).toBe("target");
  });

  it("may have macros that grow without end", async () => {
    const doubling = many(40, (at) => `#define M${at + 1} M${at} M${at}`);
    const run = await judge({
      dune: "(library (name x) (foreign_stubs (language c) (names s)))",
      "s.c": `#define M0 +1\n${doubling}\n#if M40\n#endif\n#include <netdb.h>\n`,
    });
    expect(run.libraries).toHaveLength(1);
  });

  it("may be one large file of each kind", async () => {
    const large = 400_000;
    const seconds = await secondsFor({
      dune: `(library (name x) (foreign_stubs (language c) (names s)))\n${"; a comment\n".repeat(large / 12)}`,
      "x.opam": `depends: [${'"lwt" {>= "5"}\n'.repeat(large / 15)}]`,
      "m.ml": `let a = Unix.time\n${"let b = a ()\n".repeat(large / 13)}`,
      "s.c": `#include <netdb.h>\n${"#define X 1\n#undef X\nint x(void);\n".repeat(large / 33)}`,
    });
    expect(seconds).toBeLessThan(20);
  }, 30_000);

  it("may have thousands of opam files and packages", async () => {
    const run = await judge({
      "dune-project": `(lang dune 3.0)\n${many(1000, (at) => `(package (name p${at}))`)}`,
      dune: many(1000, (at) => `(library (public_name p${at}) (modules) (libraries p${(at * 7) % 1000}))`),
    });
    expect(run.packages).toHaveLength(1000);
  });
});
