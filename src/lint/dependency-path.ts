import { crossOverlays } from "../target/cross-overlays.ts";
import type { Component, Edge, Resolution, Workspace } from "../workspace/model.ts";
import type { Way } from "../workspace/reach.ts";
import type { PathStep } from "./diagnostic.ts";
import type { PlacedStep } from "./rule.ts";

const kinds: Readonly<Record<Component["kind"], PathStep["kind"]>> = {
  library: "library",
  executables: "executable",
  "foreign-library": "library",
  unikernel: "unikernel",
};

/** The way as steps, root first: every step stands where the one before asks for it. */
export function dependencyPath(component: Component, way: Way): readonly PlacedStep[] {
  const root: PlacedStep = { name: component.name, kind: kinds[component.kind], at: component.at };
  return [root, ...way.edges.map(stepOf)];
}

function stepOf(edge: Edge): PlacedStep {
  return { name: edge.name, kind: stepKind(edge.to), at: edge.at };
}

function stepKind(to: Resolution): PathStep["kind"] {
  if (to.kind === "generator") return "executable";
  return to.kind === "workspace" || to.kind === "disabled" ? "library" : "external-library";
}

/** Help where a way leads through a generator that dune links for the target: the overlay to take, or how to write the rule. */
export function generatorHelp(way: Way, { packageOf }: Workspace): string | undefined {
  for (const { name, to } of way.edges) {
    if (to.kind !== "generator") continue;
    const owner = packageOf(to.executables)?.name;
    const overlay = owner === undefined ? undefined : crossOverlays.get(owner)?.at(-1);
    return overlay === undefined
      ? `dune links ${name} for the target because a rule names it as a file: write (run ./${name}) or %{exe:${name}} in the action, and the host's runs`
      : `take the overlay that is ported to cross-compilation, ${owner}.${overlay} of opam-overlays: in this one a rule names ${name} as a file, so that dune links it for the target`;
  }
  return undefined;
}

const nouns: Readonly<Record<Component["kind"], string>> = {
  library: "library",
  executables: "executable",
  "foreign-library": "foreign library",
  unikernel: "unikernel",
};

/** `library foo`, as messages name a component. */
export const describe = (component: Component): string => `${nouns[component.kind]} ${component.name}`;
