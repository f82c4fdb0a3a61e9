import { dependencyPath, describe } from "../../../src/lint/dependency-path.ts";
import { defineRule, type Finding } from "../../../src/lint/rule.ts";
import {
  type Implementations,
  implementationsIn,
  unimplementedIn,
} from "../../../src/workspace/implementations.ts";
import type { Component, Library, Workspace } from "../../../src/workspace/model.ts";
import { wayOf } from "../../../src/workspace/reach.ts";

interface MissingImplementation {
  readonly owner: string;
  readonly virtual: string;
  /** The default that dune falls back on, and what it needs. */
  readonly fallback: { readonly name: string; readonly needs: string } | undefined;
  /** Implementations in the tree that are there on the target. */
  readonly others: readonly string[];
}

export default defineRule<MissingImplementation>({
  id: "dune/missing-implementation",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "target code links a virtual library for which the target has no implementation",
  message: ({ owner, virtual, fallback }) =>
    fallback === undefined
      ? `${owner} links the virtual library ${virtual}, and no implementation of it for the target`
      : `${owner} links the virtual library ${virtual} and picks no implementation, so that dune takes the default, ${fallback.name}, which needs ${fallback.needs}`,
  help: ({ virtual, others }) =>
    others.length > 0
      ? `name ${others.join(" or ")} among the executable's libraries`
      : `write an implementation of ${virtual} for the target, such as ${virtual}.solo5`,
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (workspace.roleOf(component) !== "target" || !picksImplementations(component, workspace)) continue;
      for (const virtual of unimplementedIn(component, workspace)) {
        const finding = judge(component, virtual, workspace);
        if (finding !== undefined) report(finding);
      }
    }
  },
});

/** mirage picks a unikernel's implementations among those in the tree; an executable of the target names its own. */
function picksImplementations(component: Component, { mode, resolver }: Workspace): boolean {
  if (component.kind === "unikernel") return mode === "unikernel";
  return component.kind === "executables" && resolver.isForTargetAlone(component);
}

function judge(
  component: Component,
  virtual: Library,
  workspace: Workspace,
): Finding<MissingImplementation> | undefined {
  const implementations = implementationsIn(workspace);
  const others = implementations
    .of(virtual)
    .filter((library) => isUsable(library, workspace, implementations));
  if (component.kind === "unikernel" && others.length > 0) return undefined;
  const asked = component.kind === "unikernel" ? undefined : virtual.stanza.defaultImplementation;
  const to = asked === undefined ? undefined : workspace.resolver.resolve(asked.text, virtual.project);
  if (to !== undefined && implementations.isThere(to)) return undefined;
  const way = to?.kind === "workspace" ? wayOf([...implementations.ways.edgesFrom(to.library)]) : undefined;
  const steps = to?.kind === "workspace" && way !== undefined ? dependencyPath(to.library, way) : [];
  return {
    at: edgeTowards(component, virtual, workspace) ?? component.at,
    owner: { kind: "component", component },
    symbol: virtual.name,
    path: steps,
    related: [{ message: `${virtual.name} is virtual`, at: virtual.at }],
    data: {
      owner: describe(component),
      virtual: virtual.name,
      fallback:
        asked === undefined
          ? undefined
          : { name: asked.text, needs: way?.culprit.name ?? "what the target lacks" },
      others: others.map(({ name }) => name).sort(),
    },
  };
}

function isUsable(library: Library, { resolver }: Workspace, { isThere }: Implementations): boolean {
  return resolver.existenceOf(library).truth !== "no" && isThere({ kind: "workspace", library });
}

/** Where the component itself asks for the virtual library, if it does. */
function edgeTowards(component: Component, virtual: Library, { resolver }: Workspace) {
  return resolver.edgesOf(component).find(({ to }) => to.kind === "workspace" && to.library === virtual)?.at;
}
