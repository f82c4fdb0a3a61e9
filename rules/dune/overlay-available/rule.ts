import { stringsOf } from "../../../src/facts/lockfile.ts";
import { findingOfRequirement } from "../../../src/lint/requirement-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildClassOf, isAccepted } from "../../../src/opam/build-class.ts";
import { buildableFor, judgedDependencies, portFor } from "../../../src/opam/dune-buildable.ts";
import {
  candidatesFor,
  isOverlay,
  newestPort,
  type PackageIndex,
  versionIn,
  versionsOf,
} from "../../../src/opam/package-index.ts";
import { isForUnikernel, type Lock, type LockPackage } from "../../../src/workspace/locks.ts";

type OverlayAvailable =
  /** A package of the tree has a port elsewhere. */
  | { readonly kind: "own"; readonly name: string; readonly port: string }
  /** An opam file names its repositories, and the one with the port is not among them. */
  | { readonly kind: "repository"; readonly name: string; readonly port: string }
  /** A lock that opam-monorepo did not make has versions that were ported. */
  | {
      readonly kind: "lock";
      readonly tool: Lock["kind"];
      readonly name: string;
      readonly version: string;
      readonly port: string;
      readonly others: number;
    }
  /** Only versions that are tagged so can be cross-compiled, and another one is locked. */
  | {
      readonly kind: "cross-compile";
      readonly name: string;
      readonly version: string;
      readonly port: string;
    };

const overlays = "git+https://github.com/dune-universe/opam-overlays.git";
const mostRelated = 10;

export default defineRule<OverlayAvailable>({
  id: "dune/overlay-available",
  phase: "resolve",
  severity: "warning",
  porting: true,
  summary: "opam-overlays has a version that builds with dune, and it is not the one taken",
  message: (data) => {
    switch (data.kind) {
      case "own":
        return `package ${data.name} is not built with dune here, and opam-overlays has ${data.name} ${data.port}, which is`;
      case "repository":
        return `${data.name} builds with dune only as ${data.port} of opam-overlays, and that repository is not among those named`;
      case "lock": {
        const others = data.others === 0 ? "" : `, and ${data.others} more likewise`;
        return `${data.name} ${data.version} does not build with dune; opam-overlays has ${data.port}, which does${others}`;
      }
      case "cross-compile":
        return `${data.name} ${data.version} is locked, which is not marked as one that can be cross-compiled, and ${data.port} is`;
    }
  },
  help: (data) => {
    switch (data.kind) {
      case "own":
        return `take over the port's dune files from opam-overlays, packages/${data.name}/${data.name}.${data.port}`;
      case "repository":
        return `add it to x-opam-monorepo-opam-repositories: "${overlays}"`;
      case "cross-compile":
        return `lock again with opam monorepo lock --require-cross-compile, with ${overlays} among the repositories`;
      case "lock":
        return data.tool === "dune-lock"
          ? `in dune-workspace: (repository (name overlays) (url ${overlays})) and (lock_dir (repositories overlays upstream))`
          : `opam repository add dune-universe ${overlays}`;
    }
  },
  check({ workspace, packageIndex, report }) {
    for (const owner of workspace.mode === "repository" ? [] : workspace.packages) {
      const { name, opam, opamFile } = owner;
      if (opam === undefined || opamFile === undefined || owner.vendored || opam.errors.length > 0) continue;
      const index = packageIndex();
      if (index === undefined) return;
      const port = isAccepted(buildClassOf(name, opam, false)) ? undefined : newestPort(index, name);
      if (port !== undefined)
        report({
          at: { file: opamFile, span: opam.dependsField ?? opam.start },
          owner: { kind: "package", package: owner },
          symbol: name,
          // That it is not built with dune is another rule's to blame.
          severity: "note",
          data: { kind: "own", name, port: port.version },
        });
    }
    for (const dependency of judgedDependencies(workspace)) {
      const { asker, required } = dependency;
      const repositories =
        "kind" in asker ? undefined : asker.opam?.values["x-opam-monorepo-opam-repositories"];
      if (repositories === undefined) continue;
      if (stringsOf(repositories).some(({ text }) => text.includes("overlays"))) continue;
      const index = packageIndex();
      if (index === undefined) return;
      const buildable = buildableFor(index, required);
      const isPort = buildable.kind === "yes" && isOverlay(buildable.version);
      const isUpstream = candidatesFor(index, required).some(
        (version) => !isOverlay(version) && isAccepted(version.buildClass),
      );
      if (isPort && !isUpstream)
        report({
          ...findingOfRequirement(dependency),
          data: { kind: "repository", name: required.name.text, port: buildable.version.version },
        });
    }
    for (const lock of workspace.locks) {
      const index = packageIndex();
      if (index === undefined) return;
      for (const { locked, port } of isForUnikernel(lock) ? notForCross(lock, index) : [])
        report({
          at: locked.at,
          owner: { kind: "file" },
          symbol: locked.name,
          data: { kind: "cross-compile", name: locked.name, version: locked.version, port },
        });
      const [first, ...others] = lock.kind === "opam-monorepo" ? [] : ported(lock, index);
      if (first === undefined) continue;
      const { name, version } = first.locked;
      report({
        at: first.locked.at,
        owner: { kind: "file" },
        symbol: name,
        severity: isForUnikernel(lock) ? "warning" : "note",
        data: { kind: "lock", tool: lock.kind, name, version, port: first.port, others: others.length },
        related: others.slice(0, mostRelated).map(({ locked, port }) => ({
          message: `${locked.name} ${locked.version}: ${port}`,
          at: locked.at,
        })),
        also: others.map(({ locked }) => ({ symbol: locked.name, at: locked.at })),
      });
    }
  },
});

interface Ported {
  readonly locked: LockPackage;
  readonly port: string;
}

function ported({ packages }: Lock, index: PackageIndex): readonly Ported[] {
  return packages.flatMap((locked) => {
    const facts = versionIn(index, locked.name, locked.version);
    if (facts === undefined || isAccepted(facts.buildClass)) return [];
    const port = portFor(index, locked.name, locked.version)?.version;
    return port === undefined ? [] : [{ locked, port }];
  });
}

/** opam-monorepo's --require-cross-compile: where a version is tagged, none but tagged ones will do. */
function notForCross({ packages }: Lock, index: PackageIndex): readonly Ported[] {
  return packages.flatMap((locked) => {
    if (!locked.vendored) return [];
    const tagged = versionsOf(index, locked.name).filter(({ tags }) => tags.includes("cross-compile"));
    const [newest] = tagged;
    if (newest === undefined || tagged.some(({ version }) => version === locked.version)) return [];
    return [{ locked, port: newest.version }];
  });
}
