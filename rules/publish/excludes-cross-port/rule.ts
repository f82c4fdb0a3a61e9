import {
  type ConstrainedRequirement,
  constrainedRequirement,
  findingOfRequirement,
  requirementInWords,
} from "../../../src/lint/requirement-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { judgedDependencies } from "../../../src/opam/dune-buildable.ts";
import { candidatesFor, versionsOf } from "../../../src/opam/package-index.ts";

interface ExcludesCrossPort extends ConstrainedRequirement {
  /** Newest first. */
  readonly ports: readonly string[];
  readonly asOf: string;
}

export default defineRule<ExcludesCrossPort>({
  id: "publish/excludes-cross-port",
  phase: "publish",
  severity: "error",
  porting: true,
  publishing: true,
  summary: "a constraint excludes every version of a dependency that mirage cross-compiles",
  message: (data) =>
    `${requirementInWords(data)}, and mirage takes none of its versions but those marked for cross-compiling: ${data.ports.join(", ")}`,
  help: ({ ports: [newest], asOf }) => `let ${newest} of opam-overlays pass too (as of ${asOf})`,
  check({ workspace, packageIndex, report }) {
    for (const dependency of judgedDependencies(workspace)) {
      const { required } = dependency;
      const index = packageIndex();
      if (index === undefined) return;
      const ports = versionsOf(index, required.name.text).filter(({ tags }) =>
        tags.includes("cross-compile"),
      );
      const candidates = ports.length === 0 ? [] : candidatesFor(index, required);
      if (candidates.length === 0 || candidates.some((candidate) => ports.includes(candidate))) continue;
      report({
        ...findingOfRequirement(dependency),
        data: {
          ...constrainedRequirement(dependency),
          ports: ports.map(({ version }) => version),
          asOf: index.asOf,
        },
      });
    }
  },
});
