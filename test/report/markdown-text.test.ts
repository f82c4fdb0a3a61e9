import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, codeBlock, link, prose } from "../../src/report/markdown-text.ts";
import { hostileFile, hostileMessage, place } from "./sample-run.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        ..."`*_[]()<>&|\\~$@#:!-+=.\n\r\t 1ax".split(""),
        "http://",
        "www.",
        "GH-",
        "<!--",
        "```",
        "\u202e",
      ),
    )
    .map((pieces) => pieces.join("")),
);

/** What a reader of HTML sees: tags gone, entities read. */
const seen = (markdown: string): string =>
  markdown
    .replace(/<\/?span>/g, "")
    .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)));

describe("text in Markdown", () => {
  it("stays as it is where nothing in it acts", () => {
    const text = "library mirage-beacon reaches unix (see src/dune): beacon_checksum.c, OCaml 5.3";
    expect(prose(text)).toBe(text);
  });

  it.each([
    ["mirage-*", "mirage-&#42;"],
    ["a `b` <img src=x> &amp;", "a &#96;b&#96; &#60;img src=x&#62; &#38;amp;"],
    ["[click](https://example.org)", "&#91;click&#93;(https<span>:</span>//example.org)"],
    ["a|b", "a&#124;b"],
    ["_x_ but a_b", "&#95;x&#95; but a_b"],
    ["one\n\n# two", "one\\x0a\\x0a# two".replaceAll("\\", "&#92;")],
  ])("shows %j as text", (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  it("mentions nobody, refers to no issue and makes no formula, emoji or link", () => {
    expect(prose("fixes #12, o/r#3 and GH-4; hi @octocat, $x$ :+1: www.example.org a@b.c")).toBe(
      "fixes <span>#</span>12, o/r<span>#</span>3 and GH<span>-</span>4; hi <span>@</span>octocat, " +
        "<span>$</span>x<span>$</span> <span>:</span>+1: www<span>.</span>example.org a<span>@</span>b.c",
    );
  });

  it("has no character left that Markdown or HTML reads, and shows all there is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = prose(text);
        // What stands on either side of an escape does not stand together.
        const bare = markdown.replace(/<span>[$@#:.-]<\/span>|&#\d+;/g, "·");
        expect(bare).not.toMatch(/[&<>\\`*[\]|~$@]|:\/\/|#\d|[\n\r]|\p{Cc}|\p{Bidi_Control}/u);
        expect(bare).not.toMatch(/(^|[^\p{L}\p{N}])_|_([^\p{L}\p{N}]|$)/u);
        expect(seen(markdown)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });
});

describe("code in Markdown", () => {
  it("stands in backquotes where that is enough, and as a tag where it is not", () => {
    expect(code("src/dune:5")).toBe("`src/dune:5`");
    expect(code("@octocat #1")).toBe("`@octocat #1`");
    expect(code("a`b|c")).toBe("<code>a&#96;b&#124;c</code>");
    expect(code(" a")).toBe("<code> a</code>");
    expect(code("")).toBe("<code></code>");
  });

  it("is never left early, whatever it holds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = code(text);
        const inside = /^`([^`|\\<>&\n]+)`$/.exec(markdown)?.[1];
        if (inside === undefined) expect(markdown).toMatch(/^<code>[^`|\n]*<\/code>$/);
        expect(markdown.match(/<\/code>/g) ?? []).toHaveLength(inside === undefined ? 1 : 0);
      }),
    );
  });
});

describe("a block of code in Markdown", () => {
  it("has a fence that no line in it ends", () => {
    expect(codeBlock(["(* ```` *)", "```"], "ocaml")).toEqual(["`````ocaml", "(* ```` *)", "```", "`````"]);
  });

  it("has no line that acts", () => {
    expect(codeBlock(["\ta\u001b[2J\rb\u202e"], "c")).toEqual([
      "```c",
      "    a\\x1b[2J\\x0db\\u{202e}",
      "```",
    ]);
  });
});

describe("a link to a line", () => {
  it("is relative where nothing is known of where the tree is shown", () => {
    expect(link("here", place("src/dune", 3, 1, 3, 4), undefined)).toBe("[here](src/dune#L3)");
  });

  it("leads to a file of a commit, and to all lines of a finding", () => {
    const base = "https://github.com/mirage/net/blob/0123abc/";
    expect(link("here", place("a b/x(1).c", 3, 1, 5, 4), base)).toBe(
      "[here](https://github.com/mirage/net/blob/0123abc/a%20b/x%281%29.c#L3-L5)",
    );
  });

  it("has a target without anything that could end it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant(hostileFile), fc.constant(hostileMessage)), (file) => {
        expect(link("x", place(`f${file}`, 1, 1, 1, 1), undefined)).toMatch(
          /^\[x\]\(f[A-Za-z0-9%/._~-]*#L1\)$/,
        );
      }),
    );
  });
});
