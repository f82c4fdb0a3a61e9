import { contains, type OrderedSet } from "../facts/ordered-set.ts";
import { isModuleSource, isOcamlSource, type Views, type VisibleFile } from "./directory-files.ts";
import type { DuneDirectory } from "./dune-tree.ts";
import type { Component } from "./model.ts";
import { endingOf, joinPath, withoutEnding } from "./paths.ts";
import type { Resolver } from "./resolve.ts";

/** An implementation or interface of a module, whose text stands at `path`. */
export interface ModuleFile {
  readonly module: string;
  readonly path: string;
  readonly interface: boolean;
  /** With `(include_subdirs qualified)` the modules that its directories are, outermost first. */
  readonly group: readonly string[];
}

export interface Modules {
  /** Names of all modules of the component, also those that rules make. */
  readonly names: ReadonlySet<string>;
  readonly files: readonly ModuleFile[];
  /** Lexers and parsers (.mll, .mly) that modules are made of. */
  readonly grammars: readonly ModuleFile[];
  /** Modules of which a file is made by a rule, or is not OCaml's. */
  readonly made: readonly Pick<ModuleFile, "module" | "group">[];
}

/** A module's name, from its file's or its library's. */
export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const isModuleName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_']*$/.test(name);

const none: Modules = { names: new Set(), files: [], grammars: [], made: [] };

/** The modules that belong to one stanza: those of its directory that its `(modules …)` selects. */
export function modulesOf(component: Component, views: Views, resolver: Resolver): Modules {
  if (component.kind === "foreign-library") return none;
  const names = new Set<string>();
  const files: ModuleFile[] = [];
  const grammars: ModuleFile[] = [];
  const made: Pick<ModuleFile, "module" | "group">[] = [];
  const add = (name: string, { group, source, grammar }: SourceOfModule): void => {
    const stem = withoutEnding(name);
    if (!isModuleSource(name) || !isModuleName(stem) || !belongs(component, stem)) return;
    const module = capitalised(stem);
    names.add(module);
    if (source !== undefined && isOcamlSource(name))
      files.push({ module, path: source, interface: endingOf(name) === "mli", group });
    else made.push({ module, group });
    if (grammar !== undefined && endingOf(name) === "ml")
      grammars.push({ module, path: grammar, interface: false, group });
  };
  for (const source of sourceFiles(component.directory, views)) add(source.name, source);
  for (const directory of qualifiedDirectories(component.directory, views)) names.add(capitalised(directory));
  for (const { result, source } of selectedFiles(component, views, resolver))
    add(result, { group: [], source, grammar: undefined });
  return { names, files, grammars, made };
}

/** What `select` makes on the target, and the file that it copies. */
function selectedFiles(
  component: Exclude<Component, { kind: "foreign-library" }>,
  views: Views,
  resolver: Resolver,
): readonly { readonly result: string; readonly source: string | undefined }[] {
  if (component.kind === "unikernel") return [];
  return component.stanza.libraries.flatMap((dependency) => {
    if (dependency.kind !== "select") return [];
    const chosen = resolver.choiceOf(dependency, component.project)?.file.text ?? "";
    const source = views.filesIn(component.directory).get(chosen)?.source;
    return [{ result: dependency.result.text, source }];
  });
}

/** With `(include_subdirs qualified)` a directory is a module of its own. */
function qualifiedDirectories(path: string, views: Views): readonly string[] {
  const directory = views.tree.directories.get(path);
  const qualified = directory?.stanzas.some(
    ({ stanza }) => stanza.kind === "include-subdirs" && stanza.mode === "qualified",
  );
  return qualified === true ? (directory?.subdirectories ?? []) : [];
}

/** Whether the stanza's `(modules …)` takes the module of a file called `stem`. */
export function belongs(component: Exclude<Component, { kind: "foreign-library" }>, stem: string): boolean {
  if (component.kind === "unikernel") return stem !== "config" && stem !== "main";
  const { modules, modulesWithoutImplementation } = component.stanza;
  if (modules === undefined) return true;
  return (
    selects(modules, stem) ||
    (modulesWithoutImplementation !== undefined && selects(modulesWithoutImplementation, stem))
  );
}

function selects(set: OrderedSet, stem: string): boolean {
  return contains(
    set,
    capitalised(stem),
    () => true,
    (element, word) => capitalised(element) === word,
  );
}

interface SourceOfModule {
  readonly group: readonly string[];
  readonly source: string | undefined;
  /** The lexer or parser that a module without a source of its own is made of. */
  readonly grammar: string | undefined;
}

/** The directory's files; with `(include_subdirs …)` also those of the directories below it. */
function sourceFiles(
  directory: string,
  views: Views,
): readonly (SourceOfModule & { readonly name: string })[] {
  const start = views.tree.directories.get(directory);
  return start === undefined ? [] : filesBelow(start, views, subdirectoriesOf(start), []);
}

export function includesSubdirectories(directory: DuneDirectory): boolean {
  return subdirectoriesOf(directory) !== "no";
}

/** A directory that says for itself what it includes is no part of the one above it. */
export function standsAlone({ stanzas }: DuneDirectory): boolean {
  return stanzas.some(({ stanza }) => stanza.kind === "include-subdirs");
}

type Subdirectories = "no" | "unqualified" | "qualified";

function subdirectoriesOf({ stanzas }: DuneDirectory): Subdirectories {
  const modes = stanzas.flatMap(({ stanza }) => (stanza.kind === "include-subdirs" ? [stanza.mode] : []));
  if (modes.includes("qualified")) return "qualified";
  return modes.some((mode) => mode !== "no") ? "unqualified" : "no";
}

function filesBelow(
  directory: DuneDirectory,
  views: Views,
  mode: Subdirectories,
  group: readonly string[],
): readonly (SourceOfModule & { readonly name: string })[] {
  const visible = views.filesIn(directory.path);
  const own = [...visible.values()].map(({ name, source }) => ({
    name,
    group,
    source,
    grammar: source === undefined ? grammarOf(name, visible) : undefined,
  }));
  if (mode === "no") return own;
  const below = directory.subdirectories.flatMap((name) => {
    const child = views.tree.directories.get(joinPath(directory.path, name) ?? "");
    return child === undefined || child.status === "data-only" || standsAlone(child)
      ? []
      : filesBelow(child, views, mode, mode === "qualified" ? [...group, capitalised(name)] : []);
  });
  return [...own, ...below];
}

function grammarOf(name: string, visible: ReadonlyMap<string, VisibleFile>): string | undefined {
  const stem = withoutEnding(name);
  return (visible.get(`${stem}.mll`) ?? visible.get(`${stem}.mly`))?.source;
}
