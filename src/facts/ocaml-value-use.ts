import type { Span } from "../syntax/span.ts";
import type { ModulePath } from "./ocaml-scope.ts";

/** When code runs: as its module is initialised, or only where something calls it (function, lazy, functor body, class, method). */
export type Evaluation = "initialisation" | "deferred";

export interface Circumstances {
  readonly evaluation: Evaluation;
  /**
   * The definition that the code is part of, by the start of its span; undefined for `let () = …` and bare expressions. Deferred code
   * belongs to what has to be called for it to run: the innermost named function, the class, or the functor.
   */
  readonly definition: number | undefined;
  /**
   * It runs whenever its definition is called, or, at initialisation, whenever its module is. Not so in a branch, a handler,
   * a loop's body, the right of && and ||, assert, an optional argument's default, a method, a function without a name that is not called on the spot, an extension's payload.
   */
  readonly certain: boolean;
  /** Exceptions that a handler around it takes, by the last component of their names; "all" for a wildcard or a variable. */
  readonly handled: readonly string[] | "all";
  /** In code that a preprocessor may leave out. */
  readonly conditional: boolean;
}

export interface Argument {
  /** Without `~` and `?`. */
  readonly label?: string;
  /** Given as `?label`, which leaves it to the callee's default. */
  readonly optional?: true;
  /** As written, where it is a name, a constructor or a short literal. */
  readonly text?: string;
}

/** What a value is applied to, also by `|>` and `@@`. */
export interface Application {
  readonly span: Span;
  readonly arguments: readonly Argument[];
}

/** A use of a value that the file does not bind itself: `Sys.getcwd`, or `open_in`. */
export interface ValueUse {
  /** Through the file's own aliases: ["Sys", "getcwd"], ["open_in"]. */
  readonly path: ModulePath;
  /** The reference as written, without what it is applied to. */
  readonly span: Span;
  /** The alias that the path begins with, as written, when it does. */
  readonly via?: string;
  /**
   * Modules opened or included in scope, outermost first (the innermost 64): each could provide the first component.
   * An empty path is a module of this file that can't be seen into, such as a functor's parameter.
   */
  readonly openedBefore: readonly ModulePath[];
  /** The file binds the name as well, further out than `openedBefore`: it is free only where one of those provides it. */
  readonly boundBeforeOpens?: true;
  /** Undefined where it is passed on, not called. */
  readonly application: Application | undefined;
  readonly circumstances: Circumstances;
}

/** A use of what the file itself defines: an edge of the call graph. For a functor: its application, or where it is included; for a class `new` and `inherit`. */
export interface LocalUse {
  /** The definition's start. */
  readonly definition: number;
  readonly span: Span;
  /** Modules opened between the definition and the use: one that has a value of that name is meant instead. */
  readonly openedBefore: readonly ModulePath[];
  readonly application: Application | undefined;
  readonly circumstances: Circumstances;
}
