import { directoryVfs, isDirectory } from "../files/directory.ts";
import { loadTarget, type Target } from "../target/target.ts";
import type { Workspace } from "../workspace/model.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { unknownTarget } from "./target-text.ts";

/** What a question about a project is asked of, or what is wrong with what was asked for. */
type Opened =
  | { readonly kind: "open"; readonly workspace: Workspace; readonly target: Target }
  | { readonly kind: "unfit"; readonly why: string };

/** The workspace of the project in `directory` for the target called so. */
export async function openWorkspace(
  directory: string,
  { target: name, all = false }: { readonly target: string; readonly all?: boolean },
): Promise<Opened> {
  const unknown = unknownTarget(name);
  if (unknown !== undefined) return { kind: "unfit", why: unknown };
  if (!isDirectory(directory)) return { kind: "unfit", why: `not a directory: ${directory}` };
  const target = loadTarget(name);
  const scope = { all, strict: false, packages: new Set<string>() };
  return { kind: "open", workspace: await readWorkspace(directoryVfs(directory), { target, scope }), target };
}

/** The end of a complaint about a name: those that may be meant, if any. */
export function meaning(near: readonly string[]): string {
  return near.length === 0 ? "" : `; do you mean ${near.join(" or ")}?`;
}
