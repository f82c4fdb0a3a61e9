import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ModuleGroup, Unit } from "./ocaml-units.ts";
import type { Place } from "./sources.ts";

/** What a module path leads to. */
export type ModuleMeaning =
  /** A file of the tree, or a structure in it. */
  | { readonly kind: "unit"; readonly unit: Unit; readonly within: ModulePath }
  | { readonly kind: "group"; readonly group: ModuleGroup }
  /** OCaml's own or one of a library from elsewhere; a module of the standard library begins with `Stdlib`. */
  | { readonly kind: "outside"; readonly path: ModulePath }
  /** Of the tree, and not to be seen into: a functor's result, a parameter, an unpacked module. */
  | { readonly kind: "opaque" };

/** What the path of a value leads to. */
export type ValueMeaning =
  | { readonly kind: "outside"; readonly path: ModulePath }
  /** `start` is where the name stands in the file that defines it. */
  | {
      readonly kind: "unit";
      readonly unit: Unit;
      readonly within: ModulePath;
      readonly name: string;
      readonly start: number;
    }
  | { readonly kind: "opaque" };

/** Something between a name and what it means. */
export interface Step {
  readonly how: "alias" | "open" | "include";
  readonly name: string;
  readonly at: Place;
}

/** high: nothing else could be meant; medium: what an opened module from elsewhere has is not known; low: another is likely. */
export type Confidence = "high" | "medium" | "low";

export interface Resolved<Meaning> {
  readonly meaning: Meaning;
  readonly through: readonly Step[];
  readonly confidence: Confidence;
}

/** Whether a module has a name; `unknown` leaves another meaning no more confidence than this. */
export type Lookup<Meaning> =
  | { readonly kind: "found"; readonly resolved: Resolved<Meaning> }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly confidence: "medium" | "low" };

const weakestFirst: readonly Confidence[] = ["low", "medium", "high"];

export function leastConfidence(...confidences: readonly Confidence[]): Confidence {
  return weakestFirst.find((confidence) => confidences.includes(confidence)) ?? "high";
}

/** `resolved`, reached through one step more or with less confidence. */
export function through<Meaning>(
  steps: readonly Step[],
  { meaning, through: further, confidence }: Resolved<Meaning>,
  doubt: Confidence = "high",
): Resolved<Meaning> {
  return { meaning, through: [...steps, ...further], confidence: leastConfidence(confidence, doubt) };
}
