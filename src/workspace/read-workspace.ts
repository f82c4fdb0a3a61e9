import type { Vfs } from "../files/vfs.ts";
import {
  indexedLibraries,
  knownLibraries,
  knownRuntimes,
  listedLibraries,
} from "../target/known-libraries.ts";
import type { Target } from "../target/target.ts";
import type { Scope, Workspace } from "./model.ts";
import { type Sources, sourcesOf } from "./sources.ts";
import { findUnikernels } from "./unikernels.ts";
import { buildWorkspace } from "./workspace.ts";

export interface WorkspaceOptions {
  readonly target: Target;
  readonly scope: Scope;
  /** Take nothing from the index of source trees: a new one must not build on the old one. */
  readonly withoutIndex?: boolean;
}

/** The workspace of a tree, with the unikernels in it. Sources of target code are not read yet. */
export const readWorkspace = (vfs: Vfs, options: WorkspaceOptions): Promise<Workspace> =>
  workspaceOf(sourcesOf(vfs), options);

/** The same of a tree some files of which may have been read. */
export async function workspaceOf(
  sources: Sources,
  { target, scope, withoutIndex = false }: WorkspaceOptions,
): Promise<Workspace> {
  const unikernels = await findUnikernels(sources);
  return buildWorkspace({
    sources,
    target,
    knownLibraries: withoutIndex ? listedLibraries : knownLibraries,
    indexedLibraries: withoutIndex ? new Map() : indexedLibraries,
    knownRuntimes,
    scope,
    unikernels,
  });
}
