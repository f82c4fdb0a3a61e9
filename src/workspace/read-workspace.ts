import type { Vfs } from "../files/vfs.ts";
import { knownLibraries, knownRuntimes } from "../target/known-libraries.ts";
import type { Target } from "../target/target.ts";
import type { Scope, Workspace } from "./model.ts";
import { sourcesOf } from "./sources.ts";
import { findUnikernels } from "./unikernels.ts";
import { buildWorkspace } from "./workspace.ts";

/** The workspace of a tree, with the unikernels in it. Sources of target code are not read yet. */
export async function readWorkspace(
  vfs: Vfs,
  { target, scope }: { readonly target: Target; readonly scope: Scope },
): Promise<Workspace> {
  const sources = sourcesOf(vfs);
  const unikernels = await findUnikernels(sources);
  return buildWorkspace({ sources, target, knownLibraries, knownRuntimes, scope, unikernels });
}
