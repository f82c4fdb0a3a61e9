import type { Span } from "../syntax/span.ts";
import type { ModulePath } from "./ocaml-scope.ts";

export type ModuleUse =
  | "value"
  | "type"
  | "constructor"
  | "open"
  | "include"
  | "alias"
  | "module-argument"
  | "module-type-of"
  | "module";

/** A use of a module that this file does not bind. */
export interface ModuleReference {
  /** Resolved through the aliases of this file; as written otherwise. */
  readonly path: ModulePath;
  /** A field is a value; a module type or class type is a type. */
  readonly use: ModuleUse;
  /** The path as written, from its first module name to its last component. */
  readonly span: Span;
  /** The alias that the path begins with, as written, when it does. */
  readonly via?: string;
  /** In code that a preprocessor may leave out. */
  readonly conditional: boolean;
  /**
   * Modules opened or included in scope, outermost first (the innermost 64): each could provide the first component.
   * An empty path is a module of this file that can't be seen into, such as a functor's parameter.
   */
  readonly openedBefore: readonly ModulePath[];
}

/** A free module opened or included; local opens (`M.(…)`, `let open M in`) among them. */
export interface ModuleOpen {
  readonly path: ModulePath;
  readonly span: Span;
  readonly use: "open" | "include";
  /** Where its names are visible: up to the end of the file for an `open` at top level. */
  readonly scope: Span;
}

export interface ModuleUses {
  readonly references: readonly ModuleReference[];
  readonly opens: readonly ModuleOpen[];
}
