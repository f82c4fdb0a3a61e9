import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { BuildClass } from "./build-class.ts";
import type { IndexedRepository, VersionFacts } from "./index-facts.ts";
import { compareVersions } from "./version-order.ts";

/*
 * An index is text under brotli: the first line names the format, the second holds repositories and the number of strings as JSON;
 * then every string that versions refer to, the most used first; then a line a package: its name and its versions,
 * newest first, between tabs. A version is its own text and its fields between spaces; strings stand as their numbers in base 36.
 */
const firstLine = "mirage-lint opam index 1";
const largestText = 64_000_000;

const letters: Readonly<Record<BuildClass, string>> = {
  dune: "d",
  jbuilder: "j",
  other: "o",
  compiler: "c",
  "host-tool": "h",
  virtual: "v",
  conf: "f",
  "nothing-to-build": "n",
};
const classes = new Map(Object.entries(letters).map(([name, letter]) => [letter, name as BuildClass]));

/** The bytes of an index: the same for the same facts, in whatever order they come. */
export function writeIndex(
  repositories: readonly IndexedRepository[],
  versions: readonly VersionFacts[],
): Buffer {
  const strings = rankedStrings(versions);
  const numbers = new Map(strings.map((text, number) => [text, number.toString(36)]));
  const header = JSON.stringify({ repositories, versions: versions.length, strings: strings.length });
  const text = `${[firstLine, header, ...strings, ...packageLines(versions, numbers)].join("\n")}\n`;
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  });
}

function packageLines(
  versions: readonly VersionFacts[],
  numbers: ReadonlyMap<string, string>,
): readonly string[] {
  const records = new Map<string, string[]>();
  for (const facts of [...versions].sort(newestFirst)) {
    const record = recordOf(facts, numbers);
    const known = records.get(facts.name);
    if (known === undefined) records.set(facts.name, [facts.name, record]);
    else known.push(record);
  }
  return [...records.values()].map((fields) => fields.join("\t")).sort();
}

export function newestFirst(a: VersionFacts, b: VersionFacts): number {
  return (
    compareVersions(b.version, a.version) ||
    (a.version < b.version ? -1 : a.version > b.version ? 1 : a.repository - b.repository)
  );
}

const textsOf = ({ command, devRepo, available, flags, tags, depends, depopts }: VersionFacts) =>
  [command, devRepo, available, ...flags, ...tags, ...depends, ...depopts] as const;

/** Every string that versions refer to, the most used first. */
function rankedStrings(versions: readonly VersionFacts[]): readonly string[] {
  const uses = new Map<string, number>();
  for (const facts of versions) for (const text of textsOf(facts)) uses.set(text, (uses.get(text) ?? 0) + 1);
  uses.delete("");
  const ranked = [...uses].sort(([a, often], [b, seldom]) => seldom - often || (a < b ? -1 : 1));
  return ["", ...ranked.map(([text]) => text)];
}

function recordOf(facts: VersionFacts, numbers: ReadonlyMap<string, string>): string {
  const number = (text: string): string => numbers.get(text) ?? "0";
  const list = (texts: readonly string[]): string => texts.map(number).join(",");
  return [
    facts.version,
    facts.repository.toString(36),
    `${letters[facts.buildClass]}${facts.callsDune ? "+" : ""}`,
    list(facts.depends),
    list(facts.depopts),
    number(facts.devRepo),
    number(facts.available),
    number(facts.command),
    list(facts.flags),
    list(facts.tags),
  ].join(" ");
}

/** An index that was opened; versions are read when they are asked for. */
export interface OpenedIndex {
  readonly repositories: readonly IndexedRepository[];
  readonly versionCount: number;
  readonly packageNames: () => readonly string[];
  /** Newest first; undefined for a package that it does not have. */
  readonly versionsOf: (name: string) => readonly VersionFacts[] | undefined;
  /** One of them, without reading the others. */
  readonly versionOf: (name: string, version: string) => VersionFacts | undefined;
}

interface Header {
  readonly repositories: readonly IndexedRepository[];
  readonly versions: number;
  readonly strings: number;
}

/** Opens the bytes of an index; undefined where they are none, or of another format. */
export function openIndex(bytes: Uint8Array): OpenedIndex | undefined {
  const lines = linesOf(bytes);
  const header = lines === undefined ? undefined : headerOf(lines);
  if (lines === undefined || header === undefined) return undefined;
  const stringAt = (number: string): string => lines[2 + Number.parseInt(number, 36)] ?? "";
  const firstPackage = 2 + header.strings;
  const read = new Map<string, readonly VersionFacts[]>();
  const single = new Map<string, VersionFacts>();
  return {
    repositories: header.repositories,
    versionCount: header.versions,
    packageNames: () =>
      lines
        .slice(firstPackage)
        .flatMap((line) => line.split("\t", 1))
        .filter(Boolean),
    versionsOf: (name) => {
      const known = read.get(name);
      const line = known === undefined ? lineOf(lines, firstPackage, name) : undefined;
      if (line === undefined) return known;
      const versions = line
        .split("\t")
        .slice(1)
        .map((record) => factsOf(name, record, stringAt));
      read.set(name, versions);
      return versions;
    },
    versionOf: (name, version) => {
      const key = `${name}.${version}`;
      const known = single.get(key);
      const line = known === undefined ? lineOf(lines, firstPackage, name) : undefined;
      const start = line?.indexOf(`\t${version} `) ?? -1;
      if (line === undefined || start === -1) return known;
      const [record = ""] = line.slice(start + 1).split("\t", 1);
      const facts = factsOf(name, record, stringAt);
      single.set(key, facts);
      return facts;
    },
  };
}

/** The line of a package, by halves: lines stand in the order of their names. */
function lineOf(lines: readonly string[], firstPackage: number, name: string): string | undefined {
  const start = `${name}\t`;
  let low = firstPackage;
  let high = lines.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const line = lines[middle] ?? "";
    if (line.startsWith(start)) return line;
    if (line !== "" && line < start) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function linesOf(bytes: Uint8Array): readonly string[] | undefined {
  try {
    // One large chunk: many small ones take twice as long.
    const text = brotliDecompressSync(bytes, { maxOutputLength: largestText, chunkSize: 1 << 21 });
    return text.toString("utf8").split("\n");
  } catch {
    return undefined;
  }
}

function headerOf([first, second]: readonly string[]): Header | undefined {
  if (first !== firstLine || second === undefined) return undefined;
  try {
    return JSON.parse(second);
  } catch {
    return undefined;
  }
}

function factsOf(name: string, record: string, stringAt: (number: string) => string): VersionFacts {
  const [version = "", repository = "", kind = "", depends = "", depopts = "", ...others] = record.split(" ");
  const [devRepo = "", available = "", command = "", flags = "", tags = ""] = others;
  const list = (numbers: string): readonly string[] =>
    numbers === "" ? [] : numbers.split(",").map(stringAt);
  return {
    name,
    version,
    repository: Number.parseInt(repository, 36),
    buildClass: classes.get(kind.slice(0, 1)) ?? "other",
    callsDune: kind.endsWith("+"),
    command: stringAt(command),
    flags: list(flags),
    tags: list(tags),
    devRepo: stringAt(devRepo),
    depends: list(depends),
    depopts: list(depopts),
    available: stringAt(available),
  };
}
