import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryVfs, type Vfs } from "../../src/files/vfs.ts";
import { type FixedTree, fixTree } from "../../src/fix/fix-tree.ts";
import type { Diagnostic, PlacedFix } from "../../src/lint/diagnostic.ts";
import type { Run } from "../../src/lint/run.ts";
import { finding, place, sampleRun } from "../report/sample-run.ts";

/** What is found wherever a word stands, and what fixes it. */
interface Word extends Pick<Diagnostic, "severity"> {
  readonly rule: string;
  readonly becomes?: string;
  readonly safety?: PlacedFix["safety"];
}

/** Judges texts by the words that stand in them. */
function judgeOf(words: Readonly<Record<string, Word>>) {
  return (vfs: Vfs): Promise<Run> => {
    const counts = new Map<string, number>();
    const diagnostics = vfs.files.flatMap((file) => {
      const read = vfs.read(file);
      const text = read.kind === "text" ? read.text : "";
      return [...text.matchAll(/\w+/g)].flatMap(({ 0: written, index }): readonly Diagnostic[] => {
        const word = Object.hasOwn(words, written) ? words[written] : undefined;
        if (word === undefined) return [];
        const stem = `${word.rule}:${file}::${written}`;
        const count = (counts.get(stem) ?? 0) + 1;
        counts.set(stem, count);
        const { severity, rule, becomes, safety = "safe" } = word;
        const at = place(file, 1, index + 1, 1, index + 1 + written.length);
        const span = { start: index, end: index + written.length };
        const edits = [{ file, at, span, text: becomes ?? "" }];
        const fix = becomes === undefined ? {} : { fix: { safety, title: `write ${becomes}`, edits } };
        return [finding({ id: count === 1 ? stem : `${stem}:${count}`, rule, severity, at, ...fix })];
      });
    });
    const storedText = (file: string): string | undefined => {
      const read = vfs.read(file);
      return read.kind === "text" ? read.text : undefined;
    };
    return Promise.resolve({ ...sampleRun(diagnostics), storedText });
  };
}

async function fixed(
  files: Readonly<Record<string, string>>,
  words: Readonly<Record<string, Word>>,
  asked: { readonly safety?: "safe" | "unsafe"; readonly locked?: string } = {},
): Promise<FixedTree> {
  const vfs = memoryVfs(files);
  const judge = judgeOf(words);
  return fixTree({
    vfs,
    run: await judge(vfs),
    judge,
    safety: asked.safety ?? "safe",
    whyUnwritable: (file) => (file === asked.locked ? `${file} cannot be written` : undefined),
  });
}

const old: Word = { rule: "dune/old", severity: "warning", becomes: "new" };

describe("a tree", () => {
  it("has all that can be fixed at once fixed at once, and what then can be, after it", async () => {
    const words = {
      a: { ...old, becomes: "b" },
      b: { ...old, severity: "note" as const, becomes: "c" },
    };
    const { texts, made, run } = await fixed({ x: "a b a", y: "a" }, words);
    expect(Object.fromEntries(texts)).toEqual({ x: "c c c", y: "c" });
    expect(made).toHaveLength(7);
    expect(run.diagnostics).toEqual([]);
  });

  it("keeps what is only safe when somebody reads it, unless that is asked for", async () => {
    const words = { a: { ...old, safety: "unsafe" as const }, b: old };
    expect((await fixed({ x: "a b" }, words)).texts.get("x")).toBe("a new");
    expect((await fixed({ x: "a b" }, words, { safety: "unsafe" })).texts.get("x")).toBe("new new");
  });

  it("has a fix taken back that brings something as grave, and the others are made", async () => {
    const words = {
      good: old,
      bad: { ...old, becomes: "worse" },
      worse: { rule: "libc/worse", severity: "warning" as const },
      milder: { ...old, becomes: "mild" },
      mild: { rule: "libc/mild", severity: "note" as const },
    };
    const { texts, refused } = await fixed({ x: "good bad good milder bad" }, words);
    expect(texts.get("x")).toBe("new bad new mild bad");
    expect(refused.map(({ finding, why }) => [finding.at.column, why.slice(0, 39)])).toEqual([
      [6, "it would bring warning[libc/worse] in x"],
      [22, "it would bring warning[libc/worse] in x"],
    ]);
  });

  it("has a fix taken back that leaves a file malformed, or the finding where it is", async () => {
    const words = {
      closes: { ...old, becomes: ")" },
      stays: { ...old, becomes: "(stays)" },
      fine: old,
    };
    const { texts, refused } = await fixed({ dune: "(a closes stays fine)" }, words);
    expect(texts.get("dune")).toBe("(a closes stays new)");
    expect(refused.map(({ why }) => why)).toEqual([
      "dune would be malformed: closing parenthesis without an opening one",
      "the finding would stay",
    ]);
  });

  it("is let alone where a file cannot be written", async () => {
    const { texts, refused } = await fixed({ x: "old", y: "old" }, { old }, { locked: "x" });
    expect([...texts.keys()]).toEqual(["y"]);
    expect(refused.map(({ why }) => why)).toEqual(["x cannot be written"]);
  });

  it("that goes round in circles comes to an end", async () => {
    const words = { ping: { ...old, becomes: "pong" }, pong: { ...old, becomes: "ping" } };
    const { made } = await fixed({ x: "ping" }, words);
    expect(made.length).toBeLessThanOrEqual(20);
  });

  it("that is fixed has nothing left to be fixed", async () => {
    const words = {
      a: { ...old, becomes: "b" },
      b: { ...old, becomes: "worse" },
      c: { ...old, becomes: "a b" },
      worse: { rule: "libc/worse", severity: "error" as const },
    };
    const text = fc.array(fc.constantFrom("a", "b", "c", "d", "worse"), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const before = parts.join(" ");
        const once = (await fixed({ x: before }, words)).texts.get("x") ?? before;
        expect((await fixed({ x: once }, words)).texts.get("x") ?? once).toBe(once);
      }),
      { numRuns: 60 },
    );
  });
});
