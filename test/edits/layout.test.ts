import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { removalOf, separatorBefore } from "../../src/edits/layout.ts";
import { readOpamFile } from "../../src/syntax/opam-file.ts";
import { type List, readSexps, type Sexp } from "../../src/syntax/sexp.ts";

/** `text` without the word `gone`. */
function without(text: string): string {
  const start = text.indexOf("gone");
  const quoted = text[start - 1] === '"';
  const item = { start: start - (quoted ? 1 : 0), end: start + 4 + (quoted ? 1 : 0) };
  const { comments } = quoted ? readOpamFile(text) : readSexps(text);
  const { start: from, end } = removalOf(text, item, comments);
  return text.slice(0, from) + text.slice(end);
}

describe("an item that is taken out of a list", () => {
  it.each([
    ["(libraries lwt gone)", "(libraries lwt)"],
    ["(libraries gone lwt)", "(libraries lwt)"],
    ["(libraries gone)", "(libraries)"],
    ["(libraries\n  lwt\n  gone)", "(libraries\n  lwt)"],
    ["(libraries\n  gone\n  lwt)", "(libraries\n  lwt)"],
    ["(libraries\n  gone lwt)", "(libraries\n  lwt)"],
    ["(libraries\n  a\n  gone\n  b)", "(libraries\n  a\n  b)"],
    ["(libraries\r\n  a\r\n  gone\r\n  b)", "(libraries\r\n  a\r\n  b)"],
    ["(libraries\n  a ; why a\n  gone\n  b)", "(libraries\n  a ; why a\n  b)"],
    ["(libraries\r\n  a ; why a\r\n  gone\r\n  b)", "(libraries\r\n  a ; why a\r\n  b)"],
    ["(libraries\n  a ; why a\n  gone)", "(libraries\n  a ; why a\n  )"],
    ["(libraries\n  a\n  gone ; why gone\n  b)", "(libraries\n  a\n  ; why gone\n  b)"],
    ['depends: [\n  "a"\n  "gone"\n  "b"\n]', 'depends: [\n  "a"\n  "b"\n]'],
    ['depends: [\n  "gone"\n  "b"\n]', 'depends: [\n  "b"\n]'],
    ['depends: [\n  "a"\n  "gone"\n]', 'depends: [\n  "a"\n]'],
    ['depends: ["gone" "b"]', 'depends: ["b"]'],
    ['depends: [\n  "a" # why\n  "gone"\n]', 'depends: [\n  "a" # why\n]'],
  ])("%j leaves %j", (text, rest) => {
    expect(without(text)).toBe(rest);
  });

  const words = fc.constantFrom("a", "b-c", '"d e"', "(f g)", ":h");
  const gaps = fc.constantFrom(
    " ",
    "\n  ",
    "\n",
    "  ",
    " ; note\n ",
    "\n ; note (\n  ",
    "\r\n ",
    " ; note\r\n ",
  );

  it("leaves all others as they are, and every comment", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(gaps, words), { minLength: 1 }),
        gaps,
        fc.nat(),
        (parts, last, chosen) => {
          const text = `(x${parts.map(([gap, word]) => gap + word).join("")}${last})`;
          const { items, comments } = readSexps(text);
          const list = items[0] as List;
          const at = 1 + (chosen % parts.length);
          const item = list.items[at] as Sexp;
          const { start, end } = removalOf(text, item.span, comments);
          const rest = readSexps(text.slice(0, start) + text.slice(end));
          const written = (source: string, sexp: Sexp): string =>
            source.slice(sexp.span.start, sexp.span.end);
          const kept = (rest.items[0] as List).items.map((one) =>
            written(text.slice(0, start) + text.slice(end), one),
          );
          expect(rest.errors).toEqual([]);
          expect(kept).toEqual(list.items.filter((one) => one !== item).map((one) => written(text, one)));
          expect(rest.comments.map((comment) => comment.text)).toEqual(
            comments.map((comment) => comment.text),
          );
        },
      ),
    );
  });
});

describe("an item that is added to a list", () => {
  it("stands on a line of its own where the one before it does", () => {
    const text = '[\n  "a"\n]';
    expect(separatorBefore(text, { start: 4, end: 7 })).toBe("\n  ");
    expect(separatorBefore('["a"]', { start: 1, end: 4 })).toBe(" ");
  });
});
