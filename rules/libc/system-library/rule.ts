import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";
import { baseName } from "../../../src/workspace/paths.ts";

interface SystemLibrary {
  readonly owner: string;
  readonly flag: string;
}

/** In the toolchain or the compiler: openlibm and nolibc are always linked, and -lpthread finds an empty archive. */
const harmless: ReadonlySet<string> = new Set(["m", "c", "pthread", "gcc", "openlibm", "nolibc"]);

export default defineRule<SystemLibrary>({
  id: "libc/system-library",
  phase: "link",
  severity: "error",
  porting: true,
  summary: "a C library of the system is linked, and the target has none",
  message: ({ owner, flag }) =>
    `${owner} is linked with ${flag}: nothing in this tree builds that library for the target`,
  help: ({ flag }) =>
    `build lib${flag.slice(2)} with dune in the same tree (foreign_library or foreign_archives), or do without it`,
  check({ workspace, report }) {
    const built = archivesOf(workspace);
    for (const component of workspace.components) {
      if (component.kind !== "library" && component.kind !== "executables") continue;
      if (
        workspace.roleOf(component) !== "target" ||
        workspace.resolver.existenceOf(component).truth === "no"
      )
        continue;
      for (const { flag, span } of libraryFlags(component)) {
        const name = flag.slice(2);
        if (harmless.has(name) || built.has(name)) continue;
        report({
          at: { file: component.at.file, span },
          owner: { kind: "component", component },
          symbol: flag,
          data: { owner: describe(component), flag },
        });
      }
    }
  },
});

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

function libraryFlags(component: Extract<Component, { kind: "library" | "executables" }>) {
  return component.stanza.linkerWords.flatMap(({ text, span }) =>
    /^-l[\w.+-]+$/.test(text) ? [{ flag: text, span }] : [],
  );
}
