import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DirectiveTree, rememberedDirectives } from "../syntax/c/directives.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { type InitialMacros, initialMacros } from "./compiler-flags.ts";
import { readDeclarations } from "./declarations.ts";
import { type ExpansionInput, expandedText, type SourceFile } from "./expanded-text.ts";
import type { HeaderFile, HeaderTrees } from "./header-files.ts";
import {
  nolibcSources,
  openlibmSources,
  primitiveSources,
  runtimeSources,
  unixOnlySources,
} from "./source-lists.ts";
import type { DeclaredNames, Target, TargetHeader, TargetSymbols } from "./target.ts";

/** What a target's data says of linking. */
export interface LinkData {
  readonly symbols: TargetSymbols;
  readonly primitives: string;
  readonly unixOnlySymbols: string;
}

interface Toolbox {
  readonly trees: HeaderTrees;
  readonly headers: ReadonlyMap<string, HeaderFile>;
  readonly treeSitter: TreeSitter;
  readDirectives(path: string, text: string): DirectiveTree;
  macros(flags: readonly string[]): InitialMacros;
  /** Functions with a plain declaration in some header. */
  readonly declared: ReadonlySet<string>;
}

const nolibcFlags = ["-O2", "-std=c99"];
const openlibmFlags = ["-O3", "-std=c99", "-DASSEMBLER", "-D__BSD_VISIBLE"];
const runtimeFlags = [
  "-O2",
  "-D_FILE_OFFSET_BITS=64",
  "-DCAMLDLLIMPORT=",
  "-DIN_CAML_RUNTIME",
  "-DNATIVE_CODE",
  "-DTARGET_amd64",
  "-DMODEL_default",
  "-DSYS_none",
];

/** Reads from the source trees what there is to link, and what a call of it does. Throws where a tree can't be read. */
export function readSymbols(
  trees: HeaderTrees,
  target: Target,
  files: readonly HeaderFile[],
  treeSitter: TreeSitter,
): LinkData {
  const toolbox: Toolbox = {
    trees,
    headers: new Map(files.map((file) => [file.name, file])),
    treeSitter,
    readDirectives: rememberedDirectives(),
    declared: new Set(declaredFunctions(target.headers)),
    macros: (flags) => initialMacros(target, flags),
  };
  const stubs = readStubs(nolibcSources(trees).find((file) => file.path.endsWith("stubs.c")));
  const nolibc = definedIn(toolbox, nolibcSources(trees), nolibcFlags);
  const openlibm = definedIn(toolbox, openlibmSources(trees), openlibmFlags);
  const ocaml = definedIn(toolbox, runtimeSources(trees), runtimeFlags);
  const solo5 = (target.headers["solo5.h"]?.functions ?? "").split(" ");
  const linked = new Set([...nolibc, ...openlibm, ...ocaml, ...solo5, ...stubs.all]);
  return {
    symbols: {
      works: {
        nolibc: joined(nolibc),
        openlibm: joined(openlibm),
        ocaml: joined(ocaml),
        solo5: joined(solo5),
      },
      aborts: joined(stubs.aborts),
      fails: Object.fromEntries(stubs.fails),
      ignored: Object.fromEntries(stubs.ignored),
      undefined: joined([...toolbox.declared].filter((name) => !linked.has(name))),
    },
    primitives: joined(primitivesOf(primitiveSources(trees))),
    unixOnlySymbols: joined(unixOnly(toolbox).filter((name) => !linked.has(name))),
  };
}

function joined(names: Iterable<string>): string {
  return [...new Set(names)]
    .filter((name) => name !== "")
    .sort()
    .join(" ");
}

/** Functions that headers declare and none of them has the body of. */
function declaredFunctions(headers: Readonly<Record<string, TargetHeader>>): readonly string[] {
  const contents = Object.values(headers).flatMap((header): readonly DeclaredNames[] => [
    header,
    header.underInternals ?? {},
  ]);
  const names = (list: string | undefined): readonly string[] => (list ?? "").split(" ");
  const bodies = new Set(contents.flatMap((each) => names(each.inlineFunctions)));
  return contents.flatMap((each) => names(each.functions)).filter((name) => !bodies.has(name));
}

interface Stubs {
  readonly aborts: readonly string[];
  readonly fails: readonly (readonly [string, string])[];
  readonly ignored: readonly (readonly [string, string])[];
  readonly all: readonly string[];
}

/** nolibc's `stubs.c`: one macro call a function, `STUB_ABORT(f)`, `STUB_WARN_ONCE(type, f, value)`, `STUB_IGNORE(type, f, value)`. */
function readStubs(file: SourceFile | undefined): Stubs {
  const aborts: string[] = [];
  const fails: (readonly [string, string])[] = [];
  const ignored: (readonly [string, string])[] = [];
  const text = (file?.text ?? "").replace(/\/\*[\s\S]*?\*\//g, " ");
  for (const [, kind, list = ""] of text.matchAll(/^(STUB_\w+)\s*\(([^()]*)\)/gm)) {
    const [first = "", name = "", value = ""] = list.split(",").map((part) => part.trim());
    if (kind === "STUB_ABORT") aborts.push(first);
    else if (kind === "STUB_WARN_ONCE") fails.push([name, value]);
    else if (kind === "STUB_IGNORE") ignored.push([name, value]);
    else throw new Error(`${file?.path}: it is not known what ${kind} does`);
  }
  const sorted = (pairs: (readonly [string, string])[]): typeof pairs =>
    pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const all = [...aborts, ...[...fails, ...ignored].map(([name]) => name)];
  return { aborts, fails: sorted(fails), ignored: sorted(ignored), all };
}

/** Names that the objects made of `files` have for others to link to. */
function definedIn(
  toolbox: Toolbox,
  files: readonly SourceFile[],
  flags: readonly string[],
): readonly string[] {
  const macros = toolbox.macros(flags);
  const forAssembler = toolbox.macros([...flags, "-D__ASSEMBLER__"]);
  return files.flatMap((file) => {
    const isAssembler = file.path.endsWith(".S");
    const text = expandedText(file, sourceInput(toolbox, isAssembler ? forAssembler : macros));
    return isAssembler ? globals(text) : definitions(text, toolbox);
  });
}

function sourceInput(toolbox: Toolbox, initial: InitialMacros): ExpansionInput {
  const { headers, trees } = toolbox;
  const directories = ["openlibm", "openlibm/amd64", "openlibm/ld80"].map((name) =>
    join(trees.ocamlSolo5, name),
  );
  return {
    initial,
    readDirectives: toolbox.readDirectives,
    find(name, beside) {
      const header = headers.get(beside) ?? headers.get(name);
      if (header !== undefined) return { path: header.name, text: header.text };
      const paths = [beside, ...directories.map((directory) => join(directory, name))];
      return paths.flatMap((path) => treeFile(trees, path) ?? [])[0];
    },
    isWanted: (path) => !toolbox.headers.has(path),
  };
}

/** Files of the trees that are no installed headers: parts of sources, and headers that only they include. */
function treeFile(trees: HeaderTrees, path: string): SourceFile | undefined {
  const isInside = [trees.ocaml, trees.ocamlSolo5].some((tree) => path.startsWith(`${tree}/`));
  if (!isInside || !existsSync(path) || !statSync(path).isFile()) return undefined;
  return { path, text: readFileSync(path, "utf8") };
}

function definitions(text: string, { declared, treeSitter }: Toolbox): readonly string[] {
  const { bodies, definedVariables, plainlyDeclared, staticallyDeclared } = readDeclarations(
    text,
    treeSitter,
  );
  const functions = [...bodies].flatMap(([name, words]) => {
    if (words.has("static") || staticallyDeclared.has(name) || name.startsWith("__unsup_")) return [];
    // C99: a body that is only ever `inline` leaves nothing to link to.
    const isOnlyInline = words.has("inline") && !words.has("extern");
    return isOnlyInline && !plainlyDeclared.has(name) && !declared.has(name) ? [] : [name];
  });
  const aliases = [...text.matchAll(/(\w+)\s*__attribute__\s*\(\(\s*_*alias_*\b/g)];
  return [...functions, ...definedVariables, ...aliases.map((alias) => alias[1] ?? ""), ...globals(text)];
}

/** Names that assembler shows to the linker, in a file of its own or in strings. */
function globals(text: string): readonly string[] {
  return [...text.matchAll(/\.(?:globl|weak)[\s"]+([\w.$]+)/g)].map((found) => found[1] ?? "");
}

/** The runtime's list of primitives, looked for as `gen_primitives.sh` does. */
function primitivesOf(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [
    ...[...file.text.matchAll(/^CAMLprim value ([a-z0-9_]+)/gm)].map((found) => found[1] ?? ""),
    ...[...file.text.matchAll(/^CAMLprim_int64_[0-9]\(([a-z0-9_]+)\)/gm)].flatMap((found) => [
      `caml_int64_${found[1]}`,
      `caml_int64_${found[1]}_native`,
    ]),
  ]);
}

function unixOnly(toolbox: Toolbox): readonly string[] {
  const input = sourceInput(toolbox, toolbox.macros(runtimeFlags));
  return unixOnlySources(toolbox.trees).flatMap((file) =>
    // Any system's branches: what there would be to link where the library is built.
    definitions(expandedText(file, { ...input, everyBranch: true }), toolbox),
  );
}
