import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { loadTreeSitter } from "../../src/syntax/tree-sitter.ts";
import { mutated, randomBytes, randomFrom } from "./mutations.ts";
import { type Reader, readersWith } from "./readers.ts";
import { filesBelow, handmadeSeeds, type Seed } from "./seeds.ts";

/** Another seed tries other inputs; more are tried by hand, from real files too, with bench/fuzz.ts. */
const seed = Number(process.env.FUZZ_SEED ?? 1);
const inputsOfEach = Number(process.env.FUZZ_INPUTS ?? 60);

const seeds: readonly Seed[] = [
  ...filesBelow(fileURLToPath(new URL("../../fixtures", import.meta.url))),
  ...filesBelow(fileURLToPath(new URL("../../rules", import.meta.url))),
  ...handmadeSeeds(),
];
const names = [
  "dune",
  "dune-project",
  "dune-workspace",
  "dune lock",
  "opam",
  "lockfile",
  "configuration",
  "baseline",
  "script",
  "OCaml",
  "OCaml interface",
  "ocamllex",
  "ocamlyacc",
  "C",
  "cache",
  "gitattributes",
  "archive",
  "package index",
];
let readers: readonly Reader[];

beforeAll(async () => {
  readers = readersWith(await loadTreeSitter());
});

function readerCalled(name: string): { readonly reader: Reader; readonly files: readonly Seed[] } {
  const reader = readers.find((candidate) => candidate.name === name);
  if (reader === undefined) throw new Error(`no reader ${name}`);
  // Many trees have the same dune-project.
  const ofKind = seeds.filter(({ path }) => reader.reads(path));
  const byContent = new Map(ofKind.map((file) => [file.bytes.toString("latin1"), file]));
  return { reader, files: [...byContent.values()] };
}

/** What is wrong with reading so many bytes, with all that it takes to see it again; undefined where nothing is. */
async function faultOf(
  reader: Reader,
  bytes: Buffer,
  number: number,
  what: string,
): Promise<string | undefined> {
  try {
    await reader.read(bytes, number);
    return undefined;
  } catch (error) {
    return `${what}: ${error instanceof Error ? error.stack : String(error)}\n${JSON.stringify(bytes.toString("latin1"))}`;
  }
}

it("all readers are tried", () => {
  expect(readers.map(({ name }) => name)).toEqual(names);
});

describe(`a file that was tampered with (seed ${seed})`, () => {
  it.each(names)("stops no reader: %s", async (name) => {
    const { reader, files } = readerCalled(name);
    expect(files).not.toEqual([]);
    for (let number = 0; number < inputsOfEach; number++) {
      const random = randomFrom(seed * 1_000_003 + number);
      const pick = (): Seed =>
        files[Math.floor(random() * files.length)] ?? { path: "", bytes: Buffer.alloc(0) };
      const { path, bytes } = pick();
      const input = number % 20 === 19 ? randomBytes(random, 500) : mutated(random, bytes, pick().bytes);
      expect(
        await faultOf(reader, input, number, `seed ${seed}, input ${number} from ${path}`),
      ).toBeUndefined();
    }
  });
});

/** 1 by hand, for every end there is. */
const stride = Number(process.env.FUZZ_STRIDE ?? 7);
/** What a parser reads takes milliseconds: of that the end is at every so many bytes. */
const bytesBetween: Readonly<Record<string, number>> = {
  C: 97,
  OCaml: 41,
  "OCaml interface": 11,
  ocamllex: 11,
  ocamlyacc: 11,
};
/** In bytes that are read of one file: of a larger one not every end is tried. */
const mostRead = 2_000_000;

describe("a file that is cut off", () => {
  it.each(names)("stops no reader, wherever it ends: %s", async (name) => {
    const { reader, files } = readerCalled(name);
    for (const [index, { path, bytes }] of files.entries()) {
      const step =
        stride * (bytesBetween[name] ?? 1) * Math.ceil((bytes.length * bytes.length + 1) / mostRead);
      for (let end = index % stride; end <= bytes.length; end += step)
        expect(await faultOf(reader, bytes.subarray(0, end), end, `${path} up to ${end}`)).toBeUndefined();
    }
  });
});
