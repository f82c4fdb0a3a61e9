import { describe, expect, it } from "vitest";
import { duneProjectFacts } from "../../src/facts/dune-project.ts";

const dependsOf = (fields: string): readonly string[] =>
  duneProjectFacts(`(lang dune 3.0) (package (name p) ${fields})`).packages.flatMap(({ depends }) =>
    depends.map(({ name, filters, optional }) =>
      [name.text, ...filters, ...(optional ? ["?"] : [])].join(" "),
    ),
  );

describe("a dune-project file", () => {
  it("says the language, the name and the packages", () => {
    const facts = duneProjectFacts(`(lang dune 3.11)
(name post)
(generate_opam_files)
(package (name a))
(package (name b) (depends a))`);
    expect(facts).toMatchObject({ lang: "3.11", name: "post", generatesOpamFiles: true, errors: [] });
    expect(facts.packages.map(({ name }) => name.text)).toEqual(["a", "b"]);
  });

  it("generates opam files only where it says so", () => {
    expect(duneProjectFacts("(lang dune 2.0)").generatesOpamFiles).toBe(false);
    expect(duneProjectFacts("(lang dune 2.0) (generate_opam_files false)").generatesOpamFiles).toBe(false);
    expect(duneProjectFacts("(lang dune 2.0) (generate_opam_files true)").generatesOpamFiles).toBe(true);
  });

  it("has dependencies with the words of their filters, in any nesting", () => {
    expect(
      dependsOf("(depends a (b (>= 1.0)) (c :with-test) (d (and :build (>= 2))) (or e f)) (depopts g)"),
    ).toEqual(["a", "b >= 1.0", "c :with-test", "d and :build >= 2", "e", "f", "g ?"]);
  });

  it("passes over a package without a name, and what is no field", () => {
    const { packages } = duneProjectFacts(
      "(lang dune 3.0) (package (synopsis x)) (package) word (package (name p))",
    );
    expect(packages.map(({ name }) => name.text)).toEqual(["p"]);
  });

  it("points each name to its place", () => {
    const text = "(lang dune 3.0)\r\n(package\r\n (name p)\r\n (depends (q (>= 1))))\r\n";
    for (const { name, depends } of duneProjectFacts(text).packages)
      for (const { text: word, span } of [name, ...depends.map((dependency) => dependency.name)])
        expect(text.slice(span.start, span.end)).toBe(word);
  });

  it("that is malformed gives an error with a place, and what can be read", () => {
    const { packages, errors, lang } = duneProjectFacts(
      "(lang dune 3.0)\n(package (name p)\n(package (name q))\n",
    );
    expect(lang).toBe("3.0");
    expect(packages.map(({ name }) => name.text)).toEqual(["p", "q"]);
    expect(errors).toHaveLength(1);
  });

  it("may be empty", () => {
    expect(duneProjectFacts("")).toMatchObject({
      lang: undefined,
      name: undefined,
      packages: [],
      errors: [],
    });
  });
});
