import type { RuleStanza } from "../facts/stanza.ts";
import { evaluate, expandText, type Variables } from "./conditions.ts";
import { type DuneDirectory, type DuneTree, matchesGlob } from "./dune-tree.ts";
import { baseName, directoryOf, endingOf, joinPath } from "./paths.ts";

/** A file as dune sees it in one directory, and where its text stands in the tree. */
export interface VisibleFile {
  readonly name: string;
  /** Undefined for what a rule makes. */
  readonly source: string | undefined;
  /** What a rule copies it from, where a library installs that. */
  readonly copyOf?: { readonly library: string; readonly file: string };
}

/** The directories of the tree with what copy_files and rules put into them. */
export interface Views {
  readonly tree: DuneTree;
  /** By name; empty for a directory that dune does not look into. */
  filesIn(directory: string): ReadonlyMap<string, VisibleFile>;
}

export function viewsOf(tree: DuneTree, variables: Variables): Views {
  const known = new Map<string, ReadonlyMap<string, VisibleFile>>();
  const views: Views = {
    tree,
    filesIn: (path) => {
      const remembered = known.get(path);
      if (remembered !== undefined) return remembered;
      const directory = tree.directories.get(path);
      if (directory === undefined) return new Map();
      // Directories that copy from one another see each other's own files alone.
      known.set(path, ownFiles(directory));
      const files = visibleFiles(views, directory, variables);
      known.set(path, files);
      return files;
    },
  };
  return views;
}

function ownFiles(directory: DuneDirectory): Map<string, VisibleFile> {
  return new Map(directory.files.map((name) => [name, { name, source: joinPath(directory.path, name) }]));
}

function visibleFiles(
  views: Views,
  directory: DuneDirectory,
  variables: Variables,
): ReadonlyMap<string, VisibleFile> {
  const visible = new Map<string, VisibleFile>();
  for (const { stanza } of directory.stanzas) {
    if (stanza.kind === "copy-files") {
      if (stanza.enabledIf !== undefined && evaluate(stanza.enabledIf, variables) === "no") continue;
      for (const file of copiedFiles(views, directory.path, expandText(stanza.glob.text, variables)))
        visible.set(file.name, file);
    } else if (stanza.kind === "rule") {
      for (const file of madeFiles(views.tree, directory, stanza, variables)) visible.set(file.name, file);
    } else if (stanza.kind === "generated-modules") {
      for (const { text } of stanza.modules)
        visible.set(`${text}.ml`, { name: `${text}.ml`, source: undefined });
    }
  }
  for (const [name, file] of ownFiles(directory)) visible.set(name, file);
  return visible;
}

function copiedFiles(views: Views, directory: string, glob: string): readonly VisibleFile[] {
  const path = joinPath(directory, glob);
  if (path === undefined || directoryOf(path) === directory) return [];
  const pattern = baseName(path);
  return [...views.filesIn(directoryOf(path)).values()].filter(
    ({ name }) => name === pattern || matchesGlob(pattern, name),
  );
}

function madeFiles(
  tree: DuneTree,
  directory: DuneDirectory,
  rule: RuleStanza,
  variables: Variables,
): readonly VisibleFile[] {
  if (rule.enabledIf !== undefined && evaluate(rule.enabledIf, variables) === "no") return [];
  return rule.targets.map((target) => {
    const name = expandText(target.text, variables);
    const copy = rule.copies.find((candidate) => candidate.target.text === target.text);
    const source =
      copy === undefined ? undefined : joinPath(directory.path, expandText(copy.source.text, variables));
    const there =
      source !== undefined && tree.directories.get(directoryOf(source))?.files.includes(baseName(source));
    const [, library, file] = /^%\{lib:([^:}]+):([^}]+)\}$/.exec(copy?.source.text ?? "") ?? [];
    return {
      ...{ name, source: there ? source : undefined },
      ...(library === undefined || file === undefined ? {} : { copyOf: { library, file } }),
    };
  });
}

/** What makes a module, Reason's syntax too. */
export const isModuleSource = (name: string): boolean => ["ml", "mli", "re", "rei"].includes(endingOf(name));

export const isOcamlSource = (name: string): boolean => ["ml", "mli"].includes(endingOf(name));
