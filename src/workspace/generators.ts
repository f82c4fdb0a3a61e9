import type { Name } from "../facts/ordered-set.ts";
import type { RuleInput, RuleStanza } from "../facts/stanza.ts";
import { evaluate, expandText, type Variables } from "./conditions.ts";
import { type DuneTree, matchesGlob } from "./dune-tree.ts";
import type { BuildStep } from "./foreign-builds.ts";
import type { Component, Edge, Executables, Library, Project, Resolution } from "./model.ts";
import { belongs } from "./modules.ts";
import { baseName, directoryOf, endingOf, joinPath, withoutEnding } from "./paths.ts";
import { isMissing } from "./reach.ts";
import type { Place } from "./sources.ts";

export interface Surroundings {
  readonly components: readonly Component[];
  readonly tree: DuneTree;
  readonly variables: Variables;
  resolve(name: string, from: Project | undefined): Resolution;
}

/** What dune makes on the target before it builds a component. */
export interface BuildNeeds {
  readonly edges: readonly Edge[];
  readonly steps: readonly BuildStep[];
}

/**
 * Finds the programs that dune links for the target to build a stanza. `(run ./gen.exe)` and `%{exe:gen.exe}` run the
 * host's; a program that a rule names as a file, in `deps` or `%{dep:…}`, is built in the rule's own context. This travels
 * through preprocessor_deps, copies and `%{lib:name:file}`.
 */
export function generatorFinder(surroundings: Surroundings): (component: Component) => BuildNeeds {
  const makers = makersIn(surroundings);
  const programs = programFinder(surroundings);
  const installed = installedFiles(surroundings.tree);
  return (component) => {
    const edges = new Map<string, Edge>();
    const steps = new Map<RuleStanza, BuildStep>();
    const seen = new Set<string>();
    const pending = neededFiles(component, makers);
    for (let needed = pending.pop(); needed !== undefined; needed = pending.pop()) {
      if (seen.has(needed.path)) continue;
      seen.add(needed.path);
      const program = programs(needed.path);
      if (program !== undefined && program !== component) {
        const to: Resolution = { kind: "generator", executables: program };
        edges.set(needed.path, { name: baseName(needed.path), at: needed.at, via: "build", to });
      }
      for (const maker of makers.of(directoryOf(needed.path), baseName(needed.path))) {
        steps.set(maker.rule, { ...maker, directory: directoryOf(needed.path) });
        for (const input of maker.rule.inputs)
          follow(input, maker, needed, component, { surroundings, pending, edges, installed });
      }
      for (const path of makers.copiedTo(directoryOf(needed.path), baseName(needed.path)))
        pending.push({ path, at: needed.at, first: false });
    }
    return { edges: [...edges.values()], steps: [...steps.values()] };
  };
}

interface NeededFile {
  readonly path: string;
  /** In the stanza's own dune file where that is what asks, else where the first rule on the way does. */
  readonly at: Place;
  readonly first: boolean;
}

interface Search {
  readonly surroundings: Surroundings;
  readonly pending: NeededFile[];
  readonly edges: Map<string, Edge>;
  readonly installed: InstalledFiles;
}

/** The next files that the making of one leads to. */
function follow(
  input: RuleInput,
  maker: Maker,
  needed: NeededFile,
  component: Component,
  search: Search,
): void {
  const { surroundings, pending, edges } = search;
  const at = needed.first ? { file: maker.file, span: input.file.span } : needed.at;
  const text = expandText(input.file.text, surroundings.variables);
  if (input.kind === "file") {
    const path = joinPath(directoryOf(needed.path), text);
    if (path !== undefined) pending.push({ path, at, first: false });
    return;
  }
  const to = surroundings.resolve(input.library, component.project);
  if (to.kind === "workspace") {
    for (const path of search.installed(to.library, text)) pending.push({ path, at, first: false });
  } else if (isMissing(to)) {
    edges.set(`lib:${input.library}`, { name: input.library, at, via: "build", to });
  }
}

/** The files that a stanza is compiled from and with, which rules may make. */
function neededFiles(component: Component, makers: Makers): NeededFile[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  const { stanza, directory } = component;
  const named = (name: Name): readonly NeededFile[] => {
    const path = joinPath(directory, name.text);
    return path === undefined
      ? []
      : [{ path, at: { file: component.at.file, span: name.span }, first: true }];
  };
  const made = makers.targetsIn(directory).filter(({ text }) => isCompiled(text, component));
  return [...stanza.neededFiles, ...made].flatMap(named);
}

/** Whether dune compiles a made file into the library: a module of it, a stub, or a header beside its stubs. */
function isCompiled(name: string, component: Library | Executables): boolean {
  const ending = endingOf(name);
  if (ending === "h" || ending === "c") return component.stanza.stubs.length > 0;
  return (ending === "ml" || ending === "mli") && belongs(component, withoutEnding(name));
}

export interface Maker {
  readonly rule: RuleStanza;
  readonly file: string;
}

/** The rules that make files in the target's context. */
export interface Makers {
  of(directory: string, name: string): readonly Maker[];
  targetsIn(directory: string): readonly Name[];
  /** The files of other directories that `copy_files` makes a file of this one from. */
  copiedTo(directory: string, name: string): readonly string[];
}

export function makersIn({ tree, variables }: Pick<Surroundings, "tree" | "variables">): Makers {
  const byDirectory = new Map<string, ReadonlyMap<string, readonly Maker[]>>();
  const rulesIn = (directory: string) =>
    (tree.directories.get(directory)?.stanzas ?? []).flatMap(({ stanza, file }) =>
      stanza.kind === "rule" &&
      (stanza.enabledIf === undefined || evaluate(stanza.enabledIf, variables) !== "no")
        ? [{ rule: stanza, file }]
        : [],
    );
  const makers = (directory: string): ReadonlyMap<string, readonly Maker[]> => {
    const known = byDirectory.get(directory);
    if (known !== undefined) return known;
    const found = new Map<string, Maker[]>();
    for (const maker of rulesIn(directory))
      for (const target of maker.rule.targets) {
        const name = expandText(target.text, variables);
        const others = found.get(name);
        if (others === undefined) found.set(name, [maker]);
        else others.push(maker);
      }
    byDirectory.set(directory, found);
    return found;
  };
  const globs = copyGlobs(tree, variables);
  const targetsByDirectory = new Map<string, readonly Name[]>();
  const ownTargets = (directory: string): readonly Name[] =>
    [...new Set([...makers(directory).values()].flat().map(({ rule }) => rule))].flatMap(
      ({ targets }) => targets,
    );
  const targetsIn = (directory: string): readonly Name[] => {
    const known = targetsByDirectory.get(directory);
    if (known !== undefined) return known;
    // Directories that copy from one another bring nothing new the second time.
    targetsByDirectory.set(directory, []);
    const copied = globs(directory).flatMap(({ from, takes, glob }) =>
      targetsIn(from)
        .filter(({ text }) => takes(text))
        .map(({ text }) => ({ text, span: glob.span })),
    );
    const found = [...ownTargets(directory), ...copied];
    targetsByDirectory.set(directory, found);
    return found;
  };
  return {
    of: (directory, name) => makers(directory).get(name) ?? [],
    targetsIn,
    copiedTo: (directory, name) =>
      globs(directory).flatMap(({ from, takes }) => (takes(name) ? (joinPath(from, name) ?? []) : [])),
  };
}

interface CopyGlob {
  readonly glob: Name;
  readonly from: string;
  takes(name: string): boolean;
}

/** What `copy_files` of a directory takes, and from where. */
function copyGlobs(tree: DuneTree, variables: Variables): (directory: string) => readonly CopyGlob[] {
  return (directory) =>
    (tree.directories.get(directory)?.stanzas ?? []).flatMap(({ stanza }): readonly CopyGlob[] => {
      if (stanza.kind !== "copy-files") return [];
      if (stanza.enabledIf !== undefined && evaluate(stanza.enabledIf, variables) === "no") return [];
      const path = joinPath(directory, expandText(stanza.glob.text, variables));
      if (path === undefined || directoryOf(path) === directory) return [];
      const pattern = baseName(path);
      const takes = (name: string): boolean => name === pattern || matchesGlob(pattern, name);
      return [{ glob: stanza.glob, from: directoryOf(path), takes }];
    });
}

/** Where the files stand that `%{lib:name:file}` may mean: beside the library, or where an install stanza says. */
type InstalledFiles = (library: Library, file: string) => readonly string[];

function installedFiles(tree: DuneTree): InstalledFiles {
  const byInstalledName = new Map<
    string,
    { readonly path: string; readonly packageName: string | undefined }[]
  >();
  for (const directory of tree.directories.values())
    for (const { stanza } of directory.stanzas) {
      if (stanza.kind !== "install" || !["lib", "lib_root", "libexec"].includes(stanza.section)) continue;
      for (const { source, installedAs } of stanza.files) {
        const path = joinPath(directory.path, source.text);
        if (path === undefined) continue;
        const entry = { path, packageName: stanza.package?.text };
        const others = byInstalledName.get(baseName(installedAs));
        if (others === undefined) byInstalledName.set(baseName(installedAs), [entry]);
        else others.push(entry);
      }
    }
  return (library, file) => {
    const beside = joinPath(library.directory, file);
    const inside = (path: string): boolean =>
      library.project.directory === "" || path.startsWith(`${library.project.directory}/`);
    const installed = (byInstalledName.get(baseName(file)) ?? []).filter(({ path, packageName }) =>
      packageName === undefined ? inside(path) : packageName === library.packageName,
    );
    return [...(beside === undefined ? [] : [beside]), ...installed.map(({ path }) => path)];
  };
}

/** The executables stanza that builds `dir/name.exe`. */
export function programFinder({
  components,
}: Pick<Surroundings, "components">): (path: string) => Executables | undefined {
  const programs = new Map<string, Executables>();
  for (const component of components)
    if (component.kind === "executables")
      for (const { text } of component.stanza.names)
        programs.set(joinPath(component.directory, text) ?? text, component);
  return (path) => (["exe", "bc"].includes(endingOf(path)) ? programs.get(withoutEnding(path)) : undefined);
}
