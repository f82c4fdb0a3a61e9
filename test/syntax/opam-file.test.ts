import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  deepestOpamNesting,
  type OpamItem,
  type OpamValue,
  printOpamFile,
  readOpamFile,
} from "../../src/syntax/opam-file.ts";
import type { Span } from "../../src/syntax/span.ts";

const sliced = (text: string, span: Span): string => text.slice(span.start, span.end);

/** A value with all its nesting shown by parentheses, operators first. */
function shown(value: OpamValue): string {
  const all = (values: readonly OpamValue[]): string => values.map((each) => ` ${shown(each)}`).join("");
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.value);
    case "ident":
      return value.name;
    case "int":
    case "bool":
      return `${value.kind}:${value.value}`;
    case "list":
    case "group":
      return `(${value.kind}${all(value.items)})`;
    case "option":
      return `(option ${shown(value.value)}${all(value.filters)})`;
    case "relation":
    case "logical":
      return `(${value.operator} ${shown(value.left)} ${shown(value.right)})`;
    case "prefix-relation":
      return `(${value.operator} ${shown(value.right)})`;
    case "prefix":
      return `(${value.operator} ${shown(value.operand)})`;
    case "env-update":
      return `(set ${value.operator} ${shown(value.name)} ${shown(value.right)})`;
  }
}

/** The value of the only field of a file; the errors when it has any. */
function readValue(source: string): string {
  const { items, errors } = readOpamFile(`a: ${source}`);
  if (errors.length > 0) return errors.map((error) => `error: ${error.message}`).join("\n");
  return items.map((item) => (item.kind === "field" ? shown(item.value) : "a section")).join("\n");
}

function namesOf(items: readonly OpamItem[]): readonly string[] {
  return items.map((item) => (item.kind === "field" ? item.name : `${item.section}{${namesOf(item.items)}}`));
}

const namesIn = (text: string): readonly string[] => namesOf(readOpamFile(text).items);
const problemsIn = (text: string): readonly string[] =>
  readOpamFile(text).errors.map(({ message, span }) => `${message} @ ${JSON.stringify(sliced(text, span))}`);

describe("atoms", () => {
  test.each([
    ["build", "build"],
    ["ocaml:version", "ocaml:version"],
    ["foo+bar:enable", "foo+bar:enable"],
    ["_:version", "_:version"],
    ["lwt+_:installed", "lwt+_:installed"],
    ["2to3-x", "2to3-x"],
    ["trueish", "trueish"],
    ["true", "bool:true"],
    ["false", "bool:false"],
    ["-1_000", "int:-1000"],
    ["-0", "int:0"],
  ])("%s is %s", (source, expected) => {
    expect(readValue(source)).toBe(expected);
  });

  test("numbers and names stand next to each other without a blank", () => {
    expect(readValue("[12-3 a+1 4]")).toBe('error: "+" has no meaning here');
    expect(readValue("[12-3 x]")).toBe("(list int:12 int:-3 x)");
  });

  test("what is neither a name nor a number, or too large a number, is an error", () => {
    expect(readValue("_")).toBe("error: this is neither a name nor a number");
    expect(readValue("9007199254740992")).toBe("error: this number is too large to be kept exactly");
  });
});

describe("strings", () => {
  test.each([
    ["simple escapes", String.raw`"a\n\t\b\r\\\"\'\ z"`, "a\n\t\b\r\\\"' z"],
    ["numeric escapes are bytes of UTF-8", String.raw`"\195\169\xE2\x82\xac\065"`, "é€A"],
    ["bytes that are not UTF-8 are replaced", String.raw`"a\255b"`, "a\ufffdb"],
    ["an escaped line break swallows the margin", '"one \\\n   two \\\r\n\tthree"', "one two three"],
    ["a line break stays, as one character", '"one\r\n  two"', "one\n  two"],
    ["a lone carriage return stays", '"one\rtwo"', "one\rtwo"],
    ["three quotes keep single ones", '"""say "hi" ""\nthere"""', 'say "hi" ""\nthere'],
    ["three quotes take escapes", '"""\\"\\"\\"\\\n   x"""', '"""x'],
    ["no comment starts in a string", '"# (* {"', "# (* {"],
    ["an empty string", '""', ""],
  ])("%s", (_, source, expected) => {
    expect(readValue(source)).toBe(JSON.stringify(expected));
  });

  test("an escape that opam does not have is one error and leaves the field readable", () => {
    const text = 'a: "50\\% of\\300 \\x4g"\nb: 1\n';
    expect(problemsIn(text)).toEqual([
      'this is not an escape sequence of opam files @ "\\\\%"',
      'this is not an escape sequence of opam files @ "\\\\3"',
      'this is not an escape sequence of opam files @ "\\\\x"',
    ]);
    expect(namesIn(text)).toEqual(["a", "b"]);
  });
});

describe("compound values", () => {
  test.each([
    ["[]", "(list)"],
    ['[["a"] "b" c]', '(list (list "a") "b" c)'],
    ['("a" | b)', '(group (| "a" b))'],
    ['"a" {build}', '(option "a" build)'],
    ['"a" {} {x y}', '(option (option "a") x y)'],
    ['"a" {>= "1" & < "2"}', '(option "a" (& (>= "1") (< "2")))'],
    ['os = "linux" {x}', '(option (= os "linux") x)'],
    ['a != "x" | b >= "1" & c <= d', '(| (!= a "x") (& (>= b "1") (<= c d)))'],
    ["a & b | c & d", "(| (& a b) (& c d))"],
    ["a | b | c", "(| (| a b) c)"],
    ["a & (b | c)", "(& a (group (| b c)))"],
    ["!a & ?b", "(& (! a) (? b))"],
    ["!a = b", "(! (= a b))"],
    ["!a {b}", "(! (option a b))"],
    ["!? a", "(! (? a))"],
    ["! = a", "(! (= a))"],
    ['"x" {~ "1"}', '(option "x" (~ "1"))'],
    ["[a = b = c]", "(list (= a b) (= c))"],
    ["[a (b) > c]", "(list a (group b) (> c))"],
    ['[PATH += "x" {os = "linux"}]', '(list (option (set += PATH "x") (= os "linux")))'],
    ["[A =+ b C := d E =: f G =+= h]", "(list (set =+ A b) (set := C d) (set =: E f) (set =+= G h))"],
    ['[A = "b"]', '(list (= A "b"))'],
  ])("%s", (source, expected) => {
    expect(readValue(source)).toBe(expected);
  });

  test.each([
    ["a & ", 'unexpected end of the file: a value was expected @ ""'],
    ["[a & ]", 'unexpected "]": a value was expected @ "]"'],
    ["[+= b]", 'unexpected "+=": a value or "]" was expected @ "+="'],
    ["a = (b)", 'unexpected "(": a value was expected @ "("'],
    ["[a)", 'unexpected ")": a value or "]" was expected @ ")"'],
    ['["a" {b', 'no "}" closes this bracket @ "{"'],
    ["a =:= b", '"=:=" is not an operator @ "=:="'],
    ["a; b", '";" has no meaning here @ ";"'],
    ["\u{1f600}", 'U+1F600 has no meaning here @ "\u{1f600}"'],
    ["\u0007", 'U+0007 has no meaning here @ "\\u0007"'],
    ['"a', 'this string is never closed @ "\\""'],
    ['"""a"', 'this string is never closed @ "\\"\\"\\""'],
    ["(* (* *)", 'this comment is never closed @ "(*"'],
  ])("%s is an error where it goes wrong", (source, expected) => {
    expect(problemsIn(`a: ${source}`)).toEqual([expected]);
  });
});

describe("items and comments", () => {
  test("an empty file, and one of comments, has no items", () => {
    expect(readOpamFile("")).toEqual({ items: [], comments: [], errors: [] });
    expect(problemsIn("# nothing\n(* here *)")).toEqual([]);
  });

  test("sections have a kind, sometimes a name, and items", () => {
    const text = 'x "a b" { s { f: 1 } g: [2] }\nurl {\n}\n';
    const { items, errors } = readOpamFile(text);
    expect(errors).toEqual([]);
    expect(namesOf(items)).toEqual(["x{s{f},g}", "url{}"]);
    expect(items.map((item) => item.kind === "section" && item.name)).toEqual(["a b", undefined]);
    expect(items.map((item) => sliced(text, item.span))).toEqual([
      'x "a b" { s { f: 1 } g: [2] }',
      "url {\n}",
    ]);
  });

  test("repeated fields are all kept, on one line or several", () => {
    expect(namesIn("a: 1 b: x {y} a:\n 2")).toEqual(["a", "b", "a"]);
  });

  test("a byte order mark and CRLF line ends are read over", () => {
    const text = "\ufeffa: [\r\n  b # c\r\n]\r\nd: 1\r\n";
    const document = readOpamFile(text);
    expect(document.errors).toEqual([]);
    expect(namesOf(document.items)).toEqual(["a", "d"]);
    expect(document.comments).toEqual([{ text: "c", span: { start: 11, end: 14 } }]);
    expect(sliced(text, document.items[0]?.span ?? { start: 0, end: 0 })).toBe("a: [\r\n  b # c\r\n]");
  });

  test("comments nest, stand anywhere and are given in order", () => {
    const text = 'a(*1*): # two (*\n[ (* three (* in *)" *) "b" ] #';
    const { comments, errors } = readOpamFile(text);
    expect(errors).toEqual([]);
    expect(comments.map((comment) => comment.text)).toEqual(["1", "two (*", 'three (* in *)"', ""]);
    expect(comments.map((comment) => sliced(text, comment.span))).toEqual([
      "(*1*)",
      "# two (*",
      '(* three (* in *)" *)',
      "#",
    ]);
  });

  test("opam-version stands first and once from 2.1 on", () => {
    const field = (version: string): string => `opam-version: "${version}"\n`;
    expect(problemsIn(`b: 1\n${field("2.0")}${field("2.0")}`)).toEqual([]);
    expect(problemsIn(`${field("2.1")}b: 1\n${field("2.0")}`)).toEqual([
      'opam-version cannot be repeated @ "opam-version: \\"2.0\\""',
    ]);
    expect(problemsIn(`b: 1\n${field("2.1")}`)).toEqual([
      'opam-version must be the first field of the file @ "opam-version: \\"2.1\\""',
    ]);
  });
});

describe("after an error reading goes on", () => {
  test.each([
    ["at the field below a broken one", "a: [ ; \n]\nb: 1\n", ["b"]],
    ["at the field that an open list ran into", 'a: [ "x"\nb: "y"\nc: 1\n', ["b", "c"]],
    [
      "at the section that an open list ran into",
      'a: [ "x"\nurl {\n  src: "u"\n}\nc: 1\n',
      ["url{src}", "c"],
    ],
    ["at the field that an open string ran into", 'a: "x\nb: "y"\nc: "z"\n', ["a", "b", "c"]],
    ["below a string that is never closed", 'a: 1\nb: "x\nc: 2\n', ["a", "c"]],
    ["below a comment that is never closed", "a: 1\nb: (* x\nc: 2\n", ["a", "c"]],
    ["inside the section that has it", 'url {\n  src: ;\n  sum: "a"\n}\nc: 1\n', ["url{sum}", "c"]],
    ["at the end of the section that has it", 'url {\n  src: [\n    "a"\n}\nc: 1\n', ["url{}", "c"]],
    ["below stray words", "read me first\na: 1\n", ["a"]],
    ["below a stray bracket", "a: 1 ]\nb: 2\n", ["a", "b"]],
    ["in a file that is indented throughout", "  a: ;\n    c:d\n  b: 2\n", ["b"]],
    ["with the file's end, when nothing follows", "a: 1\nurl {\n  b: ]\n", ["a", "url{}"]],
  ])("%s, with one error", (_, text, expected) => {
    expect(namesIn(text)).toEqual(expected);
    expect(problemsIn(text)).toHaveLength(1);
  });

  test("a section that is never closed keeps its items", () => {
    expect(namesIn('a: 1\nurl {\n  src: "u"\n')).toEqual(["a", "url{src}"]);
    expect(problemsIn('a: 1\nurl {\n  src: "u"\n')).toEqual(['the section "url" is never closed @ "{"']);
  });

  test("lines that only a string holds are not taken for fields", () => {
    const text = 'a: """\nNote: x\n"""\nb: ]\nc: "\nNote: y\n"\n';
    expect(namesIn(text)).toEqual(["a", "c"]);
  });
});

describe("nesting", () => {
  const limit = deepestOpamNesting;
  const tooDeep = `nested deeper than ${limit} levels`;

  test.each([
    ["lists", (n: number) => `a: ${"[".repeat(n - 1)}x${"]".repeat(n - 1)}`],
    ["groups", (n: number) => `a: ${"(".repeat(n - 1)}x${")".repeat(n - 1)}`],
    ["negations", (n: number) => `a: ${"!".repeat(n - 1)}x`],
    ["filters", (n: number) => `a: ${"x{".repeat(n - 1)}x${"}".repeat(n - 1)}`],
    ["filters in a row", (n: number) => `a: x${"{y}".repeat(n - 1)}`],
    ["conjunctions", (n: number) => `a: x${"&x".repeat(n - 1)}`],
    ["alternatives", (n: number) => `a: x${"|x".repeat(n - 1)}`],
    ["sections", (n: number) => `${"a{".repeat(n)}${"}".repeat(n)}`],
  ])("of %s is read and printed to the limit, and an error that names it beyond", (_, nested) => {
    const document = readOpamFile(nested(limit));
    expect(document.errors).toEqual([]);
    expect(readOpamFile(printOpamFile(document)).errors).toEqual([]);
    expect(readOpamFile(nested(limit + 1)).errors.map((error) => error.message)).toEqual([tooDeep]);
    expect(readOpamFile(nested(200_000)).errors.map((error) => error.message)).toEqual([tooDeep]);
  });

  test("a value too deep does not cost the next field", () => {
    expect(namesIn(`a: ${"[".repeat(100_000)}\nb: 1\n`)).toEqual(["b"]);
  });
});

describe("whole files", () => {
  const sample = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

  test.each(["opam-sample.opam", "opam-sample-1.2.opam", "opam-sample.opam.locked"])("%s reads", (name) => {
    expect(problemsIn(sample(name))).toEqual([]);
  });

  test("a dependency's formula is found by its spans", () => {
    const text = sample("opam-sample.opam");
    const depends = readOpamFile(text).items.find((item) => item.kind === "field" && item.name === "depends");
    const values = depends?.kind === "field" && depends.value.kind === "list" ? depends.value.items : [];
    expect(values.map((value) => sliced(text, value.span)).slice(0, 4)).toEqual([
      '"ocaml" {>= "4.08.0" & < "5.5~"}',
      '"dune" {>= "3.0"}',
      '"cstruct" {>= "6.0.0" & != "6.1.0"}',
      '("lwt" {>= "5.3"} | "miou")',
    ]);
  });

  test("the description is kept to the letter", () => {
    const { items } = readOpamFile(sample("opam-sample.opam"));
    const description = items.find((item) => item.kind === "field" && item.name === "description");
    expect(
      description?.kind === "field" && description.value.kind === "string" && description.value.value,
    ).toBe(
      [
        "",
        "Tides are kept in a block device.",
        'Note: this paragraph has a colon, and "quotes" as well.',
        "",
        "  url { is not a section here }",
        "",
      ].join("\n"),
    );
  });
});
