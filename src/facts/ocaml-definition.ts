import type { Span } from "../syntax/span.ts";
import type { ModulePath } from "./ocaml-scope.ts";
import type { Application } from "./ocaml-value-use.ts";

/** A value, class or functor that the file defines, or a named function inside another definition. */
export interface Definition {
  /** Of the name. Its start identifies the definition within the file. */
  readonly span: Span;
  /** From the file's module on, ["Sub", "init"]; undefined where nothing outside can name it. */
  readonly path: ModulePath | undefined;
  /**
   * How many arguments, without optional ones, a call has to give before the body runs; 0 where evaluating the definition runs it
   * (`let x = …`). A functor has the number of its parameters.
   */
  readonly arity: number;
  /** Labels of its optional parameters: arguments with them do not count for the arity. */
  readonly optional: readonly string[];
}

/** Whether a use of the definition gives it all that it takes: its body runs. */
export function runsBody(
  { arity, optional }: Pick<Definition, "arity" | "optional">,
  application: Application | undefined,
): boolean {
  const given = application?.arguments.filter(
    ({ label }) => label === undefined || !optional.includes(label),
  );
  return (given?.length ?? 0) >= arity;
}

/** What a module of this file is, as far as the file says. */
export type ModuleContent =
  | { readonly kind: "alias"; readonly path: ModulePath }
  | { readonly kind: "structure"; readonly exports: Exports }
  /** A functor's parameter or result, a module with a named signature, and the like. */
  | { readonly kind: "opaque" };

/** What others see of a file or of a module in it. Of two that give the same name the later one counts. */
export interface Exports {
  /** Also those of `external` and `val`. `start` is where the name stands. */
  readonly values: readonly { readonly name: string; readonly start: number }[];
  readonly modules: readonly {
    readonly name: string;
    readonly start: number;
    readonly content: ModuleContent;
  }[];
  /** Free modules that it includes. */
  readonly includes: readonly { readonly path: ModulePath; readonly start: number }[];
  /** False where an include or a preprocessor can't be seen through, or part of the file was not read. */
  readonly seesAll: boolean;
}
