import { rememberedDirectives } from "../syntax/c/directives.ts";
import { type IncludeName, type PreprocessInput, preprocess, type Resolved } from "../syntax/c/preprocess.ts";
import { initialMacros, withUnseenFlags } from "../target/compiler-flags.ts";
import { resolveTargetHeader, shadowsPackageHeaders, targetHeader } from "../target/header-macros.ts";
import { headerElsewhere } from "../target/library-headers.ts";
import { isForOtherSystem } from "../target/other-systems.ts";
import type { Target } from "../target/target.ts";
import type { SeenStub } from "./code.ts";
import { cstubsFinder, cstubsPrologue } from "./cstubs.ts";
import { everyCase } from "./every-case.ts";
import {
  type CompilerArguments,
  compilerArguments,
  type FoundHeader,
  headerFinder,
} from "./include-search.ts";
import type { Workspace } from "./model.ts";
import { baseName, directoryOf } from "./paths.ts";
import { sharedMacros } from "./shared-macros.ts";
import type { Stub } from "./stubs.ts";

/** Reads stubs as the target's preprocessor would; undefined for one whose source can't be seen. */
export function stubReader(workspace: Workspace, target: Target): (stub: Stub) => SeenStub | undefined {
  const { sources, resolver } = workspace;
  const search = headerSearch(workspace, target);
  const readDirectives = rememberedDirectives();
  const shared = sharedMacros();
  const isMadeByCstubs = cstubsFinder(workspace);
  return (stub) => {
    const written = stub.source === undefined ? undefined : sources.text(stub.source);
    const text = written ?? (isMadeByCstubs(stub) ? cstubsPrologue : undefined);
    if (text === undefined) return undefined;
    const source = stub.source ?? stub.builtAs;
    const compiler = compilerArguments(stub.component, stub.stanza, resolver, resolver.edgesOf);
    const initial = initialMacros(target, [...target.cFlags, ...compiler.flags], stub.stanza.language);
    const input: PreprocessInput = {
      path: source,
      text,
      ...(compiler.partlyUnseen ? withUnseenFlags(initial) : initial),
      readDirectives,
      openWorld: compiler.partlyUnseen,
      assume: (name) => (isForOtherSystem(name) ? "undefined" : undefined),
      resolve: search({ path: source, directory: directoryOf(stub.builtAs) }, compiler),
    };
    const found = preprocess(input);
    const preprocessed = { ...found, macros: shared(found.macros) };
    return {
      source,
      text,
      preprocessed,
      everyCase: everyCase(input, preprocessed),
      flagsPartlyUnseen: compiler.partlyUnseen,
      facts: undefined,
      linked: undefined,
      undeclared: [],
      taken: [],
    };
  };
}

/** The file that the compiler is given, and the directory in which dune compiles it. */
interface Entry {
  readonly path: string;
  readonly directory: string;
}

/** Finds what an `#include` leads to, for an entry and what the compiler is told with it. */
export function headerSearch(workspace: Workspace, target: Target) {
  const find = headerFinder(workspace.views, workspace.resolver);
  const basenames = new Set(workspace.sources.vfs.files.map(baseName));
  return (entry: Entry, compiler: CompilerArguments): PreprocessInput["resolve"] =>
    includeResolver({ target, find, basenames, compiler, entry, text: workspace.sources.text });
}

interface Search {
  readonly target: Target;
  readonly find: (name: string, directories: readonly string[]) => FoundHeader | undefined;
  readonly basenames: ReadonlySet<string>;
  readonly compiler: CompilerArguments;
  readonly entry: Entry;
  text(path: string): string | undefined;
}

function includeResolver(search: Search): PreprocessInput["resolve"] {
  const { target, find, compiler, entry } = search;
  // Where each file stands when dune compiles it, which differs from its source after copy_files.
  const builtIn = new Map<string, string>([[entry.path, entry.directory]]);
  return (include, from, macro) => {
    const { style, name } = include;
    const beside = style === "quote" ? find(name, [builtIn.get(from) ?? directoryOf(from)]) : undefined;
    const header = targetHeader(target, name);
    // The toolchain's own directories come before the package's -I; OCaml's and the compiler's come after.
    if (beside === undefined && header !== undefined && shadowsPackageHeaders(header.origin))
      return resolveTargetHeader(target, include, macro);
    const found = beside ?? find(name, compiler.includeDirectories);
    if (found?.kind === "made") return { kind: "unseen" };
    if (found?.kind === "elsewhere") {
      const elsewhere = headerElsewhere(found.file, [found.library]);
      return elsewhere.kind === "header" ? { ...elsewhere, kind: "file" } : { kind: "unseen" };
    }
    if (found?.kind === "file") {
      const text = search.text(found.source);
      if (text === undefined) return { kind: "unseen" };
      builtIn.set(found.source, found.directory);
      return { kind: "file", path: found.source, text };
    }
    if (header !== undefined) return resolveTargetHeader(target, include, macro);
    return lookElsewhere(include, search);
  };
}

/** Looks for a header that neither the target nor the tree has. */
function lookElsewhere({ style, name }: IncludeName, search: Search): Resolved {
  const { compiler, basenames } = search;
  const elsewhere = headerElsewhere(name, compiler.outsideLibraries);
  if (elsewhere.kind === "header") return { kind: "file", path: elsewhere.path, text: elsewhere.text };
  // With flags that a rule makes, a header that stands somewhere in the tree may well be on the path.
  if (compiler.pathPartlyUnseen || (compiler.partlyUnseen && basenames.has(baseName(name))))
    return { kind: "unseen" };
  if (elsewhere.kind === "none" || ofTheSystem.test(name)) return { kind: "missing" };
  // dune puts the directory of every library on the path: a header in quotes, or of its name, is likely to be one of theirs.
  const isLikely = compiler.outsideLibraries.some(
    (library) => style === "quote" || isNamedAfter(name, library) || isOfHeaders(name, library),
  );
  return { kind: isLikely ? "unseen" : "missing" };
}

/** Directories that a C library, the kernel or OCaml's runtime has, and no package. */
const ofTheSystem = /^(?:caml|sys|net|netinet|arpa|linux|asm|mach|netpacket|bits)\//;

/** A library of headers, such as jane-street-headers: its `core_params.h` and the like are no system's. */
function isOfHeaders(header: string, library: string): boolean {
  return library.endsWith("-headers") && header.includes("_") && !header.includes("/");
}

/** `bigstringaf_stubs.h` for the library bigstringaf. */
function isNamedAfter(header: string, library: string): boolean {
  const [stem = ""] = library.replaceAll("-", "_").split(".");
  return baseName(header).startsWith(`${stem}_`) || baseName(header) === `${stem}.h`;
}
