import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { duneLockFacts, duneLockPackage } from "../../src/facts/dune-lock.ts";
import { lockFacts } from "../../src/facts/lockfile.ts";

const v03 = `opam-version: "2.0"
depends: [
  "lwt" {= "5.7.0" & ?vendor}
  "fmt" {?vendor & = "0.11.0+dune"}
  "ocaml" {= "4.14.2"}
]
pin-depends: [
  ["lwt.5.7.0" "https://example.org/lwt.tbz"]
]
x-opam-monorepo-duniverse-dirs: [
  ["https://example.org/lwt.tbz" "lwt" ["sha256=00" "md5=11"]]
  ["git+https://example.org/fmt.git#wip" "fmt"]
]
x-opam-monorepo-opam-provided: "mirage"
x-opam-monorepo-opam-repositories: ["git+https://example.org/repo.git#0a"]
x-opam-monorepo-root-packages: ["hello"]
x-opam-monorepo-version: "0.3"
`;

describe("a lockfile of opam-monorepo", () => {
  it("of format 0.3 says which packages are vendored, and from where", () => {
    const facts = lockFacts(v03);
    expect(facts.kind).toBe("opam-monorepo");
    expect(facts.formatVersion?.text).toBe("0.3");
    expect(facts.packages.map(({ name, version, vendored }) => [name.text, version, vendored])).toEqual([
      ["lwt", "5.7.0", true],
      ["fmt", "0.11.0+dune", true],
      ["ocaml", "4.14.2", false],
    ]);
    expect(facts.directories.map(({ name, url, hashes }) => [name, url.text, hashes])).toEqual([
      ["lwt", "https://example.org/lwt.tbz", ["sha256=00", "md5=11"]],
      ["fmt", "git+https://example.org/fmt.git#wip", []],
    ]);
    expect(facts.provided).toEqual(["mirage"]);
    expect(facts.repositories?.map(({ text }) => text)).toEqual(["git+https://example.org/repo.git#0a"]);
    expect(facts.errors).toEqual([]);
    for (const { name } of facts.packages)
      expect(v03.slice(name.span.start, name.span.end)).toBe(`"${name.text}"`);
  });

  it("of an older format vendors what it pins", () => {
    const old = v03.replace('"0.3"', '"0.1"').replaceAll(/ & \?vendor|\?vendor & /g, "");
    expect(lockFacts(old).packages.map(({ vendored }) => vendored)).toEqual([true, false, false]);
  });
});

test("a lockfile of `opam lock` keeps its filters", () => {
  const facts = lockFacts('name: "a"\ndepends: ["lwt" {= "5.7.0" & with-test}]\n');
  expect(facts.kind).toBe("opam-lock");
  expect(facts.packages.map(({ version }) => version)).toEqual(["5.7.0"]);
});

describe("a lock directory of dune", () => {
  it("records its repositories", () => {
    const facts = duneLockFacts(
      "(lang package 0.1)\n(repositories (complete false) (used ((source https://example.org/r.git#0a))))",
    );
    expect(facts.complete).toBe(false);
    expect(facts.repositories?.map(({ text }) => text)).toEqual(["https://example.org/r.git#0a"]);
  });

  test.each([
    ["(version 1)\n(dune)", true],
    ["(version 1)\n(build (run dune build -p %{pkg-self:name}))", true],
    ["(version 1)\n(build (all_platforms ((dune))))", true],
    ["(version 1)\n(build (choice ((((arch x86_64) (os linux))) ((action (run dune build))))))", true],
    ["(version 1)\n(build (all_platforms ((action (run ocaml pkg/pkg.ml build)))))", false],
    ["(version 1)\n(build (run %{make} -j %{jobs}))", false],
    ["(version base)", undefined],
  ])("says of %j whether dune builds it: %s", (text, expected) => {
    expect(duneLockPackage(text).callsDune).toBe(expected);
  });

  it("has sources and further sources, with their checksums", () => {
    const { sources } = duneLockPackage(
      "(version 1)(source (fetch (url https://example.org/a.tbz) (checksum sha256=0a)))" +
        "(extra_sources (b.patch (fetch (url https://example.org/b.patch))))",
    );
    expect(sources.map(({ url, hash }) => [url.text, hash])).toEqual([
      ["https://example.org/a.tbz", "sha256=0a"],
      ["https://example.org/b.patch", undefined],
    ]);
  });
});

test("no text makes a reader throw, and what it finds lies in the text", () => {
  const piece = fc.constantFrom(...v03.split(/(?<=[\s"[\]{}])/), "(", ")", "\\", "\0");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      duneLockFacts(text);
      duneLockPackage(text);
      for (const { name } of lockFacts(text).packages)
        expect(text.slice(name.span.start, name.span.end).includes('"')).toBe(true);
    }),
  );
});

const corpus = fileURLToPath(new URL("../../../shared/corpus/locks/", import.meta.url));

interface IndexedLock {
  readonly file: string;
  readonly kind: string;
  readonly monorepo_version: string | null;
  readonly deps: number;
  readonly vendor: number;
}

test("real lockfiles read without an error, and as what they are", (context) => {
  if (!existsSync(corpus)) context.skip(`${corpus} is not there`);
  const index: readonly IndexedLock[] = JSON.parse(readFileSync(`${corpus}index.json`, "utf8"));
  expect(index).toHaveLength(readdirSync(corpus).length - 1);
  const wrong = index.flatMap(({ file, kind, monorepo_version, deps, vendor }) => {
    const facts = lockFacts(readFileSync(`${corpus}${file}`, "utf8"));
    const version = facts.formatVersion?.text ?? null;
    const old = version === "duniverse";
    const vendored = facts.packages.filter((locked) => locked.vendored).length;
    const right =
      facts.errors.length === 0 &&
      facts.packages.length === deps &&
      (old || (facts.kind === "opam-monorepo") === (kind === "opam-monorepo")) &&
      (old || version === monorepo_version) &&
      (version !== "0.3" || vendored === vendor);
    return right
      ? []
      : [`${file}: ${facts.kind} ${version} ${facts.packages.length}/${deps} ${vendored}/${vendor}`];
  });
  expect(wrong).toEqual([]);
});
