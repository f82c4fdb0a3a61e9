import type { Exports, ModuleContent } from "./ocaml-definition.ts";
import type { ModuleOpen } from "./ocaml-module-use.ts";
import type { ModulePath } from "./ocaml-scope.ts";

/** A structure or signature as far as it has been read. */
export interface Structure {
  readonly isSignature: boolean;
  readonly values: Map<string, number>;
  readonly modules: Map<string, DefinedModule>;
  readonly includes: { readonly path: ModulePath; readonly start: number }[];
  includesOpaque: boolean;
  readonly opens: ModuleOpen[];
  /** Where what is opened in it is no longer open. */
  readonly end: number;
  /** Modules of this file that have names here: its own, and those that are opened. */
  readonly visible: Map<string, ModuleContent>;
  readonly outer: Structure | undefined;
}

interface DefinedModule {
  readonly start: number;
  readonly content: ModuleContent;
}

/** What an expression of modules comes to; undefined where it takes a parser. */
export type Meaning = ModuleContent | undefined;

export const opaque: ModuleContent = { kind: "opaque" };

// Aliases of aliases; a parser's reading has the same limit.
const longestPath = 32;

/** What a path leads to, through modules of the file as far as it names some. */
export function contentAt(written: string, structure: Structure): ModuleContent {
  const path = written.split(".").map((name) => name.trim());
  const [head = "", ...rest] = path;
  let content = visibleAs(head, structure) ?? { kind: "alias", path: [head] };
  for (const name of rest) {
    if (content.kind === "opaque") return content;
    if (content.kind === "alias") content = { kind: "alias", path: [...content.path, name] };
    else content = memberOf(content.exports, name);
  }
  return content.kind === "alias" && content.path.length > longestPath ? opaque : content;
}

function visibleAs(name: string, structure: Structure): ModuleContent | undefined {
  for (let at: Structure | undefined = structure; at !== undefined; at = at.outer) {
    const content = at.visible.get(name);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** What is not its own comes from what it includes, where that is one module. */
function memberOf({ modules, includes, seesAll }: Exports, name: string): ModuleContent {
  const own = modules.findLast((module) => module.name === name);
  if (own !== undefined) return own.content;
  const [included, ...others] = includes;
  if (included === undefined || others.length > 0 || !seesAll) return opaque;
  return { kind: "alias", path: [...included.path, name] };
}

/** What a functor gives; one of the file may give a structure of the file. */
export function applied(written: string, structure: Structure): Meaning {
  return contentAt(written, structure).kind === "alias" ? opaque : undefined;
}
