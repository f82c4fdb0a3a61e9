import { rememberedDirectives } from "../syntax/c/directives.ts";
import { type IncludeName, type PreprocessInput, preprocess } from "../syntax/c/preprocess.ts";
import { initialMacros } from "../target/compiler-flags.ts";
import { resolveTargetHeader, shadowsPackageHeaders, targetHeader } from "../target/header-macros.ts";
import { isForOtherSystem } from "../target/other-systems.ts";
import type { Target } from "../target/target.ts";
import type { SeenStub } from "./code.ts";
import { everyCase } from "./every-case.ts";
import {
  type CompilerArguments,
  compilerArguments,
  type FoundHeader,
  headerFinder,
} from "./include-search.ts";
import type { Workspace } from "./model.ts";
import { baseName, directoryOf } from "./paths.ts";
import type { Stub } from "./stubs.ts";

/** Reads stubs as the target's preprocessor would; undefined for one whose source can't be seen. */
export function stubReader(workspace: Workspace, target: Target): (stub: Stub) => SeenStub | undefined {
  const { sources, views, resolver } = workspace;
  const find = headerFinder(views);
  const readDirectives = rememberedDirectives();
  const basenames = new Set(sources.vfs.files.map(baseName));
  return (stub) => {
    const text = stub.source === undefined ? undefined : sources.text(stub.source);
    if (stub.source === undefined || text === undefined) return undefined;
    const compiler = compilerArguments(stub.component, stub.stanza, resolver, resolver.edgesOf);
    const input: PreprocessInput = {
      path: stub.source,
      text,
      ...initialMacros(target, [...target.cFlags, ...compiler.flags], stub.stanza.language),
      readDirectives,
      openWorld: compiler.partlyUnseen,
      assume: (name) => (isForOtherSystem(name) ? "undefined" : undefined),
      resolve: includeResolver({ target, find, basenames, compiler, stub, text: sources.text }),
    };
    const preprocessed = preprocess(input);
    return {
      source: stub.source,
      preprocessed,
      everyCase: everyCase(input, preprocessed),
      flagsPartlyUnseen: compiler.partlyUnseen,
      facts: undefined,
      undeclared: [],
    };
  };
}

interface Search {
  readonly target: Target;
  readonly find: (name: string, directories: readonly string[]) => FoundHeader | undefined;
  readonly basenames: ReadonlySet<string>;
  readonly compiler: CompilerArguments;
  readonly stub: Stub;
  text(path: string): string | undefined;
}

function includeResolver(search: Search): PreprocessInput["resolve"] {
  const { target, find, compiler, stub } = search;
  // Where each file stands when dune compiles it, which differs from its source after copy_files.
  const builtIn = new Map<string, string>([[stub.source ?? "", directoryOf(stub.builtAs)]]);
  return (include, from, macro) => {
    const { style, name } = include;
    const beside = style === "quote" ? find(name, [builtIn.get(from) ?? directoryOf(from)]) : undefined;
    const header = targetHeader(target, name);
    // The toolchain's own directories come before the package's -I; OCaml's and the compiler's come after.
    if (beside === undefined && header !== undefined && shadowsPackageHeaders(header.origin))
      return resolveTargetHeader(target, include, macro);
    const found = beside ?? find(name, compiler.includeDirectories);
    if (found?.kind === "made") return { kind: "unseen" };
    if (found?.kind === "file") {
      const text = search.text(found.source);
      if (text === undefined) return { kind: "unseen" };
      builtIn.set(found.source, found.directory);
      return { kind: "file", path: found.source, text };
    }
    if (header !== undefined) return resolveTargetHeader(target, include, macro);
    return mayBeElsewhere(include, search) ? { kind: "unseen" } : { kind: "missing" };
  };
}

/** Whether a header that was not found may be in a place that can't be seen. */
function mayBeElsewhere({ style, name }: IncludeName, { compiler, basenames }: Search): boolean {
  // With flags that a rule makes, a header that stands somewhere in the tree may well be on the path.
  if (compiler.pathPartlyUnseen || (compiler.partlyUnseen && basenames.has(baseName(name)))) return true;
  if (ofTheSystem.test(name)) return false;
  // dune puts the directory of every library on the path: a header in quotes, or of its name, is likely to be one of theirs.
  return compiler.outsideLibraries.some(
    (library) => style === "quote" || isNamedAfter(name, library) || isOfHeaders(name, library),
  );
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
