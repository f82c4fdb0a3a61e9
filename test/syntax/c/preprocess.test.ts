import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDefinition } from "../../../src/syntax/c/macros.ts";
import { type PreprocessResult, preprocess, type Resolved } from "../../../src/syntax/c/preprocess.ts";

interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  readonly defines?: readonly string[];
  readonly undefined?: readonly string[];
  readonly unknown?: readonly string[];
}

function definitions(
  texts: readonly string[],
): ReadonlyMap<string, NonNullable<ReturnType<typeof readDefinition>>["macro"]> {
  return new Map(
    texts.flatMap((text) => {
      const read = readDefinition(text);
      return read === undefined ? [] : [[read.name, read.macro] as const];
    }),
  );
}

/** Headers called `made*` are unseen, `target.h` is the target's, all others are files or missing. */
function run(text: string, setting: Setting = {}): PreprocessResult {
  return preprocess({
    path: "stub.c",
    text,
    predefined: definitions(setting.defines ?? []),
    undefined: new Set(setting.undefined ?? []),
    unknownMacros: new Set(setting.unknown ?? []),
    resolve: ({ name }): Resolved => {
      if (name.startsWith("made")) return { kind: "unseen" };
      if (name === "target.h") return { kind: "header", macros: definitions(["TARGET 1", "MAX(a, b) a"]) };
      const file = name === "stub.c" ? text : setting.files?.[name];
      return file === undefined ? { kind: "missing" } : { kind: "file", path: name, text: file };
    },
  });
}

/** `name` or `name?` for what is reached on an unknown condition, in order. */
function missing(text: string, setting: Setting = {}): readonly string[] {
  return run(text, setting)
    .includes.filter((use) => use.outcome === "missing")
    .map((use) => (use.condition === "yes" ? use.name.name : `${use.name.name}?`));
}

describe("conditions", () => {
  test("only what is compiled is included", () => {
    const text = "#if A\n#include <a.h>\n#elif B\n#include <b.h>\n#else\n#include <c.h>\n#endif\n";
    expect(missing(text, { defines: ["A 1"] })).toEqual(["a.h"]);
    expect(missing(text, { defines: ["B 1"] })).toEqual(["b.h"]);
    expect(missing(text)).toEqual(["c.h"]);
  });

  test("a macro given and taken back by the command line is not defined", () => {
    expect(missing("#ifdef A\n#include <a.h>\n#endif", { defines: ["A 1"], undefined: ["A"] })).toEqual([]);
  });

  test("#undef, #elifdef and #elifndef count", () => {
    expect(
      missing(
        "#define A\n#undef A\n#ifdef A\n#include <a.h>\n#elifdef B\n#elifndef C\n#include <c.h>\n#endif",
      ),
    ).toEqual(["c.h"]);
  });

  test("a branch after a taken one is not looked at", () => {
    expect(run("#if 1\n#elif 1 / 0\n#else\n#error no\n#endif")).toMatchObject({
      errors: [],
      reachedErrors: [],
    });
  });

  test("a condition that makes no sense is an error at its place, and counts as false", () => {
    const result = run("#if 1 +\n#include <a.h>\n#else\n#include <b.h>\n#endif");
    expect(result.errors).toEqual([{ message: "expected an expression", span: { start: 7, end: 7 } }]);
    expect(result.reachedErrors).toMatchObject([
      { kind: "error", condition: "yes", at: { start: 0, end: 7 } },
    ]);
    expect(result.includes.map((use) => use.name.name)).toEqual(["b.h"]);
  });
});

describe("alive text", () => {
  test("dead branches and directives become blanks, newlines stay", () => {
    const text = "int a;\r\n#if 0\r\nint b;\n#else\nint c; /* # */\n#endif\n#define X \\\n  y\nint d;";
    const { alive } = run(text);
    expect(alive).toHaveLength(text.length);
    expect(alive.split("\n").map((line) => line.trim())).toEqual([
      "int a;",
      "",
      "",
      "",
      "int c; /* # */",
      "",
      "",
      "",
      "int d;",
    ]);
    expect(alive.indexOf("int d")).toBe(text.indexOf("int d"));
  });

  test("both sides of an unknown condition stay", () => {
    const { alive } = run("#ifdef U\nint a;\n#else\nint b;\n#endif", { unknown: ["U"] });
    expect(alive.match(/int ./g)).toEqual(["int a", "int b"]);
  });

  test("keeps its length and its newlines, whatever the text", () => {
    const pieces = fc.constantFrom(
      "#if A\n",
      "#if 0\n",
      "#ifdef U\n",
      "#else\n",
      "#endif\n",
      "#define A 1\n",
      "#undef A\n",
      '#include "made"\n',
      "#include <x>\n",
      "/*",
      "*/",
      '"',
      "'",
      "\\\n",
      "\r\n",
      "x(1);\n",
      "#if A > (\n",
      "#error x\n",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const { alive } = run(text, { unknown: ["U"] });
        expect(alive.replace(/[^\r\n]/g, " ")).toBe(text.replace(/[^\r\n]/g, " "));
        for (let at = 0; at < text.length; at++) if (alive[at] !== " ") expect(alive[at]).toBe(text[at]);
      }),
    );
  });
});

describe("includes", () => {
  test("a header is gone into, with the chain that leads to it", () => {
    const text = '#include "a.h"\n#include <b.h>\n';
    const result = run(text, {
      files: { "a.h": '#define A\n#include "c.h"\n', "c.h": "#ifdef A\n#include <deep.h>\n#endif" },
    });
    expect(result.includes.map((use) => [use.name.name, use.outcome])).toEqual([
      ["a.h", "file"],
      ["c.h", "file"],
      ["deep.h", "missing"],
      ["b.h", "missing"],
    ]);
    const deep = result.includes[2];
    expect(deep?.chain.map((step) => step.path)).toEqual(["stub.c", "a.h", "c.h"]);
    expect(text.slice(deep?.at.start, deep?.at.end)).toBe("a.h");
    expect(deep?.chain[2]?.span).toEqual({ start: 19, end: 25 });
  });

  test("a guarded header and one with #pragma once are read once", () => {
    const files = {
      "guard.h": "#ifndef G\n#define G\n#include <g.h>\n#endif",
      "once.h": "#pragma once\n#include <o.h>\n",
      "plain.h": "#include <p.h>\n",
    };
    const text = '#include "guard.h"\n#include "once.h"\n#include "plain.h"\n';
    expect(missing(text + text, { files })).toEqual(["g.h", "o.h", "p.h", "p.h"]);
  });

  test("a header of the target leaves its macros and is not gone into", () => {
    const result = run("#include <target.h>\n#if TARGET && MAX(1, 2)\n#include <x.h>\n#endif");
    expect(result.includes.map((use) => use.outcome)).toEqual(["header", "missing"]);
    expect(result.macros.get("TARGET")).toMatchObject({ body: "1" });
  });

  test("a name that macros make is followed", () => {
    expect(missing("#define H <sys/x.h>\n#include H\n#define Q(x) #x\n#include Q(y.h)\n")).toEqual([
      "sys/x.h",
      "y.h",
    ]);
  });

  test("a name that cannot be told is said so, and what it defines is unknown", () => {
    const result = run("#include U\n#ifdef A\n#include <a.h>\n#endif", { unknown: ["U"] });
    expect(result.includes.map((use) => [use.name.name, use.outcome, use.condition])).toEqual([
      ["U", "computed", "yes"],
      ["a.h", "missing", "unknown"],
    ]);
  });

  test("#include_next says that it is one", () => {
    expect(run("#include_next <a.h>").includes[0]?.name).toEqual({ style: "angle", name: "a.h", next: true });
  });

  test("#include without a name is an error", () => {
    expect(run("#include\n").errors).toHaveLength(1);
  });

  test("__has_include asks for the header", () => {
    const text =
      '#if __has_include("a.h")\n#include <yes.h>\n#endif\n#if __has_include(<b.h>)\n#include <no.h>\n#endif';
    expect(missing(text, { files: { "a.h": "" } })).toEqual(["yes.h"]);
  });

  test("a file that includes itself ends at a limit that is named", () => {
    const result = run('#include "stub.c"\n');
    expect(result.limits).toMatchObject([{ kind: "include-depth", path: "stub.c" }]);
    expect(run('#include "stub.c"\n#include "stub.c"\n').limits.map((hit) => hit.kind)).toEqual([
      "include-depth",
      "include-count",
    ]);
  });

  test("includes under deep conditionals in a circle end at a limit", () => {
    const text = `${"#if 1\n".repeat(60)}#include "stub.c"\n${"#endif\n".repeat(60)}`;
    expect(run(text).limits).toMatchObject([{ kind: "conditional-depth" }]);
  });
});

describe("what is not known", () => {
  test("after an unseen header any name may be defined, but none that only a compiler defines", () => {
    const text =
      '#include "made.h"\n#ifdef HAVE_X\n#include <x.h>\n#endif\n#ifdef _WIN32\n#include <w.h>\n#endif\n#ifdef __linux__\n#include <l.h>\n#endif';
    expect(missing(text)).toEqual(["x.h?"]);
  });

  test("what is defined stays defined after an unseen header", () => {
    expect(missing('#define A 1\n#include "made.h"\n#if A\n#include <a.h>\n#endif')).toEqual(["a.h"]);
  });

  test("all branches of an unknown condition are read, and the names that decide are told", () => {
    const text =
      "#if U\n#include <a.h>\n#elif 0\n#include <b.h>\n#elif V\n#include <c.h>\n#else\n#include <d.h>\n#endif\n#include <e.h>";
    expect(missing(text, { unknown: ["U", "V"] })).toEqual(["a.h?", "c.h?", "d.h?", "e.h"]);
    expect(run(text, { unknown: ["U", "V"] }).includes.map((use) => use.dependsOn)).toEqual([
      ["U"],
      ["U", "V"],
      ["U", "V"],
      [],
    ]);
  });

  test("a macro that only some branches define is unknown afterwards", () => {
    const text =
      "#ifdef U\n#define A\n#define B\n#else\n#define B\n#endif\n#ifdef A\n#include <a.h>\n#endif\n#ifdef B\n#include <b.h>\n#endif";
    expect(missing(text, { unknown: ["U"] })).toEqual(["a.h?", "b.h"]);
  });

  test("a macro with a different value in each branch is defined, with a value unknown", () => {
    const text =
      "#ifdef U\n#define A 0\n#else\n#define A 1\n#endif\n#ifdef A\n#include <a.h>\n#endif\n#if A\n#include <b.h>\n#endif";
    expect(missing(text, { unknown: ["U"] })).toEqual(["a.h", "b.h?"]);
    expect(run(text, { unknown: ["U"] }).macros.get("A")).toBe("defined");
  });

  test("a branch does not see what another one defined", () => {
    expect(
      missing("#ifdef U\n#define A\n#else\n#ifdef A\n#include <a.h>\n#endif\n#endif", { unknown: ["U"] }),
    ).toEqual([]);
  });

  test("inside #ifdef a name is defined, inside its #else it is not", () => {
    const text =
      "#ifdef U\n#ifndef U\n#include <a.h>\n#endif\n#else\n#ifdef U\n#include <b.h>\n#endif\n#endif";
    expect(missing(text, { unknown: ["U"] })).toEqual([]);
  });

  test("a fallback definition makes a name defined for sure", () => {
    expect(
      missing("#ifndef U\n#define U 1\n#endif\n#ifdef U\n#include <a.h>\n#endif", { unknown: ["U"] }),
    ).toEqual(["a.h"]);
  });

  test("a guarded header first met under an unknown condition is certain when met again", () => {
    const files = { "g.h": "#ifndef G\n#define G\n#include <x.h>\n#endif" };
    expect(missing('#ifdef U\n#include "g.h"\n#endif\n#include "g.h"\n', { files, unknown: ["U"] })).toEqual([
      "x.h?",
      "x.h",
    ]);
  });
});

describe("#error and #warning", () => {
  test("are reported where they are reached, in headers too", () => {
    const text = '#include "a.h"\n#if 0\n#error dead\n#endif\n#ifdef U\n#warning maybe it\'s\n#endif\n';
    const { reachedErrors } = run(text, { files: { "a.h": "#error no luck\n" }, unknown: ["U"] });
    expect(reachedErrors).toMatchObject([
      { kind: "error", message: "no luck", condition: "yes", at: { start: 10, end: 13 } },
      { kind: "warning", message: "maybe it's", condition: "unknown", dependsOn: ["U"] },
    ]);
    expect(reachedErrors[0]?.chain.map((step) => step.path)).toEqual(["stub.c", "a.h"]);
  });
});

describe("hostile input", () => {
  const doubling = Array.from({ length: 60 }, (_, i) => `#define A${i + 1} A${i} + A${i}\n`).join("");
  test.each([
    ["a million open conditionals", "#if 1\n".repeat(300_000)],
    ["quotes", "'".repeat(1_000_000)],
    ["open comments", "/*".repeat(500_000)],
    ["splices", "\\\n".repeat(500_000)],
    ["backslashes and blanks", "\\   ".repeat(300_000)],
    ["open raw strings", 'R"x('.repeat(300_000)],
    ["a long literal in a definition", `#define X "${"a".repeat(2_000_000)}"\n#if X\n#endif\n`],
    ["errors without end", "#endif\n".repeat(200_000)],
    ["missing headers without end", "#include <x.h>\n".repeat(200_000)],
    [
      "unknown branches without end",
      `#include "made"\n#ifdef U\n${"#elif V\n#define W 1\n".repeat(50_000)}#endif\n`,
    ],
    ["macros that double", `${doubling}${"#if A60\n#endif\n".repeat(1000)}`],
    ["calls that stay open", `#define F(x) x\n${"#if F(F(F(\n#endif\n".repeat(20_000)}`],
  ])("%s are read in a moment", (_, text) => {
    const began = performance.now();
    expect(run(text).alive).toHaveLength(text.length);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
