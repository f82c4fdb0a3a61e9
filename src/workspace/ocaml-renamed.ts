import type { Exports } from "../facts/ocaml-definition.ts";
import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ModuleReading } from "./code.ts";
import type { Component } from "./model.ts";
import { capitalised, type ModuleFile, type Modules } from "./modules.ts";
import type { VisibleModules } from "./ocaml-visible.ts";
import type { Sources } from "./sources.ts";

/** A file that may use a module of OCaml's by a name that another file gives it. */
export interface RenamedUse {
  readonly component: Component;
  readonly file: ModuleFile;
  /** First names of the paths that lead there. */
  readonly heads: ReadonlySet<string>;
}

interface Renaming {
  readonly component: Component;
  readonly heads: readonly string[];
  readonly name: string;
}

/** Files of the components that write `Clock.` where another file of the tree says `module Clock = Unix`. */
export function usesOfRenamed(
  readings: readonly ModuleReading[],
  isWanted: (path: ModulePath) => boolean,
  where: {
    readonly components: readonly Component[];
    readonly modulesOf: (component: Component) => Modules;
    readonly visible: VisibleModules;
    readonly sources: Sources;
  },
): readonly RenamedUse[] {
  const renamings = readings.flatMap((reading) => renamingsIn(reading, isWanted));
  if (renamings.length === 0) return [];
  return where.components.flatMap((component) => {
    const seen = renamings.filter((renaming) => where.visible.reaches(component, renaming.component));
    if (seen.length === 0) return [];
    const pattern = new RegExp(`\\b(?:${[...new Set(seen.map(({ name }) => name))].join("|")})\\s*\\.`);
    const heads = new Set(seen.flatMap((renaming) => renaming.heads));
    const { files, grammars } = where.modulesOf(component);
    return [...files, ...grammars]
      .filter(({ path }) => pattern.test(where.sources.text(path) ?? ""))
      .map((file) => ({ component, file, heads }));
  });
}

function renamingsIn(
  { component, file, facts }: ModuleReading,
  isWanted: (path: ModulePath) => boolean,
): readonly Renaming[] {
  const around =
    component.kind === "library" ? [file.module, capitalised(component.privateName)] : [file.module];
  return renamedIn(facts.exports, isWanted).map((name) => ({ component, name, heads: [name, ...around] }));
}

function renamedIn({ modules }: Exports, isWanted: (path: ModulePath) => boolean): readonly string[] {
  return modules.flatMap(({ name, content }) => {
    if (content.kind === "structure") return renamedIn(content.exports, isWanted);
    return content.kind === "alias" && content.path.at(-1) !== name && isWanted(content.path) ? [name] : [];
  });
}
