import { type OcamlFacts, type OcamlFactsOptions, ocamlFacts } from "../facts/ocaml.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import type { ModuleFile } from "./modules.ts";
import { endingOf } from "./paths.ts";
import type { Sources } from "./sources.ts";

/** The OCaml sources of the tree, each parsed when it is first asked for, and once. */
export interface OcamlReader {
  /** Undefined for a file that can't be read. */
  factsOf(file: ModuleFile): OcamlFacts | undefined;
  /** The same, with references that begin with `modules`; parsed anew. */
  factsAsking(file: ModuleFile, modules: ReadonlySet<string>): OcamlFacts | undefined;
  /** Whether the letters stand anywhere in the file; no parser is asked. */
  mentions(file: ModuleFile, letters: string): boolean;
}

export type Wanted = Pick<OcamlFactsOptions, "modules" | "values">;

export function ocamlReader(sources: Sources, wanted: Wanted, treeSitter: TreeSitter): OcamlReader {
  const read = new Map<string, OcamlFacts | undefined>();
  const factsAsking = (file: ModuleFile, modules: ReadonlySet<string>): OcamlFacts | undefined => {
    const text = sources.text(file.path);
    if (text === undefined) return undefined;
    return ocamlFacts(text, { ...optionsOf(file), ...wanted, modules }, treeSitter);
  };
  return {
    factsOf: (file) => {
      if (!read.has(file.path)) read.set(file.path, factsAsking(file, wanted.modules));
      return read.get(file.path);
    },
    factsAsking,
    mentions: (file, letters) => sources.text(file.path)?.includes(letters) ?? false,
  };
}

/** How a module's file is to be read. */
export function optionsOf(file: ModuleFile): Pick<OcamlFactsOptions, "interface" | "generator"> {
  const ending = endingOf(file.path);
  if (ending === "mll") return { interface: false, generator: "ocamllex" };
  return ending === "mly" ? { interface: false, generator: "ocamlyacc" } : { interface: file.interface };
}
