import type { OpamDependency } from "../facts/opam.ts";
import type { DuneTree } from "./dune-tree.ts";
import type { Package, PackageDependency, Project } from "./model.ts";
import { directoryOf, joinPath, withoutEnding } from "./paths.ts";
import type { Place, Sources } from "./sources.ts";

export interface Projects {
  readonly projects: readonly Project[];
  readonly packages: readonly Package[];
  /** The nearest project above a directory; one without a file where there is none. */
  projectOf(directory: string): Project;
}

/** Finds the dune-project files and the packages that they, and opam files, declare. */
export function findProjects(sources: Sources, tree: DuneTree): Projects {
  const byDirectory = new Map<string, Project>();
  const packages: Package[] = [];
  for (const directory of tree.directories.values()) {
    if (directory.status === "data-only" || !directory.files.includes("dune-project")) continue;
    byDirectory.set(directory.path, readProject(sources, directory.path));
  }
  const outermost: Project = byDirectory.get("") ?? { ...nameless, directory: "" };
  const projectOf = (path: string): Project => {
    for (let at = path; at !== ""; at = directoryOf(at)) {
      const project = byDirectory.get(at);
      if (project !== undefined) return project;
    }
    return outermost;
  };
  const projects = byDirectory.has("") ? [...byDirectory.values()] : [outermost, ...byDirectory.values()];
  for (const project of projects) {
    const vendored = tree.directories.get(project.directory)?.status === "vendored";
    for (const found of packagesOf(sources, tree, project, vendored)) packages.push(found);
  }
  return { projects, packages, projectOf };
}

const nameless = { file: undefined, name: undefined, lang: undefined, generatesOpamFiles: false };

function readProject(sources: Sources, directory: string): Project {
  const file = joinPath(directory, "dune-project") ?? "dune-project";
  const facts = sources.duneProject(file);
  if (facts === undefined) return { ...nameless, directory, file };
  return {
    directory,
    file,
    name: facts.name,
    lang: facts.lang,
    generatesOpamFiles: facts.generatesOpamFiles,
  };
}

function packagesOf(
  sources: Sources,
  tree: DuneTree,
  project: Project,
  vendored: boolean,
): readonly Package[] {
  const declared = project.file === undefined ? undefined : sources.duneProject(project.file);
  const opamFiles = opamFilesOf(sources, tree, project);
  const names = new Set([...opamFiles.keys(), ...(declared?.packages.map(({ name }) => name.text) ?? [])]);
  return [...names].flatMap((name): readonly Package[] => {
    const opamFile = opamFiles.get(name);
    const opam = opamFile === undefined ? undefined : sources.opam(opamFile);
    const stanza = declared?.packages.find((candidate) => candidate.name.text === name);
    const at = placeOf(project, opamFile, opam?.start, stanza?.name.span);
    if (at === undefined) return [];
    const depends =
      opamFile !== undefined && opam !== undefined
        ? [
            ...opamDependencies(opamFile, opam.depends, false),
            ...opamDependencies(opamFile, opam.depopts, true),
          ]
        : (stanza?.depends ?? []).map((dependency) => ({
            ...dependency,
            alternative: false,
            at: { file: at.file, span: dependency.name.span },
          }));
    return [{ name, project, opamFile, opam, at, depends, vendored }];
  });
}

function placeOf(
  project: Project,
  opamFile: string | undefined,
  opamSpan: Place["span"] | undefined,
  stanzaSpan: Place["span"] | undefined,
): Place | undefined {
  if (opamFile !== undefined) return { file: opamFile, span: opamSpan ?? { start: 0, end: 0 } };
  return project.file === undefined || stanzaSpan === undefined
    ? undefined
    : { file: project.file, span: stanzaSpan };
}

export function opamDependencies(
  file: string,
  dependencies: readonly OpamDependency[],
  optional: boolean,
): readonly PackageDependency[] {
  return dependencies.map(({ name, filters, alternative }) => ({
    alternative,
    name,
    filters,
    optional,
    at: { file, span: name.span },
  }));
}

/** Opam files stand beside dune-project or in its `opam/`. */
function opamFilesOf(sources: Sources, tree: DuneTree, project: Project): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const directory of [project.directory, joinPath(project.directory, "opam") ?? "opam"]) {
    for (const file of tree.directories.get(directory)?.files ?? []) {
      const path = joinPath(directory, file) ?? file;
      if (file.endsWith(".opam") && file !== ".opam") found.set(withoutEnding(file), path);
      else if (file === "opam") found.set(nameOfLoneFile(sources, project, path), path);
    }
  }
  return found;
}

/** A file called `opam` says its package's name itself, or the project does, or where it is developed. */
function nameOfLoneFile(sources: Sources, project: Project, path: string): string {
  const facts = sources.opam(path);
  const developed = /(?<name>[^/]+?)(?:\.git)?\/?$/.exec(facts?.devRepo ?? "")?.groups?.name;
  return facts?.name ?? project.name ?? developed ?? "opam";
}
