import data from "../../data/ocaml-modules.json" with { type: "json" };

const members: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(data.modules).map(([module, names]) => [module, new Set(names.split(" "))]),
);

/**
 * Values (operators left out) and modules that some version of OCaml has in a module of its standard library (`Stdlib.Sys`), or in
 * Unix, UnixLabels, Thread or Event. Undefined for all others.
 */
export function membersOfOcaml(module: string): ReadonlySet<string> | undefined {
  return members.get(module);
}
