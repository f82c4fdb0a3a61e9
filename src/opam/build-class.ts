import type { OpamFacts } from "../facts/opam.ts";
import type { Name } from "../facts/ordered-set.ts";
import { anyVersion, evaluateFilters, unikernelVariables } from "./filter.ts";

/**
 * What opam-monorepo sees in a package. It takes `dune` and all below it, and refuses `jbuilder` and `other`:
 * `virtual` has no sources, `conf` stands for a library of the system, `nothing-to-build` has no commands, `compiler` is flagged so or
 * called so, `host-tool` is on its list of build tools.
 */
export type BuildClass = SafeClass | "dune" | "jbuilder" | "other";

type SafeClass = "compiler" | "host-tool" | "virtual" | "conf" | "nothing-to-build";

/** Source: opam-monorepo's lib/config.ml. */
const compilerNames: ReadonlySet<string> = new Set(["ocaml", "ocaml-compiler"]);
const hostTools: ReadonlySet<string> = new Set([
  "jbuilder",
  "dune",
  "ocamlbuild",
  "ocamlmod",
  "oasis",
  "ocamlify",
]);

/** opam-monorepo's own definition: `dune` anywhere in depends or depopts, filters ignored (lib/opam_solve.ml). */
export const buildsWithDune = (opam: OpamFacts): boolean => names(opam, "dune");

const names = ({ depends, depopts }: OpamFacts, wanted: string): boolean =>
  [...depends, ...depopts].some(({ name }) => name.text === wanted);

/** `published`: the file is of a repository, where a package without url has no sources; a source tree's own has none either. */
export function buildClassOf(name: string, opam: OpamFacts, published: boolean): BuildClass {
  const safe = safeClassOf(name, opam, published);
  if (safe !== undefined) return safe;
  if (buildsWithDune(opam)) return "dune";
  return names(opam, "jbuilder") ? "jbuilder" : "other";
}

function safeClassOf(name: string, opam: OpamFacts, published: boolean): SafeClass | undefined {
  if (opam.flags.includes("compiler")) return "compiler";
  if (compilerNames.has(name)) return "compiler";
  if (hostTools.has(name)) return "host-tool";
  if (published && !opam.hasSource) return "virtual";
  if (opam.flags.includes("conf") && opam.devRepo === undefined) return "conf";
  return opam.hasBuild || opam.hasInstall ? undefined : "nothing-to-build";
}

/** Whether opam-monorepo takes a package of this class into a lockfile. */
export const isAccepted = (buildClass: BuildClass): boolean =>
  buildClass !== "jbuilder" && buildClass !== "other";

/** The stricter truth: whether a build or install command runs dune, be it through a shell. */
export function callsDune(opam: OpamFacts): boolean {
  return opam.build.some((command) => command.some(({ text }) => /(?:^|[^\w-])dune(?:$|[^\w.-])/.test(text)));
}

/** The commands of `build:` that run `dune build` wherever the package is built, as their words. */
export function duneBuilds({ buildCommands }: OpamFacts): readonly (readonly Name[])[] {
  return buildCommands.flatMap(({ words, filters }) => {
    const [program, verb] = words;
    const builds = program?.text === "dune" && verb?.text === "build";
    return builds && evaluateFilters(filters, unikernelVariables, anyVersion) === "yes" ? [words] : [];
  });
}

/** The first words of the build, as a message shows them. */
export function buildCommandOf(opam: OpamFacts): string {
  const [first] = opam.build;
  return (first ?? [])
    .slice(0, 3)
    .map(({ text }) => text)
    .join(" ")
    .slice(0, 60);
}
