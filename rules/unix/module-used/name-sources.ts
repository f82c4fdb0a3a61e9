import type { Code } from "../../../src/workspace/code.ts";
import type { Component, Library, Workspace } from "../../../src/workspace/model.ts";
import { capitalised } from "../../../src/workspace/modules.ts";
import { closureOf } from "../../../src/workspace/reach.ts";
import { opensWithUnix } from "../../../src/workspace/unix-users.ts";

/** Where a module name may come from, besides OCaml's own libraries. */
export interface NameSources {
  /** The library has a module of that name, or links one from this tree. */
  readonly provided: boolean;
  /** Whether opening a module may bring the name into scope; an empty path is one that can't be seen into. */
  broughtBy(opened: readonly string[]): boolean;
}

/** Modules often opened that have neither a Thread nor an Event. */
const opensWithoutThreads: ReadonlySet<string> = new Set(
  "Stdlib Printf Format List Array String Bytes Bigarray Lwt Unix UnixLabels".split(" "),
);

export function nameSources(
  module: string,
  component: Component,
  { workspace, code }: { readonly workspace: Workspace; readonly code: Code },
): NameSources {
  const own = code.modulesOf(component);
  const linked = linkedLibraries(component, workspace);
  const defines = new RegExp(`\\bmodule\\s+(?:rec\\s+)?${module}\\b`);
  return {
    provided:
      own.names.has(module) ||
      linked.some((library) => topLevelModules(library, code).has(module)) ||
      outsideModules(component, workspace).has(module),
    broughtBy: ([head]) => {
      if (head === undefined) return true;
      const siblings = own.files.filter((file) => file.module === head);
      if (siblings.length > 0)
        return siblings.some(({ path }) => defines.test(workspace.sources.text(path) ?? ""));
      const library = linked.find((candidate) => mainModule(candidate) === head);
      if (library !== undefined) return code.modulesOf(library).names.has(module);
      return module.startsWith("Unix") ? opensWithUnix.has(head) : !opensWithoutThreads.has(head);
    },
  };
}

function linkedLibraries(component: Component, workspace: Workspace): readonly Library[] {
  return [...closureOf(component, workspace.resolver.edgesOf)].filter(
    (reached): reached is Library => reached !== component && reached.kind === "library",
  );
}

/** What the libraries outside the tree most likely call their main modules. */
function outsideModules(component: Component, workspace: Workspace): ReadonlySet<string> {
  const { edgesOf } = workspace.resolver;
  const names = [...closureOf(component, edgesOf)].flatMap((reached) =>
    edgesOf(reached).flatMap(({ name, to }) => (to.kind === "assumed" ? [name] : [])),
  );
  return new Set(
    names.flatMap((name) => [
      capitalised(name.replaceAll(/[-.]/g, "_")),
      capitalised(name.split(".").at(-1) ?? ""),
    ]),
  );
}

const mainModule = ({ privateName }: Library): string => capitalised(privateName);

/** What a library adds to the names of those that link it. */
function topLevelModules(library: Library, code: Code): ReadonlySet<string> {
  return library.stanza.wrapped ? new Set([mainModule(library)]) : code.modulesOf(library).names;
}
