import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOcamlSyntax, readSexps, type Sexp, type TemplatePart } from "../../src/syntax/sexp.ts";
import type { Span } from "../../src/syntax/span.ts";
import { printSexp } from "./print-sexp.ts";

const nowhere: Span = { start: 0, end: 0 };
const textPart = (text: string, span = nowhere): TemplatePart => ({ kind: "text", text, span });

type Shape = string | { readonly quoted: string } | readonly Shape[];

/** Atoms as strings, strings as `{ quoted }`, lists as arrays. */
function shapeOf(sexp: Sexp): Shape {
  if (sexp.kind === "list") return sexp.items.map(shapeOf);
  return sexp.kind === "atom" ? sexp.text : { quoted: sexp.text };
}
const shapesIn = (text: string): readonly Shape[] => readSexps(text).items.map(shapeOf);
const quoted = (text: string): Shape => ({ quoted: text });
const sliced = (text: string, span: Span): string => text.slice(span.start, span.end);
const problemsIn = (text: string): readonly string[] =>
  readSexps(text).errors.map(({ message, span }) => `${message} @ ${JSON.stringify(sliced(text, span))}`);

/** The parts of the first word: text as it is, a variable as `<name>` or `<name payload>`. */
function partsOf(text: string): readonly string[] {
  const [first] = readSexps(text).items;
  if (first === undefined || first.kind === "list") return [];
  return first.parts.map((part) => {
    if (part.kind === "text") return part.text;
    return part.payload === undefined ? `<${part.name}>` : `<${part.name} ${part.payload}>`;
  });
}

describe("atoms, lists and comments", () => {
  test("a stanza is a list of atoms and lists", () => {
    expect(shapesIn("(library\n (name foo)\n (libraries a b.c))\n")).toEqual([
      ["library", ["name", "foo"], ["libraries", "a", "b.c"]],
    ]);
    expect(problemsIn("(library\n (name foo)\n (libraries a b.c))\n")).toEqual([]);
  });

  test("operators, paths and flags are atoms", () => {
    const atoms = ["\\", ":standard", "->", "!is_solo5", "<>", "-lm", "../a/*.ml{,i}", "'x'", "[1]", "|"];
    expect(shapesIn(atoms.join(" "))).toEqual(atoms);
  });

  test("there are no block or item comments", () => {
    expect(shapesIn("x #| y |# x#|z")).toEqual(["x", "#|", "y", "|#", "x#|z"]);
    expect(shapesIn("#;(a)\nb")).toEqual(["#", "b"]);
  });

  test("words next to each other need no blank", () => {
    expect(problemsIn("a\f\tb")).toEqual([]);
    expect(shapesIn('a"b"c(d)"e""f";g')).toEqual(["a", quoted("b"), "c", ["d"], quoted("e"), quoted("f")]);
  });

  test("comments are given by line, without semicolons", () => {
    const text = "(a ; one\n ;;; two ; three \n b);\n;last";
    expect(shapesIn(text)).toEqual([["a", "b"]]);
    const { comments } = readSexps(text);
    const slices = comments.map((comment) => sliced(text, comment.span));
    expect(comments.map((comment) => comment.text)).toEqual(["one", "two ; three", "", "last"]);
    expect(slices).toEqual(["; one", ";;; two ; three ", ";", ";last"]);
  });

  test("a byte order mark and carriage returns before line ends are passed over", () => {
    const text = "\uFEFF(name\r\n foo) ; bar\r\n";
    expect(shapesIn(text)).toEqual([["name", "foo"]]);
    expect(problemsIn(text)).toEqual([]);
    expect(readSexps(text).comments.map((comment) => sliced(text, comment.span))).toEqual(["; bar"]);
  });

  test("fields may begin in column 1", () => {
    const text = "(library\n(name foo)\n(libraries unix))\n(rule)";
    expect(shapesIn(text)).toEqual([["library", ["name", "foo"], ["libraries", "unix"]], ["rule"]]);
    expect(problemsIn(text)).toEqual([]);
  });

  test("an empty file has nothing in it", () => {
    expect(readSexps("")).toEqual({ items: [], comments: [], errors: [] });
  });
});

describe("quoted strings", () => {
  test.each([
    ['"a b"', "a b"],
    ['""', ""],
    [String.raw`"\"\\\'\n\t\r\b\%{x}"`, "\"\\'\n\t\r\b%{x}"],
    [String.raw`"\065\x42\0000"`, "AB\u00000"],
    [String.raw`"\195\169\xe2\x82\xAC."`, "é€."],
    [String.raw`"\239\187\191"`, "\uFEFF"],
    [String.raw`"\255"`, "\uFFFD"],
    ['"two\nlines"', "two\nlines"],
    ['"two\r\nlines"', "two\r\nlines"],
    ['"one \\\n   \tline"', "one line"],
    ['"one \\\r\n  line"', "one line"],
    ['"% 100% %x"', "% 100% %x"],
  ])("%j is decoded", (text, decoded) => {
    expect(shapesIn(text)).toEqual([quoted(decoded)]);
    expect(problemsIn(text)).toEqual([]);
  });

  test("the span of a string holds its quotes", () => {
    const parts = [textPart("b c", { start: 2, end: 5 })];
    const string = { kind: "string", text: "b c", span: { start: 1, end: 6 }, parts };
    expect(readSexps(' "b c"').items).toEqual([string]);
  });

  test("a multi-line string may have a parenthesis in column 1", () => {
    expect(shapesIn('(echo "\n(lang dune 3.0)\n")')).toEqual([["echo", quoted("\n(lang dune 3.0)\n")]]);
  });
});

describe("block strings", () => {
  test("every line begins with its marker and keeps its line end", () => {
    expect(shapesIn('(echo\n "\\| one "two" \\t.\n "\\|\n "\\|  three\n)')).toEqual([
      ["echo", quoted('one "two" \t.\n\n three\n')],
    ]);
  });

  test("raw lines keep escapes and variables as they are, and mix with the others", () => {
    expect(shapesIn('"\\> a\\n %{b}\n\t\f"\\| c\\x21\n')).toEqual([quoted("a\\n %{b}\nc!\n")]);
    expect(partsOf('"\\> %{a}\n"\\| %{b}')).toEqual(["%{a}\n", "<b>"]);
  });

  test("an escaped line end joins a line with the next", () => {
    expect(shapesIn('"\\| one \\\n"\\| line\nx')).toEqual([quoted("one line\n"), "x"]);
  });

  test("the end of the file ends them", () => {
    expect(shapesIn('"\\| a')).toEqual([quoted("a")]);
    expect(shapesIn('"\\>')).toEqual([quoted("")]);
  });

  test("a marker needs a space after it", () => {
    expect(shapesIn('"\\|a\nb')).toEqual([quoted("a\n"), "b"]);
  });
});

describe("variables", () => {
  test("an atom or string is split into text and variables", () => {
    expect(partsOf("%{x}")).toEqual(["<x>"]);
    expect(partsOf("-I%{lib:foo:bar.h}/%{ext_lib}!")).toEqual([
      "-I",
      "<lib foo:bar.h>",
      "/",
      "<ext_lib>",
      "!",
    ]);
    expect(partsOf('"a %{b} \\%{c} d"')).toEqual(["a ", "<b>", " %{c} d"]);
    expect(partsOf('""')).toEqual([]);
    expect(partsOf("%%{a}%")).toEqual(["%", "<a>", "%"]);
  });

  test("has variables as they are written", () => {
    expect(shapesIn('a%{b:c} "%{d}\\n"')).toEqual(["a%{b:c}", quoted("%{d}\n")]);
  });

  test("variables of jbuild files are text, and a backslash in an atom escapes nothing", () => {
    expect(partsOf("$" + "{x}")).toEqual(["$" + "{x}"]);
    expect(partsOf("\\%{x}")).toEqual(["\\", "<x>"]);
  });
});

describe("errors", () => {
  test.each<[string, ...string[]]>([
    ["(a", 'unclosed parenthesis @ "("'],
    ["(a (b (c", 'unclosed parenthesis @ "("'],
    ["(a\n (b)\n(c)\n(d\n (e\n(f)", 'unclosed parenthesis @ "("', 'unclosed parenthesis @ "("'],
    ["(a\n (b (c\n(d)))\n(e)", 'unclosed parenthesis @ "("'],
    ['(a "b\n(c)', 'unterminated quoted string @ "\\"b"'],
    ['(a "b\n(c\n(d)', 'unterminated quoted string @ "\\"b"', 'unclosed parenthesis @ "("'],
    ['(a "b)\n(c\n(d)', 'unterminated quoted string @ "\\"b)"', 'unclosed parenthesis @ "("'],
    ['(a (b "c (d))\n (e))', 'unterminated quoted string @ "\\"c (d))"'],
    ["a)", 'closing parenthesis without an opening one @ ")"'],
    ['(a)\n"b', 'unterminated quoted string @ "\\"b"'],
    [String.raw`"\a"`, String.raw`unknown escape sequence @ "\\a"`],
    [String.raw`"\256"`, String.raw`escape sequence out of range @ "\\256"`],
    [String.raw`"\12"`, String.raw`unterminated decimal escape sequence @ "\\12"`],
    [String.raw`"\x4"`, String.raw`unterminated hexadecimal escape sequence @ "\\x4"`],
    ['"\\| \\', 'unterminated escape sequence @ "\\\\"'],
    ['"\\|a\n', 'space missing after "\\| @ "a"'],
    ["naïveté", 'non-ASCII character U+00EF in an atom @ "ï"'],
    ["a \u0000\u0000 b", 'character U+0000 outside a string or comment @ "\\u0000\\u0000"'],
    ["a\rb", 'character U+000D outside a string or comment @ "\\r"'],
    ["; a\rb", 'carriage return in a comment @ "\\r"'],
    ["%{}", 'empty %{...} variable @ "%{}"'],
    ["%{a:}", 'empty payload in a %{...} variable @ "%{a:}"'],
    ["%{:a}", "character ':' inside a %{...} variable @ \":\""],
    ["%{a b}", "character ' ' inside a %{...} variable @ \" \""],
    ['"%{read:foo bar}"', "character ' ' inside a %{...} variable @ \" \""],
    ["%{a%b}", "character '%' inside a %{...} variable @ \"%\""],
    ["%{a\nb}", 'character U+000A inside a %{...} variable @ "\\n"'],
    ["%{é}", 'character U+00E9 inside a %{...} variable @ "é"'],
    ["x%{a", 'unterminated %{...} variable @ "%{a"'],
  ])("%j gives one error for one problem", (text, ...problems) => {
    expect(problemsIn(text)).toEqual(problems);
  });

  test("what a bad escape or character stands in is still read", () => {
    expect(shapesIn('("\\a b" é c)')).toEqual([[quoted("\\a b"), "é", "c"]]);
  });

  test("an unclosed list ends before the next parenthesis in column 1", () => {
    const text =
      "(rule)\n\n(library\n (name foo)\n (libraries (select a from (b -> c)\n\n(executable\n (name bar))\n";
    expect(shapesIn(text)).toEqual([
      ["rule"],
      ["library", ["name", "foo"], ["libraries", ["select", "a", "from", ["b", "->", "c"]]]],
      ["executable", ["name", "bar"]],
    ]);
    const { errors, items } = readSexps(text);
    expect(errors).toEqual([{ message: "unclosed parenthesis", span: { start: 8, end: 9 } }]);
    expect(items[1] && sliced(text, items[1].span).endsWith("-> c)")).toBe(true);
  });

  test("fields in column 1 do not add errors to that of their stanza", () => {
    const text = "(a\n(b))\n(library\n(name foo\n(libraries bar))\n(executable\n(name x))\n(rule)\n";
    expect(readSexps(text).errors).toEqual([{ message: "unclosed parenthesis", span: { start: 8, end: 9 } }]);
    expect([shapesIn(text)[0], shapesIn(text).at(-1)]).toEqual([["a", ["b"]], ["rule"]]);
  });

  test("a string without its closing quote costs the rest of its line", () => {
    const text = '(a (b "c))\n\n(d (e "f"))\n(g "h\ni")\n';
    expect(problemsIn(text)).toEqual(['unterminated quoted string @ "\\"c))"']);
    expect(shapesIn(text).slice(1)).toEqual([
      ["d", ["e", quoted("f")]],
      ["g", quoted("h\ni")],
    ]);
  });

  test("fields after the broken string are still read", () => {
    const text = '(library\n (name "foo)\n (libraries unix))\n(rule (with "x"))';
    expect(problemsIn(text)).toEqual(['unterminated quoted string @ "\\"foo)"']);
    expect(shapesIn(text)).toEqual([
      ["library", ["name"], ["libraries", "unix"]],
      ["rule", ["with", quoted("x")]],
    ]);
  });

  test("nesting has a limit, and what follows is read", () => {
    const nested = (depth: number): string => `${"(".repeat(depth)}x${")".repeat(depth)}`;
    const printed = readSexps(nested(1001)).items.map(printSexp).join();
    expect(printed).toBe(nested(1000).replace("x", ""));
    expect(problemsIn(nested(1000))).toEqual([]);
    expect(problemsIn(`${nested(1001)}(a)`)).toEqual(['lists are nested more than 1000 deep @ "("']);
    expect(shapesIn(`${nested(5000)}(a)`).at(-1)).toEqual(["a"]);
    expect(problemsIn(`${"(".repeat(100_000)}\n(a)`)).toEqual([
      'unclosed parenthesis @ "("',
      'lists are nested more than 1000 deep @ "("',
    ]);
  });

  test("the list of errors has an end", () => {
    const { errors, items } = readSexps(`${")".repeat(5000)}(a)`);
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)?.message).toBe("more than 100 errors: the others are not listed");
    expect(items).toHaveLength(1);
  });
});

test("OCaml syntax is known by the beginning of the first line alone", () => {
  expect(isOcamlSyntax("(* -*- tuareg -*- *)\nopen Jbuild_plugin.V1")).toBe(true);
  expect(isOcamlSyntax("\uFEFF(* -*- tuareg -*- *)")).toBe(true);
  for (const text of ["", "\n(* -*- tuareg -*- *)", "(* tuareg *)", "; (* -*- tuareg -*- *)"])
    expect(isOcamlSyntax(text)).toBe(false);
});

const characters = (from: string, minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...from), minLength, maxLength: 8 });
const written = (part: TemplatePart): string => {
  if (part.kind === "text") return part.text;
  return part.payload === undefined ? `%{${part.name}}` : `%{${part.name}:${part.payload}}`;
};
const anyVariable: fc.Arbitrary<TemplatePart> = fc
  .tuple(characters("abz_09.-\\'#/", 1), characters("abz:/.-", 0))
  .map(([name, payload]) => ({ kind: "variable", name, ...(payload && { payload }), span: nowhere }));

/** Text and variables in turn, as a reader gives them. */
const wordOf = (kind: "atom" | "string", text: fc.Arbitrary<string>): fc.Arbitrary<Sexp> =>
  fc.tuple(text, fc.array(fc.tuple(anyVariable, text), { maxLength: 2 })).map(([first, rest]) => {
    const inTurn = [textPart(first), ...rest.flatMap(([variable, after]) => [variable, textPart(after)])];
    const parts = inTurn.filter((part) => written(part) !== "");
    return { kind, span: nowhere, text: parts.map(written).join(""), parts };
  });
const atomText = characters("abc%{}$:\\|#'-/", 1).filter((text) => !text.includes("%{"));
const anyAtom = wordOf("atom", atomText);
const controls = "\n\r\t\b\u0000\u007f";
const stringText = fc.oneof(characters(`ab "\\%{};()é€${controls}`, 0), fc.string({ unit: "binary" }));
const anyWord = fc.oneof(anyAtom, wordOf("string", stringText));
const listOf = (item: fc.Arbitrary<Sexp>): fc.Arbitrary<Sexp> =>
  fc.array(item, { maxLength: 5 }).map((items) => ({ kind: "list", span: nowhere, items }));
const anySexp = fc.oneof(anyWord, listOf(fc.oneof(anyWord, listOf(fc.oneof(anyWord, listOf(anyWord))))));

function withoutSpans(sexp: Sexp): Sexp {
  if (sexp.kind === "list") return { ...sexp, span: nowhere, items: sexp.items.map(withoutSpans) };
  return { ...sexp, span: nowhere, parts: sexp.parts.map((part) => ({ ...part, span: nowhere })) };
}

const realLooking = `(lang dune 3.0)
; a comment; with "quotes" (and parentheses
(library
 (name foo) (public_name "foo.bar")
 (libraries (select a.ml from (unix -> a.unix.ml) (!x -> a.none.ml)) b)
 (c_flags :standard -I%{lib:ocaml-freestanding:include}/x "-D\\"X\\"=\\%{y} %{z}")
 (foreign_stubs (language c) (names a b)))
(rule
 (with-stdout-to out (echo
  "\\| first %{line} \\
  "\\| second
  "\\> raw %{line}
)))
(description "several
lines")
`;
const tokens = [...'()\n \r;"\\}:%aé\u0000', "\n(", "\r\n", '"\\|', '"\\> ', "%{"];
const anyDamage: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.nat(1000), fc.constantFrom(...tokens, ""), fc.nat(3)), { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce((text, [place, inserted, removed]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + inserted + text.slice(at + removed);
    }, realLooking),
  );
const anyTokens = fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map((words) => words.join(""));
const anyTruncation = fc.nat({ max: realLooking.length }).map((end) => realLooking.slice(0, end));
const anyText = fc.oneof(anyDamage, anyTokens, anyTruncation, fc.string({ unit: "binary" }));

function expectSpansInOrder(items: readonly Sexp[], within: Span): void {
  let reached = within.start;
  for (const { span } of items) {
    expect(span.start).toBeGreaterThanOrEqual(reached);
    expect(span.end).toBeGreaterThan(span.start);
    reached = span.end;
  }
  expect(reached).toBeLessThanOrEqual(within.end);
  for (const item of items) if (item.kind === "list") expectSpansInOrder(item.items, item.span);
}

function expectSlicesOf(text: string, sexp: Sexp): void {
  const slice = sliced(text, sexp.span);
  expect(readSexps(slice).items.map(withoutSpans)).toEqual([withoutSpans(sexp)]);
  if (sexp.kind === "list") {
    for (const item of sexp.items) expectSlicesOf(text, item);
    return;
  }
  for (const part of sexp.parts) {
    if (part.kind === "variable") expect(sliced(text, part.span)).toBe(written(part));
    else if (sexp.kind === "atom") expect(sliced(text, part.span)).toBe(part.text);
  }
}

describe("any input", () => {
  test("a printed tree reads as the same tree", () => {
    fc.assert(
      fc.property(anySexp, (sexp) => {
        const { items, errors } = readSexps(printSexp(sexp));
        expect(errors).toEqual([]);
        expect(items.map(withoutSpans)).toEqual([sexp]);
      }),
    );
  });

  test("the text at every span reads as the item that has the span", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { items, errors } = readSexps(text);
        fc.pre(errors.length === 0);
        for (const item of items) expectSlicesOf(text, item);
      }),
    );
    for (const item of readSexps(realLooking).items) expectSlicesOf(realLooking, item);
  });

  test("is read with spans inside the text and in order, into trees that can be printed", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { items, comments, errors } = readSexps(text);
        expectSpansInOrder(items, { start: 0, end: text.length });
        let reached = 0;
        for (const { span } of errors.slice(0, 100)) {
          expect(span.start).toBeGreaterThanOrEqual(reached);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          reached = span.start;
        }
        for (const { span } of comments) expect(text.charAt(span.start)).toBe(";");
        expect(readSexps(items.map(printSexp).join(" ")).errors).toEqual([]);
      }),
    );
  });

  test("one damaged stanza leaves those before it and a later one alone", () => {
    const after = "\n(executable\n (name last))\n";
    for (let end = 1; end < realLooking.length; end++) {
      const { items } = readSexps(`(first)\n${realLooking.slice(0, end)}${after}`);
      expect(items[0] && shapeOf(items[0])).toEqual(["first"]);
      const last = items.at(-1);
      expect(last && shapeOf(last)).toEqual(["executable", ["name", "last"]]);
    }
  });
});
