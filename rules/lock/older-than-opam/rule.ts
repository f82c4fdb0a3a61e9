import type { Requirement } from "../../../src/facts/opam-requirements.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { allows, choices } from "../../../src/opam/dependencies.ts";
import { type OpamVariables, unikernelVariables } from "../../../src/opam/filter.ts";
import type { Lock, LockPackage } from "../../../src/workspace/locks.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import { directoryOf, joinPath } from "../../../src/workspace/paths.ts";
import type { Place } from "../../../src/workspace/sources.ts";

interface OlderThanOpam {
  readonly opamFile: string;
  readonly dependency: string;
  /** Undefined where the lock does not have the package at all. */
  readonly version: string | undefined;
}

export default defineRule<OlderThanOpam>({
  id: "lock/older-than-opam",
  phase: "resolve",
  severity: "error",
  porting: false,
  summary: "a lockfile no longer has what its opam file asks for",
  message: ({ opamFile, dependency, version }) =>
    version === undefined
      ? `the lock lacks ${dependency}, which ${opamFile} depends on`
      : `${dependency} is locked at ${version}, which ${opamFile} does not allow`,
  help: () => "lock again",
  check({ workspace, report }) {
    for (const lock of workspace.locks) {
      const local = new Set([...lock.rootPackages, ...workspace.packages.map(({ name }) => name)]);
      for (const { opamFile, requirements } of rootsOf(lock, workspace))
        for (const choice of requirements) {
          if (choice.some(({ name }) => local.has(name.text) || lock.provided.includes(name.text))) continue;
          const stale = staleChoice(lock, choice);
          if (stale === undefined) continue;
          const { required, locked } = stale;
          report({
            at: locked?.at ?? lock.at,
            owner: { kind: "file" },
            symbol: required.name.text,
            data: { opamFile, dependency: required.name.text, version: locked?.version },
            related: [{ message: "asked for here", at: { file: opamFile, span: required.name.span } }],
            // What opam lock makes is advice that opam takes where it is asked to.
            ...(lock.kind === "opam-monorepo" ? {} : { severity: "warning" as const }),
          });
        }
    }
  },
});

interface Root {
  readonly opamFile: string;
  readonly requirements: readonly (readonly Requirement[])[];
}

/** Solvers leave out what a package only wants to have been there in the end. */
const lockVariables: OpamVariables = (name) => (name === "post" ? undefined : unikernelVariables(name));

/** The opam files that a lock was made from: beside it, or among the tree's packages. */
function rootsOf(lock: Lock, { sources, packages }: Workspace): readonly Root[] {
  return lock.rootPackages.flatMap((name): readonly Root[] => {
    const beside = joinPath(directoryOf(lock.file), `${name}.opam`);
    const opamFile =
      beside !== undefined && sources.vfs.has(beside)
        ? beside
        : packages.find((candidate) => candidate.name === name && !candidate.vendored)?.opamFile;
    const opam = opamFile === undefined ? undefined : sources.opam(opamFile);
    if (opamFile === undefined || opam === undefined || opam.errors.length > 0) return [];
    return [{ opamFile, requirements: choices(opam.requires, lockVariables) }];
  });
}

interface Stale {
  readonly required: Requirement;
  readonly locked: (LockPackage & { readonly at: Place }) | undefined;
}

/** The requirement that the lock does not meet; undefined where one of the choice is met, or may be. */
function staleChoice({ packages }: Lock, choice: readonly Requirement[]): Stale | undefined {
  const found = choice.map((required) => ({
    required,
    locked: packages.find(({ name }) => name === required.name.text),
  }));
  const met = found.some(
    ({ required, locked }) =>
      locked !== undefined && allows(required, locked.version, lockVariables) !== "no",
  );
  return met ? undefined : (found.find(({ locked }) => locked !== undefined) ?? found[0]);
}
