import { findingOfRequirement } from "../../../src/lint/requirement-findings.ts";
import type { PlacedStep } from "../../../src/lint/rule.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { isAccepted } from "../../../src/opam/build-class.ts";
import { buildableFor, chainFinder, judgedDependencies, portFor } from "../../../src/opam/dune-buildable.ts";
import type { VersionFacts } from "../../../src/opam/index-facts.ts";
import { type PackageIndex, versionIn } from "../../../src/opam/package-index.ts";
import type { Lock, LockPackage } from "../../../src/workspace/locks.ts";
import { isForUnikernel } from "../../../src/workspace/locks.ts";
import type { Package, Unikernel } from "../../../src/workspace/model.ts";

interface DependencyNotBuiltWithDune {
  readonly name: string;
  readonly version: string;
  readonly usesJbuilder: boolean;
  readonly command: string;
  /** A version in an overlay that does. */
  readonly port: string | undefined;
  readonly asOf: string;
  readonly from: /** `by` is `package foo` or `unikernel foo`. */
    | { readonly kind: "asked-for"; readonly by: string; readonly through: string | undefined }
    | { readonly kind: "vendored" }
    /** A lock that opam-monorepo did not make; the others are besides the one named. */
    | { readonly kind: "lock"; readonly others: number };
}

const mostRelated = 10;

export default defineRule<DependencyNotBuiltWithDune>({
  id: "dune/dependency-not-built-with-dune",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "a dependency has no version that builds with dune, so opam-monorepo cannot lock it",
  message: (data) => {
    const how = data.usesJbuilder
      ? "asks for jbuilder and not for dune"
      : `does not build with dune${data.command === "" ? "" : ` (its build runs ${data.command})`}`;
    switch (data.from.kind) {
      case "asked-for": {
        const way = data.from.through === undefined ? "" : ` through ${data.from.through}`;
        return `${data.from.by} depends${way} on ${data.name}, no version of which opam-monorepo takes: ${data.version} ${how}`;
      }
      case "vendored":
        return `${data.name} ${data.version} is to be vendored, and it ${how}`;
      case "lock": {
        const others = data.from.others === 0 ? "" : `, and so do ${data.from.others} more packages`;
        return `${data.name} ${data.version} ${how}, and has no port that does${others}: opam-monorepo would refuse this selection`;
      }
    }
  },
  help: ({ name, port, asOf }) =>
    port !== undefined
      ? `lock again with opam-overlays among the repositories: it has ${name} ${port}`
      : `do without it, or port it to dune, in the package or in opam-overlays (as of ${asOf}); a tool that only the build needs can stay outside: x-opam-monorepo-opam-provided`,
  check({ workspace, packageIndex, report }) {
    const dependencies = judgedDependencies(workspace);
    if (dependencies.length === 0 && workspace.locks.length === 0) return;
    const index = packageIndex();
    if (index === undefined) return;
    const chainTo = chainFinder(index);
    for (const dependency of dependencies) {
      const { asker, file, required } = dependency;
      const buildable = buildableFor(index, required);
      const chain = buildable.kind === "yes" ? chainTo(required) : undefined;
      const culprit = buildable.kind === "never" ? buildable.newest : chain?.at(-1);
      if (culprit === undefined) continue;
      report({
        ...findingOfRequirement(dependency),
        symbol: culprit.name,
        ...(chain === undefined ? {} : { path: pathOf(asker, file, chain, required.name.span) }),
        data: {
          ...dataOf(culprit, index),
          from: { kind: "asked-for", by: describe(asker), through: chain?.[0]?.name },
        },
      });
    }
    for (const lock of workspace.locks) {
      const [first, ...others] = refusedIn(lock, index);
      if (first === undefined) continue;
      if (lock.kind === "opam-monorepo") {
        for (const { locked, facts } of [first, ...others])
          report({
            at: locked.at,
            owner: { kind: "file" },
            symbol: facts.name,
            data: { ...dataOf(facts, index), from: { kind: "vendored" } },
          });
      } else
        report({
          at: first.locked.at,
          owner: { kind: "file" },
          symbol: first.facts.name,
          // Whoever locks with opam or dune may have no unikernel in mind.
          severity: isForUnikernel(lock) ? "warning" : "note",
          data: { ...dataOf(first.facts, index), from: { kind: "lock", others: others.length } },
          related: others
            .slice(0, mostRelated)
            .map(({ locked }) => ({ message: `${locked.name} ${locked.version}`, at: locked.at })),
          also: others.map(({ locked, facts }) => ({ symbol: facts.name, at: locked.at })),
        });
    }
  },
});

function dataOf(
  { name, version, buildClass, command }: VersionFacts,
  index: PackageIndex,
): Omit<DependencyNotBuiltWithDune, "from"> {
  const port = portFor(index, name, version)?.version;
  return { name, version, usesJbuilder: buildClass === "jbuilder", command, port, asOf: index.asOf };
}

const describe = (asker: Package | Unikernel): string =>
  `${"kind" in asker ? "unikernel" : "package"} ${asker.name}`;

function pathOf(
  asker: Package | Unikernel,
  file: string,
  chain: readonly VersionFacts[],
  span: { readonly start: number; readonly end: number },
): readonly PlacedStep[] {
  return [
    { name: asker.name, kind: "kind" in asker ? "unikernel" : "package", at: asker.at },
    ...chain.map(
      ({ name, version }, step): PlacedStep => ({
        name: `${name} ${version}`,
        kind: "package",
        at: step === 0 ? { file, span } : undefined,
      }),
    ),
  ];
}

interface Refused {
  readonly locked: LockPackage;
  readonly facts: VersionFacts;
}

/** What opam-monorepo would not have locked; where another tool did, what has a port is left to the rule on ports. */
function refusedIn({ kind, packages }: Lock, index: PackageIndex): readonly Refused[] {
  return packages.flatMap((locked) => {
    if (kind === "opam-monorepo" && !locked.vendored) return [];
    const facts = versionIn(index, locked.name, locked.version);
    if (facts === undefined || isAccepted(facts.buildClass)) return [];
    if (kind !== "opam-monorepo" && portFor(index, locked.name, locked.version) !== undefined) return [];
    return [{ locked, facts }];
  });
}
