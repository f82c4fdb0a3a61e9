import { makersIn, programFinder } from "./generators.ts";
import type { Executables, Workspace } from "./model.ts";
import { baseName, directoryOf, joinPath } from "./paths.ts";
import { closureOf } from "./reach.ts";
import type { Stub } from "./stubs.ts";

/** Every source that ctypes' Cstubs writes begins with it: src/cstubs/cstubs.ml and cstubs_structs.ml of ocaml-ctypes. */
export const cstubsPrologue = '#include "ctypes_cstubs_internals.h"\n';

/** Tells whether ctypes' Cstubs writes a stub: a rule makes it with a program that links `ctypes.stubs`. */
export function cstubsFinder({
  tree,
  components,
  resolver,
}: Pick<Workspace, "tree" | "components" | "resolver">): (stub: Stub) => boolean {
  const makers = makersIn({ tree, variables: resolver.variables });
  const programs = programFinder({ components });
  const linksCstubs = (program: Executables): boolean =>
    [...closureOf(program, resolver.edgesOf)].some((component) =>
      resolver.edgesOf(component).some(({ name, to }) => {
        const found = to.kind === "workspace" ? to.library.name : name;
        return found === "ctypes.stubs";
      }),
    );
  return ({ builtAs }) => {
    const directory = directoryOf(builtAs);
    return makers.of(directory, baseName(builtAs)).some(({ rule }) =>
      rule.runs.some(({ text }) => {
        const program = programs(joinPath(directory, text) ?? text);
        return program !== undefined && linksCstubs(program);
      }),
    );
  };
}
