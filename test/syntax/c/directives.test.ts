import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDirectives, rememberedDirectives, scanDirectives } from "../../../src/syntax/c/directives.ts";
import { fileOffset, fileSpan } from "../../../src/syntax/c/logical-text.ts";

function keywords(text: string): readonly string[] {
  return scanDirectives(text).directives.map((directive) => directive.keyword);
}

function body(text: string): string | undefined {
  return scanDirectives(text).directives[0]?.body.text.trim();
}

describe("finding directives", () => {
  test("a # counts only as the first thing on a line, blanks and comments apart", () => {
    expect(keywords("  # define A\nint x; #undef B\n/* c */ #error no\n")).toEqual(["define", "error"]);
  });

  test("a # in a comment or a string is none", () => {
    expect(keywords('/*\n#if 1\n*/\nchar *s = "\\\n#else\\\n";\n// \\\n#endif\n#pragma x\n')).toEqual([
      "pragma",
    ]);
  });

  test("an apostrophe in prose ends with its line", () => {
    expect(keywords("#if 0\nisn't it\n#endif\n")).toEqual(["if", "endif"]);
  });

  test("digits may be separated by quotes", () => {
    expect(keywords("int x = 1'000;\n#if 1\nint y = 0x'f;\n#endif")).toEqual(["if", "endif"]);
  });

  test("a raw string goes on to its own end", () => {
    expect(keywords('auto s = R"x(\n#if "\n)x";\n#define A\n')).toEqual(["define"]);
  });

  test("a directive goes on over spliced lines and comments, with either line ending", () => {
    expect(body("#define A 1 \\\r\n + 2\r\nint x;")?.replace(/\s+/g, " ")).toBe("A 1 + 2");
    expect(body("#if A /* two\nlines */ && B // rest\nint x;")?.replace(/\s+/g, " ")).toBe("A && B");
  });

  test("a header's name may look like a comment", () => {
    expect(body("#include <a//b/*c.h>\n")).toBe("<a//b/*c.h>");
  });

  test("a lone # and a line marker are directives without consequence", () => {
    expect(keywords('#\n# 12 "x.c"\n')).toEqual(["", "12"]);
  });

  test("a place in a spliced directive leads back to the file", () => {
    const text = "#if A \\\n  && BAD";
    const logical = scanDirectives(text).directives[0]?.body;
    expect(logical).toBeDefined();
    if (logical === undefined) return;
    const at = logical.text.indexOf("BAD");
    expect(fileOffset(logical, at)).toBe(text.indexOf("BAD"));
    expect(fileSpan(logical, at, at + 3)).toEqual({ start: text.indexOf("BAD"), end: text.length });
  });
});

describe("grouping by conditionals", () => {
  test("branches know their text and what stands in them", () => {
    const text = "#ifdef A\n#define X\n#elif B\n#else\n#if C\n#endif\n#endif\n";
    const tree = readDirectives(text);
    expect(tree.errors).toEqual([]);
    const [top] = tree.items;
    expect(top?.kind).toBe("conditional");
    if (top?.kind !== "conditional") return;
    expect(top.branches.map((branch) => branch.opener.keyword)).toEqual(["ifdef", "elif", "else"]);
    expect(top.branches[2]?.items).toHaveLength(1);
    const first = top.branches[0]?.inside;
    expect(text.slice(first?.start, first?.end)).toBe("\n#define X\n");
  });

  test.each([
    ["#if 1\n", "unterminated #if"],
    ["#ifdef A\n#else\n", "unterminated #ifdef"],
    ["#else\n", "#else without #if"],
    ["#endif\n", "#endif without #if"],
    ["#if 1\n#else\n#else\n#endif", "#else after #else"],
    ["#if 1\n#else\n#elif 1\n#endif", "#elif after #else"],
    ["int x; /* open", "unterminated comment"],
    ["#define A /* open", "unterminated comment"],
  ])("%j is reported as %j", (text, message) => {
    expect(readDirectives(text).errors.map((error) => error.message)).toEqual([message]);
  });

  test("an error points at the line that is wrong", () => {
    expect(readDirectives("int x;\n#endif // y\n").errors[0]?.span).toEqual({ start: 7, end: 18 });
  });

  test("the name that guards a header is found, however it is written", () => {
    expect(readDirectives("#ifndef G\n#define G\n#endif").guard).toBe("G");
    expect(readDirectives("#if !defined(G)\n#define G\n#endif").guard).toBe("G");
    expect(readDirectives("#ifndef G\n#define H\n#endif").guard).toBeUndefined();
    expect(readDirectives("#ifndef G\n#define G\n#else\n#endif").guard).toBeUndefined();
  });

  test("conditionals nested too deep are left out and said so", () => {
    const tree = readDirectives("#if 1\n".repeat(70) + "#endif\n".repeat(70));
    expect(tree.errors).toEqual([]);
    expect(tree.tooDeep).toEqual({ start: 64 * 6, end: 64 * 6 + 5 });
  });

  test("any text is read, with spans inside it and in order", () => {
    const pieces = fc.constantFrom(
      "#if A\n",
      "#else\n",
      "#endif\n",
      "#elif 1\n",
      "/*",
      "*/",
      '"',
      "'",
      "\\\n",
      "\r\n",
      "\\",
      'R"(',
      "x",
      " ",
      "//",
      "#",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        const { directives } = scanDirectives(text);
        let last = 0;
        for (const { span, body: logical } of directives) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(text[span.start]).toBe("#");
          for (let at = 0; at < logical.text.length; at++) {
            const from = fileOffset(logical, at);
            if (logical.text[at] !== " ") expect(text[from]).toBe(logical.text[at]);
          }
          last = span.end;
        }
        readDirectives(text);
      }),
    );
  });

  test("a file is read again only when its text changed", () => {
    const read = rememberedDirectives();
    const first = read("a.h", "#define A\n");
    expect(read("a.h", "#define A\n")).toBe(first);
    expect(read("a.h", "#define B\n")).not.toBe(first);
  });
});
