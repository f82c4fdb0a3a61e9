import {
  type ConstrainedRequirement,
  constrainedRequirement,
  findingOfRequirement,
  requirementInWords,
} from "../../../src/lint/requirement-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildableFor, judgedDependencies } from "../../../src/opam/dune-buildable.ts";
import { isOverlay } from "../../../src/opam/package-index.ts";
import { compareVersions } from "../../../src/opam/version-order.ts";

interface ConstraintExcludesDune extends ConstrainedRequirement {
  /** The newest version within the constraint. */
  readonly newest: string;
  /** The newest version that builds with dune. */
  readonly port: string;
  readonly portIsOverlay: boolean;
  /** The constraint allows the version that was ported, and not the port. */
  readonly sameUpstream: boolean;
  readonly isBehind: boolean;
  readonly asOf: string;
}

export default defineRule<ConstraintExcludesDune>({
  id: "dune/constraint-excludes-dune",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "a constraint excludes every version of a dependency that builds with dune",
  message: (data) => {
    const { newest, port, portIsOverlay, isBehind } = data;
    const where = portIsOverlay ? `${port}, in an overlay` : port;
    const lag = isBehind ? `; the overlay is behind ${newest}` : "";
    return `${requirementInWords(data)}, which excludes every version that builds with dune: the newest is ${where}${lag}`;
  },
  help: ({ dependency, newest, port, sameUpstream, isBehind, asOf }) => {
    if (sameUpstream) return `let the port pass too: "${dependency}" {>= "${newest}" & <= "${port}"}`;
    const ask = isBehind ? ", or ask opam-overlays for a port" : "";
    return `relax the constraint until it allows ${port}${ask} (as of ${asOf})`;
  },
  check({ workspace, packageIndex, report }) {
    for (const dependency of judgedDependencies(workspace)) {
      const index = packageIndex();
      if (index === undefined) return;
      const buildable = buildableFor(index, dependency.required);
      if (buildable.kind !== "excluded") continue;
      const { newest, port } = buildable;
      report({
        ...findingOfRequirement(dependency),
        data: {
          ...constrainedRequirement(dependency),
          newest: newest.version,
          port: port.version,
          portIsOverlay: isOverlay(port),
          sameUpstream: upstreamOf(port.version) === newest.version,
          isBehind: isOverlay(port) && compareVersions(newest.version, port.version) > 0,
          asOf: index.asOf,
        },
      });
    }
  },
});

const upstreamOf = (port: string): string => port.split("+")[0] ?? port;
