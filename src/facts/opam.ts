import type { OpamField, OpamItem, OpamValue } from "../syntax/opam-file.ts";
import { readOpamFile } from "../syntax/opam-file.ts";
import type { ParseError, Span } from "../syntax/span.ts";
import { type Requirements, readRequirements } from "./opam-requirements.ts";
import type { Name } from "./ordered-set.ts";

/** One package name in `depends:` or `depopts:`. */
export interface OpamDependency {
  readonly name: Name;
  /** Variables of its filter, as written: `with-test`, `build`, `os`, … */
  readonly filters: readonly string[];
  /** One of several that would do (`"a" | "b"`). */
  readonly alternative: boolean;
}

/** A command of `build:`, with the filters that say when it runs. */
export interface OpamCommand {
  /** Strings and variables, as written. */
  readonly words: readonly Name[];
  readonly filters: readonly OpamValue[];
}

/** What a `url` or `extra-source` section has fetched. */
export interface OpamSource {
  readonly section: "url" | "extra-source";
  readonly url: Name;
  /** As written: `sha256=…`, or an md5 sum without a name. */
  readonly checksums: readonly string[];
}

type KeptField =
  | "available"
  | "pin-depends"
  | "x-opam-monorepo-opam-repositories"
  | "x-opam-monorepo-opam-provided";

/** What an opam file says that the rules ask for. */
export interface OpamFacts {
  /** Where a finding about the whole file points: its first field. */
  readonly start: Span;
  readonly depends: readonly OpamDependency[];
  readonly depopts: readonly OpamDependency[];
  readonly dependsField: Span | undefined;
  /** `build:` and `install:` commands, each as its literal words. */
  readonly build: readonly (readonly Name[])[];
  /** Of `build:` alone. */
  readonly buildCommands: readonly OpamCommand[];
  readonly hasInstall: boolean;
  readonly hasBuild: boolean;
  readonly hasSource: boolean;
  readonly sources: readonly OpamSource[];
  readonly flags: readonly string[];
  /** The `name:` field, which a file called `opam` needs. */
  readonly name: string | undefined;
  readonly devRepo: string | undefined;
  readonly tags: readonly string[];
  /** `depends:` as a formula, with constraints. */
  readonly requires: Requirements;
  /** The values of the fields that a repository's index keeps as they are written. */
  readonly values: { readonly [Field in KeptField]: OpamValue | undefined };
  readonly errors: readonly ParseError[];
}

export function opamFacts(text: string): OpamFacts {
  const document = readOpamFile(text);
  const fields = document.items.filter((item) => item.kind === "field");
  const value = (name: string): OpamValue | undefined => fields.find((field) => field.name === name)?.value;
  const buildCommands = commandsOf(value("build"));
  const build = buildCommands.map(({ words }) => words);
  const install = commandsOf(value("install")).map(({ words }) => words);
  return {
    start: firstSpan(document.items),
    depends: dependenciesOf(value("depends")),
    depopts: dependenciesOf(value("depopts")),
    dependsField: fields.find((field) => field.name === "depends")?.nameSpan,
    build: [...build, ...install],
    buildCommands,
    hasBuild: build.length > 0,
    hasInstall: install.length > 0,
    hasSource: hasSource(document.items),
    sources: document.items.flatMap(sourcesOf),
    flags: wordsOf(value("flags")),
    name: wordsOf(value("name"))[0],
    devRepo: wordsOf(value("dev-repo"))[0],
    tags: wordsOf(value("tags")),
    requires: readRequirements(value("depends")),
    values: {
      available: value("available"),
      "pin-depends": value("pin-depends"),
      "x-opam-monorepo-opam-repositories": value("x-opam-monorepo-opam-repositories"),
      "x-opam-monorepo-opam-provided": value("x-opam-monorepo-opam-provided"),
    },
    errors: document.errors,
  };
}

function firstSpan(items: readonly OpamItem[]): Span {
  const [first] = items;
  return first === undefined ? { start: 0, end: 0 } : nameSpanOf(first);
}

function nameSpanOf(item: OpamItem): Span {
  return item.kind === "field"
    ? item.nameSpan
    : { start: item.span.start, end: item.span.start + item.section.length };
}

/** `url { src: … }`, or the older one-line `src:` fields. */
function hasSource(items: readonly OpamItem[]): boolean {
  return items.some((item) =>
    item.kind === "section"
      ? item.section === "url"
      : ["url.src", "src"].includes((item satisfies OpamField).name),
  );
}

/** The archive or repository of a `url` or `extra-source` section; `archive` and `http` are opam 1's names of it. */
function sourcesOf(item: OpamItem): readonly OpamSource[] {
  if (item.kind === "field" || (item.section !== "url" && item.section !== "extra-source")) return [];
  const { section } = item;
  const values = new Map(
    item.items.flatMap((inner): [string, OpamValue][] =>
      inner.kind === "field" ? [[inner.name, inner.value]] : [],
    ),
  );
  const url = ["src", "archive", "http", "git"].flatMap((name) => values.get(name) ?? [])[0];
  if (url?.kind !== "string") return [];
  return [
    {
      section,
      url: { text: url.value, span: url.span },
      checksums: wordsOf(values.get("checksum")),
    },
  ];
}

function wordsOf(value: OpamValue | undefined): readonly string[] {
  switch (value?.kind) {
    case "string":
      return [value.value];
    case "ident":
      return [value.name];
    case "list":
      return value.items.flatMap(wordsOf);
    default:
      return [];
  }
}

/** One command may stand without the outer list, and one word without any. */
function commandsOf(
  value: OpamValue | undefined,
  filters: readonly OpamValue[] = [],
): readonly OpamCommand[] {
  if (value?.kind === "option") return commandsOf(value.value, [...filters, ...value.filters]);
  if (value?.kind === "ident" || value?.kind === "string") return [{ words: literalWords([value]), filters }];
  if (value?.kind !== "list") return [];
  if (!value.items.some((item) => unfiltered(item).kind === "list"))
    return [{ words: literalWords(value.items), filters }];
  return value.items.flatMap((item): readonly OpamCommand[] => {
    const command = unfiltered(item);
    if (command.kind !== "list") return [];
    const own = item.kind === "option" ? item.filters : [];
    return [{ words: literalWords(command.items), filters: [...filters, ...own] }];
  });
}

const unfiltered = (item: OpamValue): OpamValue => (item.kind === "option" ? item.value : item);

function literalWords(items: readonly OpamValue[]): readonly Name[] {
  return items.flatMap((item): readonly Name[] => {
    const word = unfiltered(item);
    if (word.kind === "string") return [{ text: word.value, span: word.span }];
    return word.kind === "ident" ? [{ text: word.name, span: word.span }] : [];
  });
}

function dependenciesOf(value: OpamValue | undefined, alternative = false): readonly OpamDependency[] {
  switch (value?.kind) {
    case "string":
      return [{ name: { text: value.value, span: value.span }, filters: [], alternative }];
    case "option":
      return dependenciesOf(value.value, alternative).map((dependency) => ({
        ...dependency,
        filters: [...dependency.filters, ...value.filters.flatMap(filterVariables)],
      }));
    case "list":
    case "group":
      return value.items.flatMap((item) => dependenciesOf(item, alternative));
    case "logical": {
      const either = alternative || value.operator === "|";
      return [...dependenciesOf(value.left, either), ...dependenciesOf(value.right, either)];
    }
    default:
      return [];
  }
}

function filterVariables(value: OpamValue): readonly string[] {
  switch (value.kind) {
    case "ident":
      return [value.name];
    case "group":
    case "list":
      return value.items.flatMap(filterVariables);
    case "logical":
    case "relation":
      return [...filterVariables(value.left), ...filterVariables(value.right)];
    case "prefix-relation":
      return filterVariables(value.right);
    case "prefix":
      return value.operator === "!"
        ? negated(filterVariables(value.operand))
        : filterVariables(value.operand);
    default:
      return [];
  }
}

const negated = (names: readonly string[]): readonly string[] => names.map((name) => `!${name}`);
