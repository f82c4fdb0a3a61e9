import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PathStep } from "../../src/lint/diagnostic.ts";
import { mermaidPath } from "../../src/report/mermaid.ts";
import { hostileFile, hostileMessage, place } from "./sample-run.ts";

const step = (name: string, file?: string): PathStep => ({
  name,
  kind: "library",
  ...(file === undefined ? {} : { at: place(file, 3, 1, 3, 4) }),
});

describe("a path as a picture", () => {
  it("leads from the root to the culprit, with the place of each step at its arrow", () => {
    expect(mermaidPath([step("net", "src/dune"), step("clock", "lib/dune"), step("unix")])).toEqual([
      "flowchart TD",
      '  n0["net"]',
      '  n1["clock"]',
      '  n2["unix"]',
      '  n0 -->|"lib/dune#58;3"| n1',
      "  n1 --> n2",
      "  style n2 stroke:#cf222e,stroke-width:2px",
    ]);
  });

  it("leaves out the middle of a long one, and the front of long names", () => {
    const lines = mermaidPath(Array.from({ length: 100 }, (_, at) => step(`${"x".repeat(200)}${at}`)));
    expect(lines.filter((line) => line.includes('["'))).toHaveLength(13);
    expect(lines).toContain('  n10["88 more"]');
    expect(lines).toContain(`  n12["#8230;${"x".repeat(57)}99"]`);
  });

  it("keeps every name within its quotes", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        hostileFile,
        hostileMessage,
        '"]; click n0 href "javascript:alert(1)"',
        "end",
        "`**x**`",
      ),
    );
    fc.assert(
      fc.property(text, text, (name, file) => {
        const [head, first, second, arrow, ...rest] = mermaidPath([step("a"), step(name, `f${file}`)]);
        expect(head).toBe("flowchart TD");
        expect(first).toBe('  n0["a"]');
        expect(second).toMatch(/^ {2}n1\["([A-Za-z0-9 _./+-]|#\d+;)*"\]$/);
        expect(arrow).toMatch(/^ {2}n0 -->\|"([A-Za-z0-9 _./+-]|#\d+;)*"\| n1$/);
        expect(rest).toHaveLength(1);
      }),
    );
  });
});
