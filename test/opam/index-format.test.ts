import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuildClass } from "../../src/opam/build-class.ts";
import { type VersionFacts, versionFacts } from "../../src/opam/index-facts.ts";
import { openIndex, writeIndex } from "../../src/opam/index-format.ts";

const repositories = [{ name: "opam-repository", commit: "0".repeat(40), date: "2026-08-22" }];
const text = fc.string({ unit: fc.constantFrom(...'ab "{}=,é'), minLength: 1, maxLength: 8 });
const facts: fc.Arbitrary<VersionFacts> = fc.record({
  name: fc.constantFrom("lwt", "fmt", "mirage-kv"),
  version: fc.stringMatching(/^[0-9][0-9a-z.~+]{0,6}$/),
  repository: fc.constant(0),
  buildClass: fc.constantFrom<BuildClass>("dune", "other", "virtual"),
  callsDune: fc.boolean(),
  command: text,
  flags: fc.array(text, { maxLength: 2 }),
  tags: fc.array(text, { maxLength: 2 }),
  devRepo: text,
  depends: fc.array(text, { maxLength: 4 }),
  depopts: fc.array(text, { maxLength: 2 }),
  available: text,
});
const list = fc.uniqueArray(facts, { selector: ({ name, version }) => `${name}.${version}`, maxLength: 12 });

describe("an index", () => {
  test("gives back what was written, whatever the order", () => {
    fc.assert(
      fc.property(list, (versions) => {
        const bytes = writeIndex(repositories, versions);
        expect(writeIndex(repositories, versions.toReversed())).toEqual(bytes);
        const index = openIndex(bytes);
        const read = (index?.packageNames() ?? []).flatMap((name) => index?.versionsOf(name) ?? []);
        expect(new Set(read)).toEqual(new Set(versions));
        expect(index?.repositories).toEqual(repositories);
      }),
      { numRuns: 30 },
    );
  });

  test("is not opened where it is none", () => {
    expect(openIndex(new Uint8Array())).toBeUndefined();
    expect(openIndex(Buffer.from("mirage-lint opam index 1\n"))).toBeUndefined();
    const bytes = writeIndex(repositories, []);
    expect(openIndex(bytes.subarray(0, bytes.length - 3))).toBeUndefined();
  });
});

describe("the facts of a version", () => {
  test("come from a repository's file", () => {
    const opam = `opam-version: "2.0"
depends: [
  "dune" {>= "2.0" & build}
  "lwt"   # the scheduler
  ("a" | "b")
]
depopts: "async"
tags: ["org:mirage"]
flags: [avoid-version]
available: os != "win32"
build: [make "all"]
dev-repo: "git+https://example.org/x.git"
url { src: "https://example.org/x.tbz" }
`;
    expect(versionFacts("packages/x/x.1.2+dune/opam", opam, 1)).toEqual({
      name: "x",
      version: "1.2+dune",
      repository: 1,
      buildClass: "dune",
      callsDune: false,
      command: "make all",
      flags: ["avoid-version"],
      tags: ["org:mirage"],
      devRepo: "git+https://example.org/x.git",
      depends: ['"dune" {>= "2.0" & build}', '"lwt"', '("a" | "b")'],
      depopts: ['"async"'],
      available: 'os != "win32"',
    });
  });

  test("have no line breaks, whatever the file has", () => {
    const opam =
      'build: [["sh" "-c" """make\n all"""]]\ntags: ["a\\nb"]\nurl { src: "https://example.org/x.tbz" }\n';
    const facts = versionFacts("packages/x/x.1/opam", opam, 0);
    expect(facts).toMatchObject({ command: "sh -c make all", tags: ["a b"] });
  });

  test("are of no other file", () => {
    expect(versionFacts("packages/x/x.1/files/opam", "", 0)).toBeUndefined();
    expect(versionFacts("README.md", "", 0)).toBeUndefined();
  });
});
