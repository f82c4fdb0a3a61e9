import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryVfs } from "../../src/files/vfs.ts";
import { type Blockers, blockersOf } from "../../src/lint/blockers.ts";
import { judge as judgeWorkspace } from "../../src/lint/judge.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { readWorkspace } from "../../src/workspace/read-workspace.ts";
import { judge, opamFile, type Tree, verdictsIn } from "./judge.ts";

async function blockersIn(files: Tree, all = false): Promise<Blockers> {
  const target = loadTarget(defaultTarget);
  const scope = { all, strict: false, packages: new Set<string>() };
  const vfs = memoryVfs({ "dune-project": "(lang dune 3.0)\n", ...files });
  const workspace = await readWorkspace(vfs, { target, scope });
  return blockersOf(workspace, await judgeWorkspace(workspace, target));
}

/** Libraries `a: b c` in one dune file. */
const dune = (lines: readonly string[]): string =>
  lines
    .map((line) => {
      const [name, libraries] = line.split(":");
      return `(library (name ${name}) (libraries${libraries}))`;
    })
    .join("\n");

const inShort = ({ blockers }: Blockers): readonly string[] =>
  blockers.map(
    ({ name, alone, together }) => `${name}: ${alone.libraries.join(" ")} / ${together.libraries.join(" ")}`,
  );

describe("blockers", () => {
  it("say what each frees alone, and what it is one obstacle of", async () => {
    const found = await blockersIn(
      { dune: dune(["a: b c", "b: unix", "c: threads.posix", "d: b", "e: str"]) },
      true,
    );
    expect(inShort(found)).toEqual(["library b: b d / a b d", "library c: c / a c"]);
    expect(found.waiting.libraries).toEqual(["a", "b", "c", "d"]);
    expect(found.libraries).toBe(5);
    expect(found.blockers[0]).toMatchObject({ companions: ["library c"], more: 0 });
  });

  it("put one that many wait for with another before one that frees a few", async () => {
    const many = Array.from({ length: 9 }, (_, at) => `m${at}: x`);
    const found = await blockersIn(
      { dune: dune([...many, "x: y z", "y: unix", "z: unix", "q: unix", "r: q"]) },
      true,
    );
    expect(found.blockers.map(({ name }) => name)).toEqual(["library y", "library z", "library q"]);
  });

  it("blame who asks for what is meant for Unix, and count no library that is", async () => {
    const found = await blockersIn({ dune: dune(["a: b_unix", "b_unix: unix", "c_unix: a"]) });
    expect(inShort(found)).toEqual(["library a: a / a"]);
  });

  it("look through what only bears such a name", async () => {
    const found = await blockersIn({
      "c.opam": opamFile(),
      dune: `${dune(["a: b_test", "b_test: c"])}(library (public_name c) (libraries unix))`,
    });
    expect(inShort(found)).toEqual(["library c: a c / a c"]);
  });

  it("name a program that a rule links for the target once, whoever needs it", async () => {
    const using = (name: string): string => `(library (name ${name}) (preprocessor_deps ../gen/config.h))\n`;
    const found = await blockersIn({
      "gen/dune":
        "(executable (name discover) (libraries dune-configurator))\n(rule (targets config.h) (deps discover.exe) (action (run %{deps})))\n",
      "a/dune": using("a"),
      "b/dune": using("b"),
    });
    expect(inShort(found)).toEqual(["executable discover: a b / a b"]);
    expect(found.blockers[0]?.help).toContain("(run ./discover.exe)");
    expect(found.blockers[0]?.at.file).toBe("gen/dune");
  });

  it("count packages, by their main library, and those that dune does not build", async () => {
    const found = await blockersIn({
      "p.opam": opamFile(),
      "x.opam": opamFile(),
      "q.opam": 'opam-version: "2.0"\nbuild: ["make"]\n',
      dune: "(library (public_name p) (libraries x))(library (public_name p.more) (libraries unix))(library (public_name x) (libraries unix))",
    });
    expect(found.blockers.map(({ name, alone }) => [name, alone.packages])).toEqual([
      ["library x", ["p", "x"]],
      ["package q", ["q"]],
    ]);
  });

  it("of a portable tree are none", async () => {
    expect((await blockersIn({ dune: dune(["a: b", "b: str"]) })).blockers).toEqual([]);
  });
});

describe("in any graph of libraries", () => {
  const size = 6;
  const pairs = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size)), { maxLength: 12 });

  it("what a blocker frees alone is what becomes portable when it is mended", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (arrows) => {
        const lines = (mended: string | undefined): string =>
          dune(
            Array.from({ length: size }, (_, from) => {
              const needs = arrows
                .filter(([source]) => source === from)
                .map(([, to]) => (to === size ? "unix" : `n${to}`))
                .filter((name) => name !== "unix" || mended !== `n${from}`);
              return `n${from}: ${needs.join(" ")}`;
            }),
          );
        const verdicts = async (mended: string | undefined) =>
          verdictsIn(await judge({ dune: lines(mended) }, { all: true }));
        const before = await verdicts(undefined);
        const { blockers, waiting } = await blockersIn({ dune: lines(undefined) }, true);
        const stuck = Object.keys(before).filter((name) => before[name] === "not-portable");
        expect(waiting.libraries).toEqual(stuck.toSorted());
        for (const { name, alone } of blockers) {
          const after = await verdicts(name.replace("library ", ""));
          expect(alone.libraries).toEqual(stuck.filter((other) => after[other] === "portable").toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });
});
