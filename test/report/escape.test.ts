import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableJson } from "../../src/report/escape.ts";

const acting = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const anyText = fc.string({ unit: "binary" });
const trickyText = fc.string({
  unit: fc.constantFrom(
    "#",
    "[",
    ":",
    " ",
    "\u001b",
    "\u009b",
    "\u202e",
    "\u2028",
    "\ud800",
    "\n",
    "\t",
    "\\",
    "é",
    "🐫",
  ),
});

describe("text shown to a person", () => {
  it("stays as it is when nothing in it acts", () => {
    expect(printable("lib `ünï` 🐫 #[x] ## % :: \\x1b")).toBe("lib `ünï` 🐫 #[x] ## % :: \\x1b");
  });

  it.each([
    ["\u001b[31mred", "\\x1b[31mred"],
    ["one\ntwo\r\tthree", "one\\x0atwo\\x0d\\x09three"],
    ["\u0000\u007f\u009b", "\\x00\\x7f\\x9b"],
    ["\u202egpj.exe\u2066\u200f", "\\u{202e}gpj.exe\\u{2066}\\u{200f}"],
    ["a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
    ["half a camel \ud83d", "half a camel \\u{d83d}"],
  ])("shows %j as %s", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("gives the GitHub runner no ##[command], which it would obey anywhere in a line", () => {
    expect(printable("see ##[stop-commands]x and ###[group]")).toBe(
      "see ##\\x5bstop-commands]x and ###\\x5bgroup]",
    );
  });

  it("gives the GitHub runner no ::command::, which it would obey at the start of a line", () => {
    expect(printable("::error::x")).toBe("\\x3a:error::x");
    expect(printable(" \u00a0::add-mask::x")).toBe(" \u00a0\\x3a:add-mask::x");
    expect(printable("a::b:")).toBe("a::b:");
    expect(printable(":standard")).toBe(":standard");
  });

  it("never holds a character that acts, and is the same when escaped again", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, trickyText), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(acting);
        expect(shown).not.toContain("##[");
        expect(shown.trimStart()).not.toMatch(/^::/);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe("JSON shown in a terminal", () => {
  it("holds no character that acts but its own line ends, and reads back as it was", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, trickyText)), (texts) => {
        const json = printableJson(texts);
        expect(json.replaceAll("\n", "")).not.toMatch(acting);
        expect(json).not.toContain("##[");
        expect(JSON.parse(json)).toEqual(texts);
      }),
    );
  });

  it("is indented by two and ends in a newline", () => {
    expect(printableJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  });
});
