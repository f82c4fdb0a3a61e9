import { elementsOf } from "../facts/ordered-set.ts";
import type { ForeignStubs } from "../facts/stanza.ts";
import { expandText } from "./conditions.ts";
import type { Views } from "./directory-files.ts";
import type { DuneDirectory, DuneTree } from "./dune-tree.ts";
import type { Component } from "./model.ts";
import { includesSubdirectories, standsAlone } from "./modules.ts";
import { baseName, directoryOf, joinPath } from "./paths.ts";
import type { Resolver } from "./resolve.ts";
import type { Place } from "./sources.ts";

/** One C or C++ source that a stanza names. */
export interface Stub {
  readonly component: Component;
  readonly stanza: ForeignStubs;
  readonly name: string;
  /** Where dune compiles it. */
  readonly builtAs: string;
  /** Where its text stands in the tree; undefined where a rule makes it, or where nothing does. */
  readonly source: string | undefined;
  /** Where the stanza names it. */
  readonly at: Place;
}

const endings = { c: ["c"], cxx: ["cc", "cpp", "cxx"] } as const;

/** The foreign sources of one component, in the order of its stanza. */
export function stubsOf(component: Component, views: Views, resolver: Resolver): readonly Stub[] {
  return foreignStanzas(component).flatMap((stanza) => {
    const directories = sourceDirectories(component.directory, views.tree);
    return elementsOf(stanza.names).map((name): Stub => {
      const stem = expandText(name.text, resolver.variables);
      const found = findSource(stem, stanza, directories, views);
      const fallback =
        joinPath(component.directory, `${baseName(stem)}.${endings[stanza.language][0]}`) ?? baseName(stem);
      return {
        component,
        stanza,
        name: stem,
        builtAs: found?.builtAs ?? fallback,
        source: found?.source,
        at: { file: component.at.file, span: name.span },
      };
    });
  });
}

/** The stanzas of C and C++ sources that a component has. */
export function foreignStanzas(component: Component): readonly ForeignStubs[] {
  switch (component.kind) {
    case "library":
    case "executables":
      return component.stanza.stubs;
    case "foreign-library":
      return [component.stanza.stubs];
    case "unikernel":
      return [];
  }
}

/** The stanza's directory, and those below it where `include_subdirs` says so. */
function sourceDirectories(path: string, tree: DuneTree): readonly DuneDirectory[] {
  const start = tree.directories.get(path);
  if (start === undefined) return [];
  const found = [start];
  if (!includesSubdirectories(start)) return found;
  for (const directory of found) {
    for (const name of directory.subdirectories) {
      const child = tree.directories.get(joinPath(directory.path, name) ?? "");
      if (child !== undefined && child.status !== "data-only" && !standsAlone(child)) found.push(child);
    }
  }
  return found;
}

interface FoundSource {
  readonly builtAs: string;
  readonly source: string | undefined;
}

function findSource(
  stem: string,
  stanza: ForeignStubs,
  directories: readonly DuneDirectory[],
  views: Views,
): FoundSource | undefined {
  for (const start of directories) {
    // A name may lead into a directory below: `(names sub/stubs)`.
    const directory = views.tree.directories.get(joinPath(start.path, directoryOf(stem)) ?? "") ?? start;
    const visible = views.filesIn(directory.path);
    for (const ending of endings[stanza.language]) {
      const file = visible.get(`${baseName(stem)}.${ending}`);
      if (file !== undefined)
        return { builtAs: joinPath(directory.path, file.name) ?? file.name, source: file.source };
    }
  }
  return undefined;
}
