import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkOrderOf } from "../../src/boot/link-order.ts";
import { memoryVfs } from "../../src/files/vfs.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { readWorkspace } from "../../src/workspace/read-workspace.ts";

const target = loadTarget(defaultTarget);
const scope = { all: false, strict: false, packages: new Set<string>() };

/** The names of what `start` links, in order; libraries are written `a: b c`. */
async function orderOf(lines: readonly string[], start: string): Promise<readonly string[]> {
  const dune = lines.map((line) => {
    const [name, libraries = ""] = line.split(":");
    return `(library (name ${name}) (libraries${libraries}))`;
  });
  const vfs = memoryVfs({ "dune-project": "(lang dune 3.0)", dune: dune.join("\n") });
  const workspace = await readWorkspace(vfs, { target, scope });
  const starts = workspace.components.filter(({ name }) => name === start);
  return linkOrderOf(starts, workspace.resolver.edgesOf).map((part) =>
    part.kind === "component" ? part.component.name : `(${part.name})`,
  );
}

describe("the order in which libraries are linked", () => {
  it("puts what a library needs before it, in the order of its libraries field, each once", async () => {
    expect(await orderOf(["a: b c", "b: d", "c: d e", "d:", "e:", "f: a"], "a")).toEqual([
      ...["d", "b", "e", "c", "a"],
    ]);
  });

  it("names what is not in the tree where it comes", async () => {
    expect(await orderOf(["a: b nobody-knows-it", "b:"], "a")).toEqual(["b", "(nobody-knows-it)", "a"]);
  });

  it("ends where libraries need one another", async () => {
    expect(await orderOf(["a: b", "b: a"], "a")).toEqual(["b", "a"]);
  });

  it("has every dependency before what needs it", async () => {
    const graph = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(graph, async (needs) => {
        const below = (at: number): readonly number[] => [
          ...new Set((needs[at] ?? []).filter((other) => other < at)),
        ];
        const lines = needs.map(
          (_, at) =>
            `l${at}:${below(at)
              .map((other) => ` l${other}`)
              .join("")}`,
        );
        const order = await orderOf(lines, "l11");
        expect(new Set(order).size).toBe(order.length);
        expect(order.at(-1)).toBe("l11");
        for (const name of order)
          for (const other of below(Number(name.slice(1)))) {
            expect(order).toContain(`l${other}`);
            expect(order.indexOf(`l${other}`)).toBeLessThan(order.indexOf(name));
          }
      }),
      { numRuns: 40 },
    );
  });
});
