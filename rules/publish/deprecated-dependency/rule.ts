import { withVersion } from "../../../src/facts/opam-requirements.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { choices } from "../../../src/opam/dependencies.ts";
import { unikernelVariables } from "../../../src/opam/filter.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";
import { candidatesFor } from "../../../src/opam/package-index.ts";

interface DeprecatedDependency {
  readonly owner: string;
  readonly dependency: string;
  readonly asOf: string;
}

export default defineRule<DeprecatedDependency>({
  id: "publish/deprecated-dependency",
  phase: "publish",
  severity: "warning",
  porting: false,
  publishing: true,
  summary: "every version of a dependency that the constraint allows is marked as deprecated",
  message: ({ owner, dependency }) =>
    `package ${owner} depends on ${dependency}, and every version that it allows is marked as deprecated`,
  help: ({ dependency, asOf }) =>
    `opam show ${dependency} mostly tells what has taken its place (as of ${asOf})`,
  check({ workspace, packageIndex, knownPackages, report }) {
    for (const { owner, version, file, opam } of opamPackages(workspace)) {
      if (opam.flags.includes("deprecated")) continue;
      const requires = version === undefined ? opam.requires : withVersion(opam.requires, version);
      for (const [only, ...others] of choices(requires, unikernelVariables)) {
        // What is known to be retired is another rule's, which knows what to use instead.
        if (only === undefined || others.length > 0 || knownPackages.has(only.name.text)) continue;
        const index = packageIndex();
        if (index === undefined) return;
        const candidates = candidatesFor(index, only);
        if (candidates.length === 0 || !candidates.every(({ flags }) => flags.includes("deprecated")))
          continue;
        report({
          at: { file, span: only.name.span },
          owner: { kind: "package", package: owner },
          symbol: only.name.text,
          data: { owner: owner.name, dependency: only.name.text, asOf: index.asOf },
        });
      }
    }
  },
});
