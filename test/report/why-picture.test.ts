import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layeredLayout } from "../../src/report/layered-layout.ts";
import { plain } from "../../src/report/style.ts";
import { quoted, renderWhyDot } from "../../src/report/why-dot.ts";
import { renderWhyPretty } from "../../src/report/why-pretty.ts";
import { renderWhySvg } from "../../src/report/why-svg.ts";
import type { Answer } from "../../src/why/answer.ts";
import type { Arrow, GraphNode } from "../../src/why/graph.ts";
import type { Place } from "../../src/workspace/sources.ts";

const locate = ({ file }: Place) => ({ file, line: 3, column: 1, endLine: 3, endColumn: 2 });
const place = (file: string): Place => ({ file, span: { start: 0, end: 1 } });

/** The answer in which the first name reaches the last, by way of those between. */
function answerThrough(names: readonly string[], file = "src/dune"): Answer {
  const [start, ...rest] = names.map(
    (name, at): GraphNode => ({ key: `${at} ${name}`, name, kind: "library", at: place(file) }),
  );
  if (start === undefined) throw new Error("no names");
  const arrows = rest.map((to): Arrow => ({ to, via: "libraries", at: place(file) }));
  return {
    question: { name: names.at(-1) ?? "", kind: "library", from: undefined, mostPaths: 1 },
    target: { kind: "library", described: "a library" },
    starts: [{ paths: [{ start, arrows }], otherPaths: 0, sameWay: [] }],
    startKind: "target",
    onlyForDevelopment: false,
  };
}

/** What Graphviz makes of a quoted label: its lexer first, then the escapes and entities of labels. */
function readLabel(text: string): string {
  const lexed = text.slice(1, -1).replaceAll('\\"', '"');
  return lexed
    .replace(/\\(.)/gs, (_, letter: string) => (letter === "n" ? "\n" : letter))
    .replaceAll("&amp;", "&");
}

const anyName = fc.string({ unit: "binary", minLength: 1, maxLength: 80 });

describe("a graph for Graphviz", () => {
  it("has every label as it was, and no label ends before its end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (label) => {
        const text = quoted(label);
        expect(text).toMatch(/^"(?:[^"\\]|\\[\s\S])*"$/);
        expect(readLabel(text)).toBe(label);
      }),
    );
  });

  it("has a line for every node and arrow, whatever their names", () => {
    fc.assert(
      fc.property(anyName, anyName, (name, file) => {
        const lines = renderWhyDot(answerThrough([name, "b", name], file), locate)
          .trimEnd()
          .split("\n");
        expect(lines.filter((line) => /^ {2}n\d+ \[label="(?:[^"\\]|\\.)*", /.test(line))).toHaveLength(3);
        expect(
          lines.filter((line) => /^ {2}n\d+ -> n\d+ \[label="(?:[^"\\]|\\.)*"\];$/.test(line)),
        ).toHaveLength(2);
        expect(lines).toHaveLength(10);
      }),
    );
  });
});

describe("a picture", () => {
  it("is well-formed whatever the names, with nothing in it that acts", () => {
    fc.assert(
      fc.property(anyName, anyName, (name, file) => {
        const svg = renderWhySvg(answerThrough([name, "b<&", name], file), locate);
        const texts = svg.replaceAll(/<[^<>]*>/g, "");
        expect(texts).not.toMatch(/[<>]/);
        expect(texts.replaceAll(/&(?:amp|lt|gt|quot);/g, "")).not.toContain("&");
        expect(svg.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\ufffe\uffff]/u);
        expect(svg).not.toMatch(/<(?:script|image|a|foreignObject)\b|href|url\((?!#head\))/);
        expect(svg.match(/<rect /g)).toHaveLength(3);
      }),
    );
  });

  it("grows no wider with long names, and has the whole name as a tooltip", () => {
    const long = "x".repeat(5000);
    const svg = renderWhySvg(answerThrough([long, "unix"]), locate);
    expect(Number(/width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(1000);
    expect(svg).toContain(`<title>${long}</title>`);
  });
});

describe("the layout", () => {
  const size = 8;
  const joins = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 });

  it("lets no two boxes overlap, keeps all inside, and is the same each time", () => {
    fc.assert(
      fc.property(joins, fc.array(fc.nat(300), { minLength: size, maxLength: size }), (pairs, sizes) => {
        const boxes = sizes.map((across, at) => ({ across, along: 20 + at }));
        const drawn = pairs.flatMap(([from, to]) => {
          const [first, last] = [boxes[from], boxes[to]];
          return first === undefined || last === undefined || from === to ? [] : [{ from: first, to: last }];
        });
        const layout = layeredLayout(boxes, drawn);
        expect(layeredLayout(boxes, drawn)).toEqual(layout);
        const placed = boxes.map((box) => ({
          box,
          corner: layout.corners.get(box) ?? { along: -1, across: -1 },
        }));
        for (const { box, corner } of placed) {
          expect(corner.along).toBeGreaterThanOrEqual(0);
          expect(corner.across).toBeGreaterThanOrEqual(-0.001);
          expect(corner.along + box.along).toBeLessThanOrEqual(layout.along + 0.001);
          expect(corner.across + box.across).toBeLessThanOrEqual(layout.across + 0.001);
          for (const other of placed) {
            if (other.box === box || other.corner.along !== corner.along) continue;
            const apart =
              other.corner.across >= corner.across + box.across - 0.001 ||
              corner.across >= other.corner.across + other.box.across - 0.001;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it("puts what is needed into a later layer", () => {
    const [a, b, c] = [
      { along: 10, across: 10 },
      { along: 10, across: 20 },
      { along: 10, across: 30 },
    ];
    const { corners, bends } = layeredLayout(
      [a, b, c],
      [
        { from: a, to: b },
        { from: b, to: c },
        { from: a, to: c },
      ],
    );
    const layers = [a, b, c].map((box) => corners.get(box)?.along ?? -1);
    expect(layers).toEqual([0, 46, 92]);
    expect([...bends.values()].map(({ length }) => length)).toEqual([0, 0, 2]);
  });
});

describe("the answer at a terminal", () => {
  it("has no control character in it, whatever the names", () => {
    fc.assert(
      fc.property(anyName, anyName, (name, file) => {
        const text = renderWhyPretty(answerThrough([name, name, "c"], file), [], locate, plain);
        expect(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u.exec(text.replaceAll("\n", ""))).toBeNull();
        expect(text.split("\n")).toHaveLength(6);
      }),
    );
  });
});
