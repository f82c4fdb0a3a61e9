import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges, type Edit } from "../../src/edits/edit.ts";

const edit = (start: number, end: number, text: string, file = "dune"): Edit => ({
  file,
  span: { start, end },
  text,
});

const applied = (text: string, ...changes: readonly (readonly Edit[])[]) =>
  applyChanges(
    (file) => (file === "dune" ? text : undefined),
    changes.map((edits) => ({ edits })),
  );

describe("changes", () => {
  it("are all made where they stand apart, whatever their order", () => {
    const { texts, deferred } = applied("(a b c)", [edit(5, 6, "z")], [edit(1, 2, "xyz")]);
    expect(texts.get("dune")).toBe("(xyz b z)");
    expect(deferred).toEqual([]);
  });

  it("wait where they overlap or touch an earlier one", () => {
    const {
      texts,
      applied: made,
      deferred,
    } = applied("(a b c)", [edit(2, 4, "")], [edit(4, 6, "")], [edit(3, 3, "x")]);
    expect(texts.get("dune")).toBe("(a c)");
    expect([made.length, deferred.length]).toEqual([1, 2]);
  });

  it("are made whole or not at all", () => {
    const { texts, deferred } = applied("(a b c)", [edit(1, 2, "x")], [edit(5, 6, "z"), edit(1, 2, "y")]);
    expect(texts.get("dune")).toBe("(x b c)");
    expect(deferred).toHaveLength(1);
    expect(applied("(a)", [edit(0, 1, "["), edit(1, 2, "b")]).texts.size).toBe(0);
  });

  it("that have an edit in common make it once", () => {
    const { texts, applied: made } = applied(
      "(a b)",
      [edit(1, 1, "x ")],
      [edit(1, 1, "x "), edit(3, 4, "y")],
    );
    expect(texts.get("dune")).toBe("(x a y)");
    expect(made).toHaveLength(2);
  });

  it("of a file that is not there, or beyond its end, are left out", () => {
    expect(applied("(a)", [edit(0, 0, "x", "other")], [edit(2, 9, "x")]).deferred).toHaveLength(2);
  });

  it("bring the line ends that the file has", () => {
    expect(applied("(a\r\n b)\r\n", [edit(2, 2, "\n x")]).texts.get("dune")).toBe("(a\r\n x\r\n b)\r\n");
  });

  it("leave all other text as it is", () => {
    const part = fc.record({ kept: fc.string({ minLength: 1 }), old: fc.string(), now: fc.string() });
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        let at = 0;
        const edits = parts.map(({ kept, old, now }) => {
          const start = at + kept.length;
          at = start + old.length;
          return [edit(start, at, now)];
        });
        const text = parts.map(({ kept, old }) => kept + old).join("");
        fc.pre(!text.includes("\r"));
        const { texts, deferred } = applied(text, ...edits.reverse());
        expect(deferred).toEqual([]);
        expect(texts.get("dune") ?? text).toBe(parts.map(({ kept, now }) => kept + now).join(""));
      }),
    );
  });
});
