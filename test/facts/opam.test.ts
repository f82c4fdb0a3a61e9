import { describe, expect, it } from "vitest";
import { opamFacts } from "../../src/facts/opam.ts";

const dependsOf = (value: string): readonly string[] =>
  opamFacts(`opam-version: "2.0"\ndepends: ${value}\n`).depends.map(({ name, filters, alternative }) =>
    [name.text, ...filters, ...(alternative ? ["|"] : [])].join(" "),
  );

describe("an opam file's dependencies", () => {
  it("are a list of names, or one name alone", () => {
    expect(dependsOf('["a" "b-c" "d.e"]')).toEqual(["a", "b-c", "d.e"]);
    expect(dependsOf('"a"')).toEqual(["a"]);
    expect(dependsOf("[]")).toEqual([]);
  });

  it("have the variables of their filters, versions aside", () => {
    expect(
      dependsOf(
        '["a" {>= "1.0"} "b" {with-test} "c" {build & >= "2" & os != "win32"} "d" {!with-doc & (dev | post)}]',
      ),
    ).toEqual(["a", "b with-test", "c build os", "d !with-doc dev post"]);
  });

  it("may be alternatives, in groups", () => {
    expect(dependsOf('["a" ("b" | "c" {with-test}) ("d" & "e")]')).toEqual([
      "a",
      "b |",
      "c with-test |",
      "d",
      "e",
    ]);
  });

  it("point to their places", () => {
    const text = 'opam-version: "2.0"\ndepends: [\n  "lwt" {>= "5"}\n  "fmt"\n]\n';
    for (const { name } of opamFacts(text).depends)
      expect(text.slice(name.span.start, name.span.end)).toBe(`"${name.text}"`);
  });
});

describe("an opam file", () => {
  it("says how it is built and installed, command by command", () => {
    const { build, hasBuild, hasInstall } = opamFacts(`opam-version: "2.0"
build: [["./configure" "--prefix=%{prefix}%"] {os = "linux"} [make "all" {with-test}]]
install: [make "install"]`);
    expect(build.map((command) => command.map(({ text }) => text).join(" "))).toEqual([
      "./configure --prefix=%{prefix}%",
      "make all",
      "make install",
    ]);
    expect([hasBuild, hasInstall]).toEqual([true, true]);
  });

  it("says when each command of its build runs", () => {
    const { buildCommands } = opamFacts(`build: [
  ["dune" "subst"] {dev}
  ["dune" "build" "-p" name "@runtest" {with-test}]
]
install: [make]`);
    expect(
      buildCommands.map(({ words, filters }) => [words.map(({ text }) => text), filters.length]),
    ).toEqual([
      [["dune", "subst"], 1],
      [["dune", "build", "-p", "name", "@runtest"], 0],
    ]);
    const one = opamFacts('build: ["dune" "build"] {os = "linux"}').buildCommands;
    expect(one.map(({ words, filters }) => [words.length, filters.length])).toEqual([[2, 1]]);
  });

  it("has what its url and extra sources fetch, with their checksums", () => {
    const text = `url {
  src: "https://example.org/a.tbz"
  checksum: ["md5=00" "sha256=11"]
}
extra-source "fix.patch" { src: "https://example.org/fix.patch" checksum: "sha512=22" }
url { archive: "https://example.org/old.tar.gz" }
url { checksum: "md5=00" }`;
    expect(
      opamFacts(text).sources.map(({ section, url, checksums }) => [section, url.text, checksums]),
    ).toEqual([
      ["url", "https://example.org/a.tbz", ["md5=00", "sha256=11"]],
      ["extra-source", "https://example.org/fix.patch", ["sha512=22"]],
      ["url", "https://example.org/old.tar.gz", []],
    ]);
    for (const { url } of opamFacts(text).sources)
      expect(text.slice(url.span.start, url.span.end)).toBe(`"${url.text}"`);
  });

  it("has a source by its url section, or not at all", () => {
    expect(opamFacts('opam-version: "2.0"\nurl { src: "https://example.org/a.tbz" }').hasSource).toBe(true);
    expect(opamFacts('src: "https://example.org/a.tbz"').hasSource).toBe(true);
    expect(opamFacts('opam-version: "2.0"').hasSource).toBe(false);
  });

  it("has flags and a development repository, each as one word or several", () => {
    expect(opamFacts('flags: conf\ndev-repo: "git+https://example.org/a.git"')).toMatchObject({
      flags: ["conf"],
      devRepo: "git+https://example.org/a.git",
    });
    expect(opamFacts("flags: [light-uninstall compiler]").flags).toEqual(["light-uninstall", "compiler"]);
  });

  it("is pointed to by its first field", () => {
    expect(opamFacts('\n# a comment\nopam-version: "2.0"').start).toEqual({ start: 13, end: 25 });
    expect(opamFacts("").start).toEqual({ start: 0, end: 0 });
  });

  it("that is malformed gives an error with a place, and what can be read", () => {
    const text = 'opam-version: "2.0"\ndepends: ["a" "b"\nbuild: ["dune" "build"]\n';
    const { errors, hasBuild } = opamFacts(text);
    expect(errors.length).toBeGreaterThan(0);
    for (const { span } of errors) expect(span.end).toBeLessThanOrEqual(text.length);
    expect(hasBuild).toBe(true);
  });

  it("nested as deep as one likes gives errors instead of an overflow", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["[", "]"],
    ] as const) {
      const text = `depends: ${open.repeat(50_000)}"a"${close.repeat(50_000)}`;
      expect(opamFacts(text).errors.length).toBeGreaterThan(0);
    }
    expect(opamFacts(`depends: ["a" {${"!".repeat(50_000)}x}]`).depends.length).toBeLessThanOrEqual(1);
  });
});
