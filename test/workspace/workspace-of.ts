import { memoryVfs } from "../../src/files/vfs.ts";
import { indexedLibraries, knownLibraries, knownRuntimes } from "../../src/target/known-libraries.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import type { Library, Resolution, Workspace } from "../../src/workspace/model.ts";
import { sourcesOf } from "../../src/workspace/sources.ts";
import { buildWorkspace } from "../../src/workspace/workspace.ts";

/** The workspace of a tree in memory, in which nothing is asked for beyond the directory. */
export function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  return buildWorkspace({
    sources: sourcesOf(memoryVfs({ "dune-project": "(lang dune 3.0)", ...files })),
    target: loadTarget(defaultTarget),
    knownLibraries,
    indexedLibraries,
    knownRuntimes,
    scope: { all: false, strict: false, packages: new Set() },
    unikernels: [],
  });
}

export function libraryOf(workspace: Workspace, name: string): Library {
  const [found, ...others] = workspace.components.filter((component) => component.name === name);
  if (found?.kind !== "library" || others.length > 0) throw new Error(`not exactly one library ${name}`);
  return found;
}

/** What a name leads to, in a word or two: `workspace lib/dune`, `sysroot`. */
export function described(to: Resolution): string {
  return to.kind === "workspace" || to.kind === "disabled" ? `${to.kind} ${to.library.at.file}` : to.kind;
}

/** The edges of a library as `name: where it leads`. */
export function edgesOf(workspace: Workspace, name: string): readonly string[] {
  return workspace.resolver
    .edgesOf(libraryOf(workspace, name))
    .map((edge) => `${edge.name}: ${described(edge.to)}`);
}
