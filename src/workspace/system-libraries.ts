import type { Name } from "../facts/ordered-set.ts";
import type { Component, Workspace } from "./model.ts";
import { baseName } from "./paths.ts";

/** In the toolchain or the compiler: openlibm and nolibc are always linked, and -lpthread finds an empty archive. */
const harmless: ReadonlySet<string> = new Set(["m", "c", "pthread", "gcc", "openlibm", "nolibc"]);

/** `-lNAME` of a stanza for which nothing in the tree makes `libNAME.a`. */
export interface SystemLibraryFlag {
  readonly component: Component;
  readonly flag: Name;
}

export function systemLibraryFlags(workspace: Workspace): readonly SystemLibraryFlag[] {
  const built = archivesOf(workspace);
  return workspace.components.flatMap((component) => {
    if (component.kind !== "library" && component.kind !== "executables") return [];
    return component.stanza.linkerWords.flatMap((flag): readonly SystemLibraryFlag[] => {
      if (!/^-l[\w.+-]+$/.test(flag.text)) return [];
      const name = flag.text.slice(2);
      return harmless.has(name) || built.has(name) ? [] : [{ component, flag }];
    });
  });
}

/** Names of the archives that stanzas and rules of the tree make: `foo` for `libfoo.a`. */
function archivesOf(workspace: Workspace): ReadonlySet<string> {
  const names = new Set<string>();
  for (const component of workspace.components) {
    if (component.kind === "foreign-library") names.add(component.name);
    if (component.kind === "library") {
      names.add(`${component.privateName}_stubs`);
      for (const { text } of component.stanza.foreignArchives) names.add(baseName(text));
    }
  }
  for (const { stanzas } of workspace.tree.directories.values())
    for (const { stanza } of stanzas)
      for (const { text } of stanza.kind === "rule" ? stanza.targets : []) {
        const archive = /^lib(?<name>.+)\.a$/.exec(baseName(text))?.groups?.name;
        if (archive !== undefined) names.add(archive);
      }
  return names;
}
