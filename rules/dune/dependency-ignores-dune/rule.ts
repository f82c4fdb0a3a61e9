import { findingOfRequirement } from "../../../src/lint/requirement-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildableFor, judgedDependencies, portFor } from "../../../src/opam/dune-buildable.ts";
import type { VersionFacts } from "../../../src/opam/index-facts.ts";
import { isOverlay, type PackageIndex, versionIn } from "../../../src/opam/package-index.ts";

interface DependencyIgnoresDune {
  readonly name: string;
  readonly version: string;
  readonly command: string;
  readonly port: string | undefined;
  readonly asOf: string;
}

export default defineRule<DependencyIgnoresDune>({
  id: "dune/dependency-ignores-dune",
  phase: "compile",
  severity: "warning",
  porting: true,
  summary: "a dependency names dune and never calls it, so that opam-monorepo takes what dune may not build",
  message: ({ name, version, command }) =>
    `${name} ${version} depends on dune, so opam-monorepo takes it, but its build runs ${command} and never dune: in one workspace only its dune files are built`,
  help: ({ port, asOf }) =>
    port === undefined
      ? `see whether its dune files alone build it (as of ${asOf})`
      : `take ${port} of the overlays, which dune builds`,
  check({ workspace, packageIndex, report }) {
    for (const dependency of judgedDependencies(workspace)) {
      const index = packageIndex();
      if (index === undefined) return;
      const buildable = buildableFor(index, dependency.required);
      if (buildable.kind === "yes" && ignoresDune(buildable.version))
        report({ ...findingOfRequirement(dependency), data: dataOf(buildable.version, index) });
    }
    for (const { kind, packages } of workspace.locks) {
      if (kind !== "opam-monorepo") continue;
      for (const { name, version, vendored, at } of packages) {
        const index = vendored ? packageIndex() : undefined;
        const facts = index === undefined ? undefined : versionIn(index, name, version);
        if (index !== undefined && facts !== undefined && ignoresDune(facts))
          report({ at, owner: { kind: "file" }, symbol: name, data: dataOf(facts, index) });
      }
    }
  },
});

/** An overlay's version has been made for dune, whatever commands it kept. */
const ignoresDune = (version: VersionFacts): boolean =>
  version.buildClass === "dune" && !version.callsDune && version.command !== "" && !isOverlay(version);

function dataOf({ name, version, command }: VersionFacts, index: PackageIndex): DependencyIgnoresDune {
  const port = portFor(index, name, version)?.version;
  return { name, version, command, port, asOf: index.asOf };
}
