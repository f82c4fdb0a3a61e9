import { defineRule } from "../../../src/lint/rule.ts";
import { isAccepted } from "../../../src/opam/build-class.ts";
import { isOverlay, newestAccepted, newestUpstream, versionIn } from "../../../src/opam/package-index.ts";
import { compareVersions } from "../../../src/opam/version-order.ts";

interface OverlayLags {
  readonly name: string;
  readonly port: string;
  readonly upstream: string;
  readonly asOf: string;
}

export default defineRule<OverlayLags>({
  id: "dune/overlay-lags",
  phase: "resolve",
  severity: "note",
  porting: false,
  summary: "a locked port of opam-overlays is the newest, and upstream has gone on without it",
  message: ({ name, port, upstream }) =>
    `${name} is locked at the port ${port}, the newest there is, and upstream is at ${upstream}, which does not build with dune`,
  help: ({ upstream, asOf }) => `who needs ${upstream} has to ask opam-overlays for a port (as of ${asOf})`,
  check({ workspace, packageIndex, report }) {
    for (const { kind, packages } of workspace.locks) {
      if (kind !== "opam-monorepo") continue;
      for (const { name, version, at } of packages) {
        const index = version.includes("+") ? packageIndex() : undefined;
        if (index === undefined) continue;
        const locked = versionIn(index, name, version);
        if (locked === undefined || !isOverlay(locked)) continue;
        const upstream = newestUpstream(index, name);
        if (newestAccepted(index, name)?.version !== version || upstream === undefined) continue;
        if (isAccepted(upstream.buildClass) || compareVersions(upstream.version, version) < 0) continue;
        report({
          at,
          owner: { kind: "file" },
          symbol: name,
          data: { name, port: version, upstream: upstream.version, asOf: index.asOf },
        });
      }
    }
  },
});
