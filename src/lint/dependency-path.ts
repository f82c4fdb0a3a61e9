import type { Component, Edge } from "../workspace/model.ts";
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
  const known = edge.to.kind === "workspace" || edge.to.kind === "disabled";
  return { name: edge.name, kind: known ? "library" : "external-library", at: edge.at };
}

const nouns: Readonly<Record<Component["kind"], string>> = {
  library: "library",
  executables: "executable",
  "foreign-library": "foreign library",
  unikernel: "unikernel",
};

/** `library foo`, as messages name a component. */
export const describe = (component: Component): string => `${nouns[component.kind]} ${component.name}`;
