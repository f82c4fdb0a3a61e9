import { describe, expect, it } from "vitest";
import { identifierSpans, includeLines } from "../../src/edits/c-edits.ts";

describe("identifiers of a C file", () => {
  it("are found in code and macros, and not in comments, literals and longer names", () => {
    const text = `/* f */ #define G f(1) // f\nchar *s = "f \\" f", c = 'f'; int f2, xf; x = f/f;`;
    expect(identifierSpans(text, "f").map(({ start, end }) => text.slice(start - 2, end + 1))).toEqual([
      "G f(",
      "= f/",
      "f/f;",
    ]);
  });
});

describe("include lines", () => {
  it("have the name, and the line without its end", () => {
    const text =
      '#include <a.h>\r\n#ifdef X\r\n#  include "caml/b.h" /* why */\r\n#endif\r\n#include NAME\r\n';
    expect(
      includeLines(text).map(({ header, name, directive, unconditional }) => [
        header,
        text.slice(name.start, name.end),
        text.slice(directive.start, directive.end),
        unconditional,
      ]),
    ).toEqual([
      ["a.h", "a.h", "#include <a.h>", true],
      ["caml/b.h", "caml/b.h", '#  include "caml/b.h" /* why */', false],
    ]);
  });
});
