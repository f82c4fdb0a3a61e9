import { beforeAll, describe, expect, it } from "vitest";
import { loadTreeSitter } from "../../src/syntax/tree-sitter.ts";
import { randomFrom, withLoneSurrogate } from "./mutations.ts";
import { type Reader, readersWith } from "./readers.ts";

let readers: readonly Reader[];

beforeAll(async () => {
  readers = readersWith(await loadTreeSitter());
});

type Family = (count: number) => string;

const repeated =
  (text: string): Family =>
  (count) =>
    text.repeat(count);
const numbered =
  (line: (index: number) => string): Family =>
  (count) =>
    Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");

/** What grows in a file that somebody wrote to make the program slow, by the reader that gets it. */
const families: Readonly<Record<string, Readonly<Record<string, Family>>>> = {
  dune: {
    "open parentheses": repeated("("),
    "lists in lists": (count) => "(".repeat(count) + ")".repeat(count),
    stanzas: repeated("(library (name a))\n"),
    "comments between stanzas": repeated("; c\n(library (name a))\n"),
    "exceptions in comments": repeated("; mirage-lint: allow x -- y\n(a)\n"),
    "words of a field": (count) => `(library (libraries ${"a ".repeat(count)}))`,
    "conditions in conditions": (count) => `(rule (enabled_if ${"(and ".repeat(count)}${")".repeat(count)}))`,
    subdirectories: (count) => "(subdir a ".repeat(count) + ")".repeat(count),
    "actions in actions": (count) => `(rule (action ${"(progn ".repeat(count)}${")".repeat(count)}))`,
    variables: repeated("%{a"),
    "an open string": (count) => `("${"a\\".repeat(count)}`,
    "lines of a block string": repeated('"\\| a\n'),
    "carriage returns": repeated("\r\n\r"),
  },
  "dune-project": {
    packages: numbered((index) => `(package (name a${index}) (synopsis b))`),
    "fields of the project": repeated("(package (name a))(synopsis b)\n"),
    "constraints in constraints": (count) =>
      `(package (depends ${"(a (and ".repeat(count)}${"))".repeat(count)}))`,
  },
  opam: {
    "open brackets": repeated("["),
    fields: repeated("a: 1\n"),
    dependencies: (count) => `depends: [${'"a" {>= "1"} '.repeat(count)}]`,
    alternatives: (count) => `depends: [${'"a" | '.repeat(count)}"b"]`,
    sections: repeated("a { "),
    "what cannot be read": repeated("] : [ "),
    "comments in comments": repeated("(* "),
    "quotes in an open string": (count) => `a: """${'"'.repeat(count)}`,
  },
  lockfile: {
    directories: (count) =>
      `x-opam-monorepo-duniverse-dirs: [${'["git+https://a/b" "c" ["md5=1"]] '.repeat(count)}]`,
    packages: (count) =>
      `x-opam-monorepo-version: "0.3"\ndepends: [${'"a" {= "1" & ?vendor} '.repeat(count)}]`,
  },
  configuration: {
    "tables that there are not": numbered((index) => `[a${index}]`),
    overrides: repeated('[[overrides]]\npaths = ["a"]\n'),
    "arrays in arrays": (count) => `a = ${"[".repeat(count)}`,
    "names of a key": (count) => `${"a.".repeat(count)}b = 1`,
    rules: (count) => `[rules]\n${numbered((index) => `"x${index}" = "off"`)(count)}`,
  },
  script: {
    commands: repeated("mirage configure -t hvt\n"),
    options: (count) => `mirage configure ${"--dhcp ".repeat(count)}`,
    fences: repeated("```\nmirage build\n"),
  },
  OCaml: {
    definitions: repeated("let a = Sys.getcwd ()\n"),
    "comments in comments": (count) => "(* ".repeat(count) + "*) ".repeat(count),
    "modules in modules": repeated("module M = struct "),
    aliases: numbered((index) => `module M${index + 1} = M${index}`),
    "calls from one to the next": numbered((index) => `let f${index + 1} x = f${index} (Sys.getcwd ())`),
    opens: numbered((index) => `open M${index} let a${index} = getcwd ()`),
    "quoted strings": repeated("{a| |b} |a} "),
    conditionals: repeated("#if A\nlet a = 1\n#endif\n"),
    "exceptions in comments": repeated("(* mirage-lint: allow x -- y *) let a = 1\n"),
  },
  ocamllex: { actions: (count) => `rule a = parse ${"| 'a' { exit 1 }\n".repeat(count)}` },
  ocamlyacc: { actions: (count) => `%%\n${"a: A { $1 } ;\n".repeat(count)}` },
  C: {
    functions: numbered((index) => `int f${index}(void) { return g${index}(); }`),
    "conditionals beside one another": repeated("#if X\nint x;\n#endif\n"),
    "other cases": (count) => `#if A\n${"#elif B\n".repeat(count)}#endif`,
    "macros of macros": numbered((index) => `#define A${index + 1} A${index}`),
    "a stub that includes itself": repeated('#include "stub.c"\n'),
    splices: repeated("\\\n"),
    "operators of a condition": (count) => `#if ${"1 + ".repeat(count)}1\n#endif`,
    types: numbered((index) => `typedef int t${index};`),
  },
  gitattributes: {
    lines: repeated("a export-ignore\n"),
    stars: (count) => `${"*a".repeat(count)} export-ignore`,
    directories: (count) => `${"**/".repeat(count)}a export-ignore`,
  },
};

const cases = Object.entries(families).flatMap(([reader, group]) =>
  Object.entries(group).map(([what, family]) => ({ reader, what, family })),
);

/** How much larger than in every run of the tests, as asked by hand. */
const scale = Number(process.env.FUZZ_SCALE ?? 1);

/** One by which texts are read as they are: half a character could make a small text malformed, and a large one not. */
const seed = 1;

/** Processor time in milliseconds, the least of a few tries. */
async function costOf(tries: number, task: () => void | Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let left = tries; left > 0; left--) {
    const before = process.cpuUsage();
    await task();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

it("reads texts as they are", () => {
  expect(withLoneSurrogate(randomFrom(seed), "text")).toBe("text");
});

describe("eight times as much takes no square of eight times as long", () => {
  it.each(cases)("$reader: $what", async ({ reader: name, family }) => {
    const reader = readers.find((candidate) => candidate.name === name);
    if (reader === undefined) throw new Error(`no reader ${name}`);
    const bytes = (count: number): Buffer => Buffer.from(family(count));
    const size = scale * (["OCaml", "C"].includes(name) ? 2_000 : 6_000);
    const count = Math.ceil(size / (bytes(20).length / 20));
    const some = await costOf(2, () => reader.read(bytes(count), seed));
    const more = await costOf(1, () => reader.read(bytes(8 * count), seed));
    // Clocks are coarse and machines busy: what grows by the square takes 64 times as long.
    expect(more).toBeLessThan(200 + 24 * some);
  });
});
