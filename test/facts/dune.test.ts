import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DuneFacts, duneFacts } from "../../src/facts/dune.ts";
import { elementsOf, type Name } from "../../src/facts/ordered-set.ts";
import type { ExecutablesStanza, LibraryStanza, Stanza } from "../../src/facts/stanza.ts";

type Of<Kind extends Stanza["kind"]> = Extract<Stanza, { kind: Kind }>;

function stanzasOf<Kind extends Stanza["kind"]>(text: string, kind: Kind): readonly Of<Kind>[] {
  return duneFacts(text).stanzas.filter((stanza): stanza is Of<Kind> => stanza.kind === kind);
}

function only<Kind extends Stanza["kind"]>(text: string, kind: Kind): Of<Kind> {
  const [stanza, ...others] = stanzasOf(text, kind);
  if (stanza === undefined || others.length > 0) throw new Error(`not exactly one ${kind} in ${text}`);
  return stanza;
}

const library = (fields: string): LibraryStanza => only(`(library (name x) ${fields})`, "library");
const textsOf = (names: readonly Name[]): readonly string[] => names.map(({ text }) => text);

const asked = ({ libraries }: LibraryStanza | ExecutablesStanza): readonly string[] =>
  libraries.map((dependency) =>
    dependency.kind === "library"
      ? `${dependency.reExport ? "re-exported " : ""}${dependency.name.text}`
      : `${dependency.result.text} from ${dependency.choices
          .map(({ literals, file }) =>
            [...literals.map(({ name, negated }) => (negated ? "!" : "") + name.text), file.text].join(" "),
          )
          .join(" | ")}`,
  );

describe("(libraries …)", () => {
  it("has names, re-exports and selects", () => {
    const stanza = library(`(libraries a "b.c" (re_export d)
      (select clock.ml from (unix !is_solo5 -> clock.unix.ml) (-> clock.none.ml)))`);
    expect(asked(stanza)).toEqual([
      "a",
      "b.c",
      "re-exported d",
      "clock.ml from unix !is_solo5 clock.unix.ml | clock.none.ml",
    ]);
  });

  it("is empty where there is none, and joined where there are two", () => {
    expect(asked(library(""))).toEqual([]);
    expect(asked(library("(libraries a) (libraries b)"))).toEqual(["a", "b"]);
  });

  it("is read past what dune would refuse in it", () => {
    expect(asked(library("(libraries (select) (select f from (a b)) (re_export) (()) (what x) a)"))).toEqual([
      "f from ",
      "a",
    ]);
  });
});

describe("a library", () => {
  it("has its names, kind and companions", () => {
    const stanza = only(
      `(library (public_name p.x) (kind (ppx_deriver (cookies (a b)))) (ppx_runtime_libraries r s)
        (optional) (wrapped false) (implements v) (default_implementation p.d) (virtual_modules m n)
        (modules_without_implementation t) (inline_tests) (package p)
        (install_c_headers h) (public_headers i.h))`,
      "library",
    );
    expect(stanza).toMatchObject({
      name: undefined,
      publicName: { text: "p.x" },
      package: { text: "p" },
      libraryKind: "ppx_deriver",
      optional: true,
      wrapped: false,
      implements: { text: "v" },
      defaultImplementation: { text: "p.d" },
      inlineTests: true,
    });
    expect(textsOf(stanza.ppxRuntimeLibraries)).toEqual(["r", "s"]);
    expect(textsOf(stanza.installedHeaders)).toEqual(["h", "i.h"]);
    expect(stanza.virtualModules && textsOf(elementsOf(stanza.virtualModules))).toEqual(["m", "n"]);
  });

  it("is a plain, wrapped one unless it says otherwise", () => {
    expect(library("")).toMatchObject({
      libraryKind: "normal",
      optional: false,
      wrapped: true,
      enabledIf: undefined,
      modules: undefined,
    });
    expect(library("(optional false)").optional).toBe(false);
    expect(library("(optional true)").optional).toBe(true);
    expect(library("(kind ppx_rewriter)").libraryKind).toBe("ppx_rewriter");
  });

  it("has the rewriters of every form of preprocess, without their flags", () => {
    const ppx = (form: string): readonly string[] => textsOf(library(`(preprocess ${form})`).ppx);
    expect(ppx("(pps a -flag b -- -c d)")).toEqual(["a", "b"]);
    expect(ppx("(staged_pps a b)")).toEqual(["a", "b"]);
    expect(ppx("(per_module ((pps a) m n) ((pps b) o) ((action (run x)) p))")).toEqual(["a", "b"]);
    expect(ppx("no_preprocessing")).toEqual([]);
    expect(ppx("future_syntax")).toEqual([]);
  });

  it("knows whether a program of its own preprocesses it", () => {
    expect(library("(preprocess (action (run cppo %{input-file})))").preprocessedByAction).toBe(true);
    expect(library("(preprocess (pps a))").preprocessedByAction).toBe(false);
  });
});

describe("foreign code", () => {
  it("is named by foreign_stubs since dune 2", () => {
    const { stubs } = library(`(foreign_stubs (language c) (names a b) (flags :standard -Iinc "-D X")
      (include_dirs inc (lib other) "%{project_root}/h")) (foreign_stubs (language cxx) (names c))
      (foreign_archives z)`);
    expect(stubs.map(({ language, names }) => [language, ...textsOf(elementsOf(names))])).toEqual([
      ["c", "a", "b"],
      ["cxx", "c"],
    ]);
    expect(stubs[0] && textsOf(elementsOf(stubs[0].flags))).toEqual(["-Iinc", "-D X"]);
    expect(stubs[0]?.includeDirs.map(({ kind, name }) => `${kind} ${name.text}`)).toEqual([
      "directory inc",
      "library other",
      "directory %{project_root}/h",
    ]);
  });

  it("is named by c_names and cxx_names in dune 1", () => {
    const { stubs } = library("(c_names a b) (c_flags (:standard -O3)) (cxx_names c) (cxx_flags -g)");
    expect(
      stubs.map(({ language, names, flags }) => [
        language,
        textsOf(elementsOf(names)).join(" "),
        textsOf(elementsOf(flags)).join(" "),
      ]),
    ).toEqual([
      ["c", "a b", "-O3"],
      ["cxx", "c", "-g"],
    ]);
  });

  it("can be an archive of its own", () => {
    const stanza = only("(foreign_library (archive_name z) (language cxx) (names a b))", "foreign-library");
    expect(stanza.archiveName?.text).toBe("z");
    expect(stanza.stubs.language).toBe("cxx");
    expect(textsOf(elementsOf(stanza.stubs.names))).toEqual(["a", "b"]);
  });

  it("takes words for the C linker from every field that has some", () => {
    const { linkerWords } = library(
      '(c_library_flags -lz) (library_flags (-linkall)) (link_flags (-cclib -lm "-ccopt -L/x")) (ocamlopt_flags (:standard -O3))',
    );
    expect(textsOf(linkerWords).toSorted()).toEqual(["-L/x", "-lm", "-lz"]);
  });
});

describe("executables and tests", () => {
  it("are the same stanza in the singular and in the plural", () => {
    const [one, several, test, tests] = stanzasOf(
      `(executable (name a) (public_name b) (libraries x)) (executables (names a b) (public_names c -))
       (test (name t)) (tests (names t u) (package p))`,
      "executables",
    );
    expect(one).toMatchObject({ test: false, names: [{ text: "a" }], publicNames: [{ text: "b" }] });
    expect(several && textsOf(several.names)).toEqual(["a", "b"]);
    expect(test?.test).toBe(true);
    expect(tests).toMatchObject({ test: true, package: { text: "p" } });
  });
});

describe("a rule", () => {
  const targets = (text: string): readonly string[] => textsOf(only(text, "rule").targets);

  it("in its long form makes what it names and what its action writes", () => {
    expect(targets("(rule (targets a b) (deps c) (action (run gen %{targets})))")).toEqual(["a", "b"]);
    expect(targets("(rule (target a) (action (with-stdout-to %{target} (run gen))))")).toEqual(["a"]);
    expect(targets("(rule (action (progn (write-file a x) (with-outputs-to b (echo y)))))")).toEqual([
      "a",
      "b",
    ]);
    expect(targets("(rule (alias runtest) (action (run ./t.exe)))")).toEqual([]);
  });

  it("in its short form makes what its action writes", () => {
    expect(targets("(rule (with-stdout-to a.ml (run gen)))")).toEqual(["a.ml"]);
    expect(targets("(rule (chdir x (with-stderr-to a (run gen))))")).toEqual(["a"]);
    expect(targets("(rule (copy a b))")).toEqual(["b"]);
  });

  it("that only copies says from where to where", () => {
    const copies = (text: string): readonly string[] =>
      only(text, "rule").copies.map(({ source, target }) => `${source.text} ${target.text}`);
    expect(copies("(rule (copy# ../x/a.c b.c))")).toEqual(["../x/a.c b.c"]);
    expect(copies("(rule (deps a) (action (copy ../a b)))")).toEqual(["../a b"]);
    expect(copies("(rule (action (progn (copy a b) (run patch b))))")).toEqual([]);
  });

  it("may have a condition", () => {
    expect(only("(rule (enabled_if false) (action (write-file a x)))", "rule").enabledIf?.kind).toBe("word");
  });

  it("runs programs and shells, each with the settings around it", () => {
    const text =
      '(rule (action (progn (setenv CC %{cc} (chdir x (run make -j "a b"))) (system "cd y && ./configure; make") (echo run))))';
    expect(only(text, "rule").commands.map(({ kind, words, settings }) => [kind, words, settings])).toEqual([
      ["run", ["make", "-j", "a b"], ["CC=%{cc}"]],
      ["shell", ["cd", "y", "./configure", "make"], []],
    ]);
  });
});

describe("other stanzas", () => {
  it("copy files, in the short form and in the long one", () => {
    expect(only("(copy_files# ../c/*.c)", "copy-files")).toMatchObject({ glob: { text: "../c/*.c" } });
    expect(only("(copy_files (files x/*) (enabled_if (= a a)))", "copy-files")).toMatchObject({
      glob: { text: "x/*" },
      enabledIf: { kind: "comparison", operator: "=" },
    });
  });

  it("install files, under other names where they say so", () => {
    const text = "(install (section lib) (package p) (files a/x.h (b.h as c/d.h) (glob_files *.h)))";
    const { section, package: owner, files } = only(text, "install");
    expect([section, owner?.text]).toEqual(["lib", "p"]);
    expect(files.map(({ source, installedAs }) => `${source.text} ${installedAs}`)).toEqual([
      "a/x.h x.h",
      "b.h c/d.h",
    ]);
    expect(only("(install (section (site (p plugins))) (files x))", "install").section).toBe("site");
  });

  it("nest in subdirectories", () => {
    const outer = only("(subdir a/b (library (name x)) (subdir c (include gen.inc)))", "subdir");
    expect(outer.directory.text).toBe("a/b");
    expect(outer.stanzas).toMatchObject([
      { kind: "library" },
      { kind: "subdir", directory: { text: "c" }, stanzas: [{ kind: "include", file: { text: "gen.inc" } }] },
    ]);
  });

  it("choose directories, with globs and exceptions", () => {
    const text = String.raw`(dirs :standard \ x*) (data_only_dirs a "b c") (vendored_dirs v) (ignored_subdirs (i j))`;
    expect(
      stanzasOf(text, "directories").map(({ selection, set }) => [
        selection,
        set.kind,
        ...textsOf(elementsOf(set)),
      ]),
    ).toEqual([
      ["dirs", "difference"],
      ["data_only_dirs", "union", "a", "b c"],
      ["vendored_dirs", "union", "v"],
      ["ignored_subdirs", "union", "i", "j"],
    ]);
  });

  it("are known by kind, and those that nothing asks for by name", () => {
    const text = `(include a.inc) (dynamic_include b) (include_subdirs qualified) (ocamllex l) (menhir (modules p))
      (deprecated_library_name (old_public_name o) (new_public_name n)) (install (section lib)) (env (_ (flags)))`;
    expect(duneFacts(text).stanzas.map(({ kind }) => kind)).toEqual([
      "include",
      "dynamic-include",
      "include-subdirs",
      "generated-modules",
      "generated-modules",
      "deprecated-library-name",
      "install",
      "other",
    ]);
  });
});

describe("the comment that declares code unix-only", () => {
  const commented = (text: string): readonly (string | undefined)[] =>
    stanzasOf(text, "library").map(({ unixOnly }) => unixOnly?.reason);

  it("belongs to the stanza that it stands in, or to the next", () => {
    expect(
      commented(`(library (name a))
        ; mirage-lint: unix-only -- reads /etc
        (library (name b))
        (library ; mirage-lint: unix-only -- forks
         (name c))
        (library (name d))`),
    ).toEqual([undefined, "reads /etc", "forks", undefined]);
  });

  it("is found inside subdir, and belongs to none where nothing follows", () => {
    const outer = only(
      "(subdir a (library (name x))\n; mirage-lint: unix-only -- why\n(library (name y)))",
      "subdir",
    );
    expect(outer.stanzas.map((stanza) => stanza.kind === "library" && stanza.unixOnly?.reason)).toEqual([
      undefined,
      "why",
    ]);
    expect(commented("(library (name a))\n; mirage-lint: unix-only -- late")).toEqual([undefined]);
  });

  it("is no other comment", () => {
    expect(
      commented("; mirage-lint: unix -- x\n; see mirage-lint: unix-only -- x\n(library (name a))"),
    ).toEqual([undefined]);
  });
});

describe("jbuild's spelling of variables", () => {
  const stale = (text: string): readonly string[] => textsOf(duneFacts(text).staleVariables);

  it("is found in words and strings, with its place", () => {
    const text = `(rule (action (run \${ocaml} "-I\${lib:foo:.}" %{ok} \${HOME})))`;
    expect(stale(text)).toEqual([`\${ocaml}`, `\${lib:foo:.}`]);
    for (const { text: found, span } of duneFacts(text).staleVariables)
      expect(text.slice(span.start, span.end)).toBe(found);
  });

  it("is left to the shell where a shell reads it", () => {
    expect(
      stale(`(rule (action (progn (system "\${CC} x") (run sh -c "\${CC} x") (bash "\${MAKE}"))))`),
    ).toEqual([]);
  });
});

describe("a dune file", () => {
  it("in OCaml syntax says nothing", () => {
    expect(duneFacts('(* -*- tuareg -*- *)\nlet () = print "(library (name x))"')).toEqual({
      ocamlSyntax: true,
      stanzas: [],
      staleVariables: [],
      errors: [],
    });
  });

  it("that is malformed still says what can be read, and where it is malformed", () => {
    const { stanzas, errors } = duneFacts("(library (name a)\n(library (name b))\n");
    expect(stanzas.map((stanza) => stanza.kind === "library" && stanza.name?.text)).toEqual(["a", "b"]);
    expect(errors).toHaveLength(1);
    expect(duneFacts("stray (library)").errors).toMatchObject([{ span: { start: 0, end: 5 } }]);
  });

  it("may end its lines as Windows does", () => {
    expect(
      duneFacts("(library\r\n (name a))\r\n; mirage-lint: unix-only -- x\r\n(library (name b))\r\n").stanzas,
    ).toMatchObject([{ name: { text: "a" } }, { name: { text: "b" }, unixOnly: { reason: "x" } }]);
  });

  it("has names whose spans lead back to the text", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_.]{0,8}$/);
    const blank = fc.constantFrom(" ", "\n  ", "\t", " ; note\n ", "\r\n");
    fc.assert(
      fc.property(word, fc.array(fc.tuple(blank, word)), blank, (name, dependencies, gap) => {
        const libraries = dependencies.map(([between, dependency]) => between + dependency).join("");
        const text = `(library${gap}(name${gap}${name})${gap}(libraries${libraries}))`;
        const stanza = only(text, "library");
        const names = [
          stanza.name,
          ...stanza.libraries.map((found) => (found.kind === "library" ? found.name : undefined)),
        ];
        expect(names.map((found) => found?.text)).toEqual([
          name,
          ...dependencies.map(([, dependency]) => dependency),
        ]);
        for (const found of names)
          expect(found && text.slice(found.span.start, found.span.end)).toBe(found?.text);
      }),
    );
  });

  it("never throws and keeps every place inside the text, whatever the text", () => {
    const piece = fc.constantFrom(
      ...`( ) \\ " ; %{ } : \n library rule name libraries select from -> !a subdir a/b enabled_if not and = \${ocaml}`.split(
        " ",
      ),
      "; mirage-lint: unix-only -- r\n",
      "(library (name x))",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join(" ");
        const { errors, staleVariables }: DuneFacts = duneFacts(text);
        for (const { span } of [...errors, ...staleVariables]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
