import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CommentLanguage, commentSpans, languageOfName } from "../../src/facts/comments.ts";
import { exceptionComments } from "../../src/facts/exception-comments.ts";

const languages: readonly CommentLanguage[] = ["dune", "opam", "ocaml", "c"];

const openings: Readonly<Record<CommentLanguage, RegExp>> = {
  dune: /^;/,
  opam: /^(?:#|\(\*)/,
  ocaml: /^\(\*/,
  c: /^\/[/*\\]/,
};

const fragments = [
  "mirage-lint:",
  " allow ",
  " allow-file ",
  " unix/*",
  ",",
  " -- why",
  "\n",
  "\r\n",
  " ",
  "(*",
  "*)",
  "/*",
  "*/",
  "//",
  ";",
  "#",
  '"',
  "'",
  "\\",
  "(",
  ")",
  "(library ",
  "(subdir x ",
  "x",
  "{|",
  "|}",
  "\ud800",
];

describe("comments to mirage-lint", () => {
  it("are read from any text, in its order, each with what it reaches", () => {
    const text = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.constantFrom(...languages), (source, language) => {
        const comments = exceptionComments(source, language);
        const all = commentSpans(source, language).map(({ start, end }) => `${start}-${end}`);
        let last = 0;
        for (const { span, reach } of comments) {
          expect(all).toContain(`${span.start}-${span.end}`);
          expect(source.slice(span.start, span.end)).toMatch(openings[language]);
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(reach.start).toBeLessThanOrEqual(reach.end);
          last = span.end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are all found between lines of code, each for the line below it", () => {
    const written: Readonly<Record<CommentLanguage, (text: string) => string>> = {
      dune: (text) => `;; ${text}`,
      opam: (text) => `# ${text}`,
      ocaml: (text) => `(* ${text} *)`,
      c: (text) => `/* ${text} */`,
    };
    const code = 'x: "y"\n';
    const reason = fc.stringMatching(/^[a-z][a-z .,]{0,20}[a-z]$/);
    fc.assert(
      fc.property(fc.array(reason, { minLength: 1 }), fc.constantFrom(...languages), (reasons, language) => {
        const comment = (text: string) => written[language](`mirage-lint: allow unix/*, libc/a -- ${text}`);
        const source = reasons.map((text) => `${comment(text)}\n${code}`).join("");
        const found = exceptionComments(source, language);
        expect(found.map(({ ask }) => ask)).toEqual(
          reasons.map((text) => ({ kind: "allow", rules: ["unix/*", "libc/a"], reason: text })),
        );
        expect(found.map(({ reach }) => source.slice(reach.start, reach.end))).toEqual(
          reasons.map(() => code),
        );
      }),
    );
  });

  it("are read in a time that grows with the text alone", () => {
    const many = 30_000;
    const sources: Readonly<Record<CommentLanguage, string>> = {
      dune: "; mirage-lint: allow unix/* -- x\n".repeat(many),
      opam: "# mirage-lint: allow unix/* -- x\n".repeat(many),
      ocaml: "(* mirage-lint: allow unix/* -- x *)".repeat(many),
      c: "/* mirage-lint: allow unix/* -- x */".repeat(many),
    };
    const begun = performance.now();
    for (const language of languages)
      expect(exceptionComments(sources[language], language)).toHaveLength(many);
    expect(performance.now() - begun).toBeLessThan(8000);
  });

  it("are read in the language that a file's name tells", () => {
    const named = (...names: readonly string[]) => names.map((name) => languageOfName(name));
    expect(named("dune", "dune-project", "dune-workspace.solo5", "lwt.pkg")).toEqual(Array(4).fill("dune"));
    expect(named("opam", "a.opam", "a.opam.locked", "a.opam.template")).toEqual(Array(4).fill("opam"));
    expect(named("a.ml", "a.mli", "a.unix.ml", "a.mll", "a.ml-unix")).toEqual(Array(5).fill("ocaml"));
    expect(named("a.c", "a.h", "a.S", "config.h.in")).toEqual(Array(4).fill("c"));
    expect(named("README.md", "a.html", "Makefile")).toEqual(Array(3).fill(undefined));
  });
});
