import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type OpamDocument,
  type OpamItem,
  type OpamValue,
  printOpamFile,
  readOpamFile,
} from "../../src/syntax/opam-file.ts";
import type { Span } from "../../src/syntax/span.ts";

const samples = ["opam-sample.opam", "opam-sample-1.2.opam", "opam-sample.opam.locked"].map((name) =>
  readFileSync(new URL(name, import.meta.url), "utf8"),
);
const nowhere: Span = { start: 0, end: 0 };

/** The same tree with every span nowhere. */
function withoutSpans<T>(tree: T): T {
  return JSON.parse(JSON.stringify(tree, (key, value) => (/span$/i.test(key) ? nowhere : value)));
}

function childrenOf(value: OpamValue): readonly OpamValue[] {
  switch (value.kind) {
    case "string":
    case "ident":
    case "int":
    case "bool":
      return [];
    case "list":
    case "group":
      return value.items;
    case "option":
      return [value.value, ...value.filters];
    case "relation":
    case "logical":
      return [value.left, value.right];
    case "prefix-relation":
      return [value.right];
    case "prefix":
      return [value.operand];
    case "env-update":
      return [value.name, value.right];
  }
}

function withDescendants(value: OpamValue): readonly OpamValue[] {
  return [value, ...childrenOf(value).flatMap(withDescendants)];
}

function fieldsOf(items: readonly OpamItem[]): readonly OpamItem[] {
  return items.flatMap((item) => (item.kind === "field" ? [item] : fieldsOf(item.items)));
}

/** Spans follow one another inside `parent`. */
function expectInOrder(spans: readonly Span[], parent: Span): void {
  let at = parent.start;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThan(start);
    at = end;
  }
  expect(at).toBeLessThanOrEqual(parent.end);
}

function expectSpansToSliceBack(text: string, { items }: OpamDocument): void {
  for (const field of fieldsOf(items)) {
    if (field.kind !== "field") continue;
    expect(text.slice(field.nameSpan.start, field.nameSpan.end)).toBe(field.name);
    for (const value of withDescendants(field.value)) {
      expectInOrder(
        childrenOf(value).map((child) => child.span),
        value.span,
      );
      const reread = readOpamFile(`a: ${text.slice(value.span.start, value.span.end)}`).items[0];
      expect(withoutSpans(reread?.kind === "field" && reread.value)).toEqual(withoutSpans(value));
    }
  }
}

/** What holds of any text: nothing is thrown, all spans lie inside, and a file without errors prints and reads back. */
function expectToRead(text: string): void {
  const document = readOpamFile(text);
  for (const { span, message } of document.errors) {
    expect(message).not.toBe("");
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  expectInOrder(
    document.comments.map((comment) => comment.span),
    { start: 0, end: text.length },
  );
  expectSpansToSliceBack(text, document);
  if (document.errors.length > 0) return;
  expectInOrder(
    document.items.map((item) => item.span),
    { start: 0, end: text.length },
  );
  expect(withoutSpans(readOpamFile(printOpamFile(document)))).toEqual(withoutSpans(document));
}

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}(\+(_|[0-9]*[A-Z]+))?(:[a-z]{1,3})?$/);
const ident = word.filter((name) => name !== "true" && name !== "false");
const content = fc.string({
  unit: fc.oneof(fc.constantFrom('"', "\\", "\n", "\r", " "), fc.string({ unit: "binary", maxLength: 1 })),
});
const relationOperator = fc.constantFrom("=", "!=", "<", ">", "<=", ">=", "~");

/** One depth for all kinds of values, so that trees stay small. */
const nested = { depthIdentifier: fc.createDepthIdentifier(), depthSize: "large" as const, maxDepth: 18 };

/** Whether a value before it would take it in as the right side of a relation. */
function beginsWithRelation(value: OpamValue): boolean {
  if (value.kind === "option") return beginsWithRelation(value.value);
  if (value.kind === "logical") return beginsWithRelation(value.left);
  return value.kind === "prefix-relation";
}

function inSequence(values: readonly OpamValue[]): readonly OpamValue[] {
  return values.map((value) =>
    beginsWithRelation(value) ? { kind: "group", span: nowhere, items: [value] } : value,
  );
}

const { value: opamValue } = fc.letrec<
  Record<"atom" | "primary" | "filtered" | "unary" | "conjuncts" | "value", OpamValue>
>((tie) => {
  const span = fc.constant(nowhere);
  const values = fc.array(tie("value"), { maxLength: 3 }).map(inSequence);
  const logical = (operator: "&" | "|", left: fc.Arbitrary<OpamValue>, right: fc.Arbitrary<OpamValue>) =>
    fc.record({ kind: fc.constant("logical" as const), span, operator: fc.constant(operator), left, right });
  return {
    atom: fc.oneof(
      fc.record({ kind: fc.constant("string" as const), span, value: content }),
      fc.record({ kind: fc.constant("ident" as const), span, name: ident }),
      fc.record({ kind: fc.constant("int" as const), span, value: fc.integer() }),
      fc.record({ kind: fc.constant("bool" as const), span, value: fc.boolean() }),
    ),
    primary: fc.oneof(
      nested,
      tie("atom"),
      fc.record({ kind: fc.constantFrom("list" as const, "group" as const), span, items: values }),
      fc.record({
        kind: fc.constant("relation" as const),
        span,
        operator: relationOperator,
        left: tie("atom"),
        right: tie("atom"),
      }),
      fc.record({
        kind: fc.constant("prefix-relation" as const),
        span,
        operator: relationOperator,
        right: tie("atom"),
      }),
      fc.record({
        kind: fc.constant("env-update" as const),
        span,
        name: tie("atom"),
        operator: fc.constantFrom("+=", ":=", "=+", "=:", "=+="),
        right: tie("atom"),
      }),
    ),
    filtered: fc.oneof(
      nested,
      tie("primary"),
      fc.record({ kind: fc.constant("option" as const), span, value: tie("filtered"), filters: values }),
    ),
    unary: fc.oneof(
      nested,
      tie("filtered"),
      fc.record({
        kind: fc.constant("prefix" as const),
        span,
        operator: fc.constantFrom("!" as const, "?" as const),
        operand: tie("unary"),
      }),
    ),
    conjuncts: fc.oneof(nested, tie("unary"), logical("&", tie("conjuncts"), tie("unary"))),
    value: fc.oneof(nested, tie("conjuncts"), logical("|", tie("value"), tie("conjuncts"))),
  };
});

const { item: opamItem } = fc.letrec<{ item: OpamItem }>((tie) => ({
  item: fc.oneof(
    { depthSize: "small" },
    fc.record({
      kind: fc.constant("field" as const),
      span: fc.constant(nowhere),
      name: ident,
      nameSpan: fc.constant(nowhere),
      value: opamValue,
    }),
    fc.record(
      {
        kind: fc.constant("section" as const),
        span: fc.constant(nowhere),
        section: ident,
        name: content,
        items: fc.array(tie("item"), { maxLength: 3 }),
      },
      { requiredKeys: ["kind", "span", "section", "items"] },
    ),
  ),
}));

describe("printing and reading", () => {
  test("gives the same tree for any tree", () => {
    fc.assert(
      fc.property(fc.array(opamItem, { maxLength: 4 }), (items) => {
        const printed = printOpamFile({ items, comments: [], errors: [] });
        const reread = readOpamFile(printed);
        expect(reread.errors.filter((error) => !error.message.startsWith("opam-version"))).toEqual([]);
        expect(withoutSpans(reread.items)).toEqual(withoutSpans(items));
        expectSpansToSliceBack(printed, reread);
      }),
      { numRuns: 300 },
    );
  });

  test("adds the groups that operators need", () => {
    const [a, b, c] = ["a", "b", "c"].map((name): OpamValue => ({ kind: "ident", span: nowhere, name }));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three names");
    const either: OpamValue = { kind: "logical", span: nowhere, operator: "|", left: a, right: b };
    const printed = (value: OpamValue): string =>
      printOpamFile({
        items: [{ kind: "field", span: nowhere, name: "x", nameSpan: nowhere, value }],
        comments: [],
        errors: [],
      });
    expect(printed({ kind: "logical", span: nowhere, operator: "&", left: c, right: either })).toBe(
      "x: c & (a | b)\n",
    );
    expect(printed({ kind: "logical", span: nowhere, operator: "|", left: c, right: either })).toBe(
      "x: c | (a | b)\n",
    );
    expect(printed({ kind: "prefix", span: nowhere, operator: "!", operand: either })).toBe("x: !(a | b)\n");
    expect(printed({ kind: "option", span: nowhere, value: either, filters: [c] })).toBe("x: (a | b) {c}\n");
  });

  test("keeps comments, in their order", () => {
    const text = "# one\na: 1 (* two\nlines *)\ns {\n  # three\n  b: 2\n  # four\n}\n#\n";
    expect(printOpamFile(readOpamFile(text))).toBe(
      "# one\na: 1\n(* two\nlines *)\ns {\n  # three\n  b: 2\n  # four\n}\n#\n",
    );
  });

  test.each(samples)("gives the same tree for a whole file", (text) => expectToRead(text));
});

describe("broken files read without a throw, with spans that fit", () => {
  test("where reading goes on inside of what was taken for a comment", () => {
    expectToRead("(*\na: #*)[");
    expect(readOpamFile("(*\na: #*)[").comments.map(({ text }) => text)).toEqual(["*)["]);
  });

  test.each(samples)("wherever they are cut off", (text) => {
    for (let end = 0; end < text.length; end += 7) expectToRead(text.slice(0, end));
  });

  test("whatever is cut out, doubled or put in", () => {
    const insertion = fc.constantFrom(
      '"',
      '"""',
      "[",
      "]",
      "{",
      "}",
      "(*",
      "*)",
      ":",
      "\\",
      "\n",
      "#",
      "=",
      "&",
      "x",
      "\0",
      "",
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.nat(60),
        insertion,
        (text, place, length, inserted) => {
          const at = place % text.length;
          expectToRead(text.slice(0, at) + inserted + text.slice(at + length));
          expectToRead(text.slice(0, at + length) + inserted + text.slice(at));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("whatever tokens stand in a row", () => {
    const piece = fc.constantFrom(
      ...'[ ] ( ) { } : & | ! ? = != += =+= ~ > " """ \\ # (* *) x y:z true 7 - _ + é \ud800'.split(" "),
      " ",
      "\n",
      "\r\n",
      "\na: ",
      "\nurl {",
      '"s"',
      "opam-version: ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => expectToRead(pieces.join(""))),
      { numRuns: 2000 },
    );
  });
});

describe("hostile files take linear time", () => {
  test.each([
    ["comments that are never closed", "a: (*\n"],
    ["strings that are never closed", 'a: """ "" \n'],
    ["numbers and signs", "1-1"],
    ["brackets that are never closed", "a: [\nx {\n"],
    ["illegal escapes", 'a: "\\q'],
    ["stray brackets", "a: ]\n"],
    ["lines that only look like fields", "12:\n"],
  ])("with %s", (_, piece) => {
    const start = performance.now();
    readOpamFile(`a: [ ${" ".repeat(100_000)} ;\n${piece.repeat(100_000)}`);
    readOpamFile(`a: [ ${piece.repeat(100_000)}`);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
