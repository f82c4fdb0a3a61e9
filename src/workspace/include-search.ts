import { elementsOf, includedFiles } from "../facts/ordered-set.ts";
import type { ForeignStubs } from "../facts/stanza.ts";
import { expandText } from "./conditions.ts";
import type { Views } from "./directory-files.ts";
import type { Component, Edge } from "./model.ts";
import { baseName, directoryOf, joinPath } from "./paths.ts";
import { closureOf } from "./reach.ts";
import type { Resolver } from "./resolve.ts";

/** What the flags and the libraries of a stanza say to the C compiler. */
export interface CompilerArguments {
  /** Directories of the tree, in the compiler's order. */
  readonly includeDirectories: readonly string[];
  /** As far as they can be read; a word with a variable that is unknown stays as written. */
  readonly flags: readonly string[];
  /** Libraries outside the tree, whose headers can't be seen. */
  readonly outsideLibraries: readonly string[];
  /** A directory of the search path is outside the tree, or not to be known. */
  readonly pathPartlyUnseen: boolean;
  /** Some flags are in a file that a rule makes. */
  readonly partlyUnseen: boolean;
}

/** dune passes `-I` for every library of the closure, then for `include_dirs`: src/dune_rules/foreign_rules.ml. */
export function compilerArguments(
  component: Component,
  stanza: ForeignStubs,
  resolver: Resolver,
  edgesOf: (component: Component) => readonly Edge[],
): CompilerArguments {
  const flags = elementsOf(stanza.flags).map(({ text }) => expandText(text, resolver.variables));
  const libraries = [...closureOf(component, edgesOf)].filter((reached) => reached !== component);
  const relative = [...includeFlags(flags), ...includeDirectoriesOf(stanza, resolver)];
  const directories = [
    ...libraries.map((library) => library.directory),
    ...stanza.includeDirs.flatMap((entry) => {
      if (entry.kind !== "library") return [];
      const to = resolver.resolve(entry.name.text, component.project);
      return to.kind === "workspace" ? [to.library.directory] : [];
    }),
    ...relative.flatMap((path) => joinPath(component.directory, path) ?? []),
  ];
  const outside = [...libraries, component].flatMap((library) =>
    edgesOf(library).flatMap(({ name, to }) => (to.kind === "assumed" || to.kind === "known" ? [name] : [])),
  );
  const includesOutside = stanza.includeDirs.some(
    ({ kind, name }) =>
      kind === "library" && resolver.resolve(name.text, component.project).kind !== "workspace",
  );
  return {
    outsideLibraries: outside,
    pathPartlyUnseen: includesOutside || relative.some((path) => path.includes("%{")),
    includeDirectories: [...new Set(directories)],
    flags,
    partlyUnseen: includedFiles(stanza.flags).length > 0 || flags.some((flag) => flag.includes("%{")),
  };
}

function includeDirectoriesOf(stanza: ForeignStubs, resolver: Resolver): readonly string[] {
  return stanza.includeDirs.flatMap((entry) =>
    entry.kind === "directory" ? [expandText(entry.name.text, resolver.variables)] : [],
  );
}

/** Values of `-I`, joined to the flag or in the word after it. */
function includeFlags(flags: readonly string[]): readonly string[] {
  return flags.flatMap((flag, at) => (flag.startsWith("-I") ? ((flag.slice(2) || flags[at + 1]) ?? []) : []));
}

export type FoundHeader =
  | { readonly kind: "file"; readonly directory: string; readonly source: string }
  /** A rule copies it from a library that is not in the tree. */
  | { readonly kind: "elsewhere"; readonly library: string; readonly file: string }
  /** A rule makes it. */
  | { readonly kind: "made" };

function copied(
  copyOf: { readonly library: string; readonly file: string },
  views: Views,
  resolver: Resolver,
): FoundHeader {
  const to = resolver.resolve(copyOf.library, undefined);
  if (to.kind !== "workspace") return { kind: "elsewhere", ...copyOf };
  const { directory } = to.library;
  const source = views.filesIn(directory).get(copyOf.file)?.source;
  return source === undefined ? { kind: "made" } : { kind: "file", directory, source };
}

/** Looks for a header of the workspace in `directories`, as dune sees them. */
export function headerFinder(views: Views, resolver: Resolver) {
  return (name: string, directories: readonly string[]): FoundHeader | undefined => {
    for (const start of directories) {
      const path = joinPath(start, name);
      if (path === undefined) continue;
      const file = views.filesIn(directoryOf(path)).get(baseName(path));
      if (file === undefined) continue;
      if (file.source !== undefined)
        return { kind: "file", directory: directoryOf(path), source: file.source };
      return file.copyOf === undefined ? { kind: "made" } : copied(file.copyOf, views, resolver);
    }
    return undefined;
  };
}
