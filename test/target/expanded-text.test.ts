import { describe, expect, test } from "vitest";
import { rememberedDirectives } from "../../src/syntax/c/directives.ts";
import { objectMacro } from "../../src/syntax/c/macros.ts";
import { type ExpansionInput, expandedText } from "../../src/target/expanded-text.ts";

function expanded(
  files: Readonly<Record<string, string>>,
  change: Partial<ExpansionInput> = {},
): readonly string[] {
  const text = expandedText(
    { path: "main.c", text: files["main.c"] ?? "" },
    {
      initial: {
        predefined: new Map([["TARGET", objectMacro("1")]]),
        undefined: new Set(),
        unknownMacros: new Set(),
      },
      readDirectives: rememberedDirectives(),
      find(name, beside) {
        const path = [beside, name].find((each) => Object.hasOwn(files, each));
        return path === undefined ? undefined : { path, text: files[path] ?? "" };
      },
      isWanted: (path) => path === "main.c",
      ...change,
    },
  );
  return text
    .split("\n")
    .map((line) => line.trim().replace(/ ?= ?/g, " = "))
    .filter((line) => line !== "");
}

describe("what the compiler sees of a file", () => {
  test("a macro counts from its definition to its end", () => {
    const text =
      "int setjmp(int);\n#define setjmp(b) 0\nint x = setjmp(1);\n#undef setjmp\nint setjmp(char);";
    expect(expanded({ "main.c": text })).toEqual(["int setjmp(int);", "int x = 0;", "int setjmp(char);"]);
  });

  test("macros of headers count, their text doesn't", () => {
    const files = {
      "main.c": '#include "a/b.h"\nEXPORT int f(void);',
      "a/b.h": '#include "c.h"\nint g;',
      "a/c.h": "#define EXPORT extern",
    };
    expect(expanded(files)).toEqual(["extern int f(void);"]);
    expect(expanded(files, { isWanted: () => true })).toEqual(["int g;", "extern int f(void);"]);
  });

  test("branches that are not taken are gone, unless all are asked for", () => {
    const text =
      "#if defined(TARGET) && TARGET > 0\nint a;\n#elif 1\nint b;\n#else\nint c;\n#endif\n#ifdef X\nint d;\n#endif";
    expect(expanded({ "main.c": text })).toEqual(["int a;"]);
    expect(expanded({ "main.c": text }, { everyBranch: true })).toEqual([
      "int a;",
      "int b;",
      "int c;",
      "int d;",
    ]);
  });

  test("comments and line splices are gone, strings stay", () => {
    const text = 'int /* a "b */ x; // c\nchar *s = "/* no */";\nint lo\\\nng_name;';
    expect(expanded({ "main.c": text })).toEqual(['int x; char *s = "/* no */"; int long_name;']);
  });

  test("words that macros put side by side stay two", () => {
    expect(expanded({ "main.c": "#define P(x) x\n#define int_ int\nP(int_)P(y);" })).toEqual(["int y;"]);
  });

  test("a file that includes itself comes to an end", () => {
    expect(expanded({ "main.c": '#include "main.c"\nint x;' }).length).toBeGreaterThan(0);
    expect(expanded({ "main.c": '#pragma once\n#include "main.c"\nint x;' })).toEqual(["int x;"]);
  });
});
