import { describe, expect, it } from "vitest";
import { check, loadTarget, memoryVfs, render } from "../src/index.ts";

describe("the importable API", () => {
  it("judges files that are in memory alone", async () => {
    const tree = memoryVfs({
      "dune-project": "(lang dune 3.0)\n(package (name mirage-kite))\n",
      dune: "(library\n (public_name mirage-kite)\n (libraries unix))\n",
    });
    const scope = { all: false, strict: false, packages: new Set<string>() };
    const run = await check(tree, { target: loadTarget("solo5-1.3"), scope });
    expect(run.diagnostics.map(({ rule, at }) => [rule, at.file, at.line, at.column])).toEqual([
      ["unix/linked-library", "dune", 3, 13],
    ]);
    expect(run.libraries.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["mirage-kite", "not-portable"],
    ]);
    expect(render(run, "ocaml")).toContain('File "dune", line 3, characters 12-16:');
  });
});
