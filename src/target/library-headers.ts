import { readFileSync } from "node:fs";
import { dataFile } from "./data-file.ts";

/** What a header that a library installs does on the target; lists are sorted, a single space between two names. */
export interface LibraryHeader {
  /** What it includes itself, as written after `#include`. */
  readonly includes?: readonly string[];
  /** `#error` directives that the target reaches. */
  readonly errors?: readonly string[];
  /** Macros that it leaves defined: a line each, as it stands after `#define`. Only those of a short constant value. */
  readonly macros?: string;
  /** Functions, and macros that look like one. */
  readonly functions?: string;
  /** Variables, constants, and macros that stand for an expression. */
  readonly values?: string;
  /** Names of `typedef`, and tags: `struct:s`. */
  readonly types?: string;
  /** It is made by a rule, or includes something that could not be seen when this was gathered: it may define more. */
  readonly isOpen?: true;
}

/** A library as its own sources say: what it links, by findlib name, and the headers that its users see. */
export interface LibraryWithHeaders {
  readonly needs?: string;
  readonly headers?: Readonly<Record<string, LibraryHeader>>;
}

interface HeaderIndex {
  readonly stamp: string;
  readonly libraries: Readonly<Record<string, LibraryWithHeaders>>;
}

let loaded: HeaderIndex | undefined;

/** Read when it is first asked. */
function headerIndex(): HeaderIndex {
  loaded ??= readHeaderIndex(dataFile("library-headers.json"));
  return loaded;
}

function readHeaderIndex(file: string | undefined): HeaderIndex {
  return file === undefined ? { stamp: "", libraries: {} } : JSON.parse(readFileSync(file, "utf8"));
}

/** A header of a library that is not in the tree. */
export type HeaderElsewhere =
  /** `path` is that of no file; `headerAt` tells what it means. `text` declares what the header declares. */
  | { readonly kind: "header"; readonly path: string; readonly text: string }
  /** Something that the libraries need is not in the index. */
  | { readonly kind: "unseen" }
  /** None of the libraries, nor any that they link, has a header of that name. */
  | { readonly kind: "none" };

/** No path of a file begins with it. */
const notAPath = "\0";

/** Looks for a header among the libraries called `names`, and all that they link. */
export function headerElsewhere(header: string, names: readonly string[]): HeaderElsewhere {
  const { libraries } = headerIndex();
  const closure = new Set(names);
  let complete = true;
  for (const name of closure) {
    const library = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
    if (library === undefined) {
      complete = false;
      continue;
    }
    const found = library.headers !== undefined && Object.hasOwn(library.headers, header);
    const contents = found ? library.headers?.[header] : undefined;
    if (contents !== undefined)
      return { kind: "header", path: `${notAPath}${name}:${header}`, text: headerText(header, contents) };
    for (const need of wordsOf(library.needs)) closure.add(need);
  }
  return { kind: complete ? "none" : "unseen" };
}

/** A header of a library elsewhere, from the path that was made up for it; undefined for other paths. */
export function headerAt(path: string): { readonly library: string; readonly header: string } | undefined {
  const [, library, header] = /^\0([^:]+):(.+)$/.exec(path) ?? [];
  return library === undefined || header === undefined ? undefined : { library, header };
}

const wordsOf = (list: string | undefined): readonly string[] =>
  list === undefined || list === "" ? [] : list.split(" ");

/** C text that leaves the same names defined and declared as the header does, types of no account apart. */
function headerText(name: string, header: LibraryHeader): string {
  const guard = `MIRAGE_LINT_READ_${name.replace(/\W/g, "_")}`;
  const lines = [
    `#ifndef ${guard}`,
    `#define ${guard}`,
    ...(header.includes ?? []).map((include) => `#include ${include}`),
    ...(header.errors ?? []).map((message) => `#error ${message}`),
    ...(header.macros ?? "").split("\n").flatMap((line) => (line === "" ? [] : [`#define ${line}`])),
    ...wordsOf(header.types).map((type) =>
      type.includes(":") ? `${type.replace(":", " ")} { int member; };` : `typedef int ${type};`,
    ),
    ...wordsOf(header.functions).map((word) => `int ${word} ();`),
    ...wordsOf(header.values).map((word) => `extern int ${word};`),
    // A name that stands for nothing: whoever reads on knows that there is more than was seen.
    ...(header.isOpen === true ? ["#include MIRAGE_LINT_UNSEEN"] : []),
    "#endif",
  ];
  return `${lines.join("\n")}\n`;
}
