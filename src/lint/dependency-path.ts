import type { Component, Edge, Resolution } from "../workspace/model.ts";
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

/** Help where a way leads through a generator that dune links for the target. */
export function generatorHelp(way: Way): string | undefined {
  const generator = way.edges.find(({ to }) => to.kind === "generator");
  return generator === undefined
    ? undefined
    : `dune links ${generator.name} for the target because a rule names it as a file: write (run ./${generator.name}) or %{exe:${generator.name}} in the action, and the host's runs`;
}

const nouns: Readonly<Record<Component["kind"], string>> = {
  library: "library",
  executables: "executable",
  "foreign-library": "foreign library",
  unikernel: "unikernel",
};

/** `library foo`, as messages name a component. */
export const describe = (component: Component): string => `${nouns[component.kind]} ${component.name}`;
