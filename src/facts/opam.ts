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

type KeptField =
  | "depends"
  | "depopts"
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
  readonly hasInstall: boolean;
  readonly hasBuild: boolean;
  readonly hasSource: boolean;
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
  const build = commandsOf(value("build"));
  const install = commandsOf(value("install"));
  return {
    start: firstSpan(document.items),
    depends: dependenciesOf(value("depends")),
    depopts: dependenciesOf(value("depopts")),
    dependsField: fields.find((field) => field.name === "depends")?.nameSpan,
    build: [...build, ...install],
    hasBuild: build.length > 0,
    hasInstall: install.length > 0,
    hasSource: hasSource(document.items),
    flags: wordsOf(value("flags")),
    name: wordsOf(value("name"))[0],
    devRepo: wordsOf(value("dev-repo"))[0],
    tags: wordsOf(value("tags")),
    requires: readRequirements(value("depends")),
    values: {
      depends: value("depends"),
      depopts: value("depopts"),
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

/** Literal words of each command; one command may stand without the outer list, and one word without any. */
function commandsOf(value: OpamValue | undefined): readonly (readonly Name[])[] {
  if (value?.kind === "option") return commandsOf(value.value);
  if (value?.kind === "ident" || value?.kind === "string") return [literalWords([value])];
  if (value?.kind !== "list") return [];
  const inner = value.items.map((item) => (item.kind === "option" ? item.value : item));
  if (!inner.some((item) => item.kind === "list")) return [literalWords(inner)];
  return inner.flatMap((item) => (item.kind === "list" ? [literalWords(item.items)] : []));
}

function literalWords(items: readonly OpamValue[]): readonly Name[] {
  return items.flatMap((item): readonly Name[] => {
    const word = item.kind === "option" ? item.value : item;
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
