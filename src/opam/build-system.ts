import type { OpamFacts } from "../facts/opam.ts";
import type { Mode } from "../workspace/model.ts";

/** Names that opam-monorepo never asks to build with dune: its lib/config.ml. */
const neverVendored: ReadonlySet<string> = new Set([
  "ocaml",
  "ocaml-compiler",
  "jbuilder",
  "dune",
  "ocamlbuild",
  "ocamlmod",
  "oasis",
  "ocamlify",
]);

/** opam-monorepo's own definition: `dune` anywhere in depends or depopts, filters ignored (lib/opam_solve.ml). */
export function buildsWithDune(opam: OpamFacts): boolean {
  return [...opam.depends, ...opam.depopts].some(({ name }) => name.text === "dune");
}

/** Whether opam-monorepo lets the package through without dune: the compiler, its own skip list, and packages without sources or build. */
export function isSafe(name: string, opam: OpamFacts, mode: Mode): boolean {
  const bare = mode === "repository" ? (name.split(".")[0] ?? name) : name;
  if (neverVendored.has(bare) || opam.flags.includes("compiler")) return true;
  if (!opam.hasBuild && !opam.hasInstall) return true;
  if (opam.flags.includes("conf") && opam.devRepo === undefined) return true;
  // A source tree's own opam file has no url; in a repository its absence makes the package virtual.
  return mode === "repository" && !opam.hasSource;
}
