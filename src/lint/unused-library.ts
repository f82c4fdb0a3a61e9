import { withoutNameInField } from "../edits/dune-edits.ts";
import type { Fix } from "../edits/edit.ts";
import type { Code } from "../workspace/code.ts";
import type { MissingLibrary } from "../workspace/missing.ts";
import type { Component, Workspace } from "../workspace/model.ts";
import { closureOf } from "../workspace/reach.ts";
import { modulesOfUnixLibrary } from "../workspace/unix-users.ts";

/**
 * Takes a library that no module uses out of the stanza that asks for it. None where somebody who links the library may use the other
 * through it: dune lets them.
 */
export function unusedLibraryFix(
  { component, way }: MissingLibrary,
  workspace: Workspace,
  code: Code,
): Fix | undefined {
  const [edge, ...further] = way.edges;
  if (component.kind !== "library" || edge === undefined || further.length > 0 || edge.via !== "libraries")
    return undefined;
  const modules = modulesOfUnixLibrary(edge.name);
  const users = code.unixUsersOf(component);
  if (modules === undefined || users === undefined || users.direct.length > 0) return undefined;
  if (isUsedThrough(component, edge.name, modules, workspace, code)) return undefined;
  const { file, span } = edge.at;
  const edits = withoutNameInField(file, workspace.sources.text(file) ?? "", "libraries", span);
  if (edits === undefined) return undefined;
  // Others run code as they are linked, which somebody may count on.
  const safety = edge.name === "unix" ? "safe" : "unsafe";
  return { safety, title: `take ${edge.name} out of libraries`, edits };
}

/** Whether a component that links this one, and does not name the other library itself, has a word for one of its modules. */
function isUsedThrough(
  library: Component,
  name: string,
  modules: readonly string[],
  { components, resolver, sources }: Workspace,
  code: Code,
): boolean {
  const words = new RegExp(`\\b(?:${modules.join("|")})\\b`);
  return components.some((component) => {
    const names = resolver.edgesOf(component).some((edge) => edge.name === name);
    if (component === library || names || !closureOf(component, resolver.edgesOf).has(library)) return false;
    const { files, made } = code.modulesOf(component);
    return made.length > 0 || files.some(({ path }) => words.test(sources.text(path) ?? ""));
  });
}
