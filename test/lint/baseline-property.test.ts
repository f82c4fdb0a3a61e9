import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Baseline, readBaseline } from "../../src/lint/baseline.ts";
import { type Diagnostic, severities } from "../../src/lint/diagnostic.ts";
import { comparedWithKnown, inOrder, knownFindings, withoutKnown } from "../../src/lint/known-findings.ts";
import type { Run } from "../../src/lint/run.ts";
import { baselineText } from "../../src/report/baseline-text.ts";
import { expectHarmless } from "../check/contract.ts";
import { finding, place, sampleRun } from "../report/sample-run.ts";

/** A finding in one of five functions of one of four files. */
interface Drawn {
  readonly file: number;
  readonly function: number;
  readonly symbol: string;
  readonly rule: string;
  readonly severity: Diagnostic["severity"];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  file: fc.nat(3),
  function: fc.nat(4),
  symbol: fc.constantFrom("getenv", "getpid", "fopen", 'a "b"\n\u2028', "in"),
  rule: fc.constantFrom("libc/failing-function", "libc/aborting-function"),
  severity: fc.constantFrom(...severities),
});

const slotOf = ({ file, function: at, symbol, rule }: Drawn): string =>
  JSON.stringify([file, at, symbol, rule]);

const set = fc.uniqueArray(drawn, { selector: slotOf, maxLength: 30 });

/** Functions in some order, each on a line of its own, after some lines of nothing. */
function runOf(found: readonly Drawn[], order: readonly number[] = [0, 1, 2, 3, 4], blank = 0): Run {
  const lines = [...Array<string>(blank).fill(""), ...order.map((at) => `int f${at}(void) { return 0; }`)];
  const diagnostics = found.map(({ file, function: at, symbol, rule, severity }) => {
    const line = blank + order.indexOf(at) + 1;
    const id = `${rule}:${file}:${at}:${symbol}`;
    return finding({
      id,
      rule,
      symbol,
      severity,
      library: "net",
      at: place(`src/s${file}.c`, line, 20, line, 26),
    });
  });
  return {
    ...sampleRun(diagnostics),
    linesOf: ({ file, line, endLine }) =>
      /^src\/s\d\.c$/.test(file) ? lines.slice(line - 1, endLine) : undefined,
  };
}

const judging = { target: "solo5-1.3", all: false, strict: false, packages: [], root: "" };

const written = (found: readonly Drawn[]): string =>
  baselineText({ judging, findings: knownFindings(runOf(found)) });

function baselineIn(text: string): Baseline {
  const read = readBaseline(text);
  if (read.kind === "unfit") throw new Error(`line ${read.line}: ${read.why}`);
  return read.baseline;
}

const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });

describe("a baseline", () => {
  it("that is written leaves nothing, wherever the functions have moved", () => {
    fc.assert(
      fc.property(set, order, fc.nat(50), (found, functions, blank) => {
        const { findings } = baselineIn(written(found));
        const run = runOf(found, functions, blank);
        const comparison = comparedWithKnown(findings, run);
        expect(comparison).toMatchObject({ news: [], gone: [], still: findings });
        expect(withoutKnown(run, comparison, "baseline").summary).toMatchObject({
          errors: 0,
          warnings: 0,
          notes: 0,
        });
      }),
    );
  });

  it("says the same with its lines in any order, twice, or with other line ends", () => {
    fc.assert(
      fc.property(
        set,
        fc.infiniteStream(fc.nat()),
        fc.constantFrom("\n", "\r\n", "\n\n"),
        (found, random, end) => {
          const [head = "", ...lines] = written(found).trimEnd().split("\n");
          const twice = [...lines, ...lines.slice(0, 3)];
          const shuffled = twice
            .map((line) => ({ line, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ line }) => line);
          expect(baselineIn([head, ...shuffled].join(end))).toEqual(baselineIn(written(found)));
        },
      ),
    );
  });

  it("does not excuse one finding for another", () => {
    fc.assert(
      fc.property(set, drawn, fc.nat(), (found, other, index) => {
        fc.pre(found.length > 0 && !found.map(slotOf).includes(slotOf(other)));
        const at = index % found.length;
        const run = runOf(found.with(at, other));
        const { news, gone } = comparedWithKnown(baselineIn(written(found)).findings, run);
        expect(news).toEqual([run.diagnostics[at]]);
        expect(gone).toHaveLength(1);
      }),
    );
  });

  it("never grows by what is found", () => {
    fc.assert(
      fc.property(set, set, (before, now) => {
        const { findings } = baselineIn(written(before));
        const { still, gone } = comparedWithKnown(findings, runOf(now));
        expect(still.length + gone.length).toBe(findings.length);
        for (const { identity } of still)
          expect(findings.map((one) => one.identity)).toContainEqual(identity);
      }),
    );
  });

  it("is read as it was written, whatever the names", () => {
    const text = fc.string({ unit: "binary" });
    const known = fc.record({
      identity: fc.record({
        file: fc.string({ minLength: 1 }),
        rule: fc.string({ minLength: 1 }),
        ...{ library: text, package: text, symbol: text, within: text },
      }),
      severity: fc.constantFrom(...severities),
    });
    const options = fc.record({
      target: text,
      all: fc.boolean(),
      strict: fc.boolean(),
      packages: fc.array(text).map((names) => [...names].sort()),
      root: text,
    });
    fc.assert(
      fc.property(fc.array(known), options, (findings, asked) => {
        const baseline = { judging: asked, findings: inOrder(findings) };
        const lines = baselineText(baseline);
        expectHarmless(lines);
        expect(baselineIn(lines)).toEqual(baseline);
      }),
    );
  });

  it("that is damaged is read as what it says, or refused at a line of it", () => {
    const damage = fc.record({
      at: fc.nat(),
      length: fc.nat(40),
      by: fc.oneof(
        fc.string(),
        fc.constantFrom(
          '"',
          "{",
          "}",
          "[",
          "\n",
          "\\",
          "null",
          "<<<<<<< HEAD\n",
          "1e999",
          "\uFEFF",
          '{"__proto__":1}',
        ),
      ),
    });
    fc.assert(
      fc.property(set, fc.array(damage, { minLength: 1, maxLength: 4 }), (found, damages) => {
        let text = written(found);
        for (const { at, length, by } of damages) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + by + text.slice(start + length);
        }
        const read = readBaseline(text);
        if (read.kind === "unfit") {
          expect(read.line).toBeGreaterThanOrEqual(1);
          expect(read.line).toBeLessThanOrEqual(text.split("\n").length);
          expect(read.why).not.toBe("");
        } else expect(baselineIn(baselineText(read.baseline))).toEqual(read.baseline);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a file that is no baseline", () => {
  it.each([
    ["", 1, "no baseline"],
    ["{}", 1, "no baseline"],
    ["[1]", 1, "no baseline"],
    ['{"version": 1, "diagnostics": []}', 1, "no baseline"],
    ['{"mirage-lint-baseline":2,"target":"x"}', 1, "a baseline of version 2, where 1 is known"],
    ['{"mirage-lint-baseline":1}', 1, "target or root is no text"],
    ['{"mirage-lint-baseline":1,"target":"x","packages":[1]}', 1, "packages no list of names"],
    ['{"mirage-lint-baseline":1,"target":"x","colour":1}', 1, 'no field "colour"'],
    ['{"mirage-lint-baseline":1,"target":"x"}\n\n<<<<<<< HEAD', 3, "merge"],
    ['{"mirage-lint-baseline":1,"target":"x"}\nnonsense', 2, "not an object in JSON"],
    ['{"mirage-lint-baseline":1,"target":"x"}\n{"file":1}', 2, "file is no text"],
    ['{"mirage-lint-baseline":1,"target":"x"}\n{"file":"a","severity":"error"}', 2, "no rule"],
    ['{"mirage-lint-baseline":1,"target":"x"}\n{"file":"a","rule":"b","severity":"bad"}', 2, "severity"],
    ['{"mirage-lint-baseline":1,"target":"x"}\n{"file":"a","rule":"b","line":3}', 2, 'no field "line"'],
  ])("is refused with what is wrong: %s", (text, line, why) => {
    expect(readBaseline(text)).toMatchObject({ kind: "unfit", line, why: expect.stringContaining(why) });
  });
});
