import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const slip = {
  "dune-project": "(lang dune 3.0)\n(package (name mirage-p))\n",
  "lib/dune":
    "(library\n (public_name mirage-p)\n (libraries clock))\n(library\n (name clock)\n (libraries unix))\n",
};

describe("--summary", () => {
  it("adds the Markdown report to what stands in the file", () => {
    const summary = join(temporaryTree({ summary: "before\n" }), "summary");
    const { code, out } = mirageLint([temporaryTree(slip), "-f", "github", "--summary", summary]);
    expect(code).toBe(1);
    expect(out).toMatch(/^::error file=lib\/dune,/);
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n## mirage-lint\n/);
  });

  it("keeps all of the file within what GitHub takes, and adds nothing where there is no room", () => {
    const stanzas = Array.from({ length: 1500 }, (_, at) => `(library (name l${at}) (libraries unix))\n`);
    const root = temporaryTree({ "dune-project": "(lang dune 3.0)\n", dune: stanzas.join("") });
    const directory = temporaryTree({});
    for (const before of [600_000, 995_000]) {
      const summary = join(directory, `${before}`);
      writeFileSync(summary, "x".repeat(before));
      expect(mirageLint([root, "--all", "--summary", summary]).code).toBe(1);
      const after = readFileSync(summary, "utf8");
      expect(Buffer.byteLength(after)).toBeLessThanOrEqual(1_000_000);
      expect(after.length > before).toBe(before < 990_000);
    }
  });

  it("that cannot be written is wrong use", () => {
    const { code, err } = mirageLint([temporaryTree(slip), "--summary", "/no/such/directory/summary"]);
    expect(code).toBe(2);
    expect(err).toContain("/no/such/directory/summary");
  });
});

describe("--link-base and --path-prefix", () => {
  it("lead every place to where the tree stands in its repository", () => {
    const root = temporaryTree(slip);
    const words = ["--path-prefix", "net/", "--link-base", "https://github.com/o/r/blob/abc"];
    const { out } = mirageLint([root, "-f", "markdown", ...words]);
    expect(out).toContain("at [`net/lib/dune:3`](https://github.com/o/r/blob/abc/net/lib/dune#L3)");
    expect(out).toContain("```dune\n (libraries clock))\n```");
    const json = JSON.parse(mirageLint([root, "-f", "json", ...words]).out);
    const plain = JSON.parse(mirageLint([root, "-f", "json"]).out);
    expect(json.diagnostics[0].file).toBe("net/lib/dune");
    expect(json.diagnostics[0].path[1].file).toBe("net/lib/dune");
    expect(json.libraries.map(({ dune }: { readonly dune: string }) => dune)).toEqual([
      "net/lib/dune",
      "net/lib/dune",
    ]);
    expect(json.diagnostics[0].id).toBe(plain.diagnostics[0].id);
  });
});
