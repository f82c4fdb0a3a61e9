import type { ModuleReference } from "../facts/ocaml.ts";
import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";
import type { ModuleReading } from "./code.ts";
import type { Component } from "./model.ts";
import type { ModuleFile } from "./modules.ts";
import type { Confidence, Resolved, Step } from "./ocaml-meaning.ts";
import type { Position } from "./ocaml-members.ts";
import type { OcamlResolver } from "./ocaml-resolver.ts";
import type { Unit } from "./ocaml-units.ts";
import type { VisibleModules } from "./ocaml-visible.ts";
import type { Place } from "./sources.ts";

/** A use of something from outside the tree, and what it is. */
export interface ResolvedUse<Use> {
  readonly component: Component;
  readonly file: ModuleFile;
  readonly unit: Unit;
  /** From its library on: `Stdlib.Sys.getcwd`, `Unix.gettimeofday`; modules of the standard library begin with `Stdlib`. */
  readonly path: ModulePath;
  /** What stands between the name as written and the path, in order. */
  readonly through: readonly Step[];
  readonly confidence: Confidence;
  /** What is used in place of the path: an `external` of the same primitive. */
  readonly external?: StdlibExternal;
  readonly use: Use;
}

/** An `external` whose primitive a function of Stdlib comes to. */
export interface StdlibExternal {
  readonly name: string;
  readonly primitive: string;
  readonly at: Place;
  /** The use is the declaration, which does nothing until somebody calls it. */
  readonly isDeclared: boolean;
}

type Written = Pick<ValueUse, "path" | "span" | "openedBefore"> &
  Partial<Pick<ValueUse, "via" | "boundBeforeOpens">>;

/** Values of a file that are of OCaml's own libraries; those of the tree and of other libraries are left out. */
export function resolvedValues(
  reading: ModuleReading,
  resolver: OcamlResolver,
  visible: VisibleModules,
): readonly ResolvedUse<ValueUse>[] {
  return usesIn(reading, reading.facts.values, visible, (position, { path }) => {
    const value = resolver.valueAt(position, path);
    return value?.meaning.kind === "outside" ? { ...value, meaning: value.meaning.path } : undefined;
  });
}

/** References of a file to modules from outside the tree, or to what is in them. */
export function resolvedReferences(
  reading: ModuleReading,
  resolver: OcamlResolver,
  visible: VisibleModules,
): readonly ResolvedUse<ModuleReference>[] {
  return usesIn(reading, reading.facts.references, visible, (position, { path }) =>
    leadsOutside(position, path, resolver),
  );
}

/** As far along the path as it takes to leave the tree; the rest stays as it is written. */
function leadsOutside(
  position: Position,
  path: ModulePath,
  resolver: OcamlResolver,
): Resolved<ModulePath> | undefined {
  for (let length = 1; length <= path.length; length++) {
    const { meaning, ...found } = resolver.moduleAt(position, path.slice(0, length));
    if (meaning.kind === "outside") return { ...found, meaning: [...meaning.path, ...path.slice(length)] };
    if (meaning.kind === "opaque") return undefined;
  }
  return undefined;
}

function usesIn<Use extends Written>(
  { component, file }: ModuleReading,
  uses: readonly Use[],
  visible: VisibleModules,
  pathOf: (position: Position, use: Use) => Resolved<ModulePath> | undefined,
): readonly ResolvedUse<Use>[] {
  const unit = visible.unitOf(component, file);
  if (unit === undefined) return [];
  return uses.flatMap((use): readonly ResolvedUse<Use>[] => {
    const isBound = use.boundBeforeOpens === true;
    const found = pathOf({ unit, file, opened: use.openedBefore, isBound }, use);
    if (found === undefined) return [];
    const { meaning: path, through, confidence } = found;
    return [{ component, file, unit, path, through: [...aliasOf(use, file), ...through], confidence, use }];
  });
}

/** The alias in the file itself that a name is written through. */
function aliasOf({ via, span }: Written, file: ModuleFile): readonly Step[] {
  return via === undefined ? [] : [{ how: "alias", name: via, at: { file: file.path, span } }];
}
