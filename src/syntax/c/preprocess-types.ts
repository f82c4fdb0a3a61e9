import type { ParseError, Span } from "../span.ts";
import type { DirectiveTree } from "./directives.ts";
import type { Truth } from "./expression.ts";
import type { IncludeName } from "./include-name.ts";
import type { MacroDefinition, MacroValue } from "./macros.ts";

/** What an `#include` leads to. */
export type Resolved =
  /** A file to go into. */
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  /** A header of the target: not gone into, it leaves these macros defined. */
  | { readonly kind: "header"; readonly macros: ReadonlyMap<string, MacroDefinition> }
  /** Made by a rule, or outside our sight: what it defines is not known. */
  | { readonly kind: "unseen" }
  | { readonly kind: "missing" };

export interface PreprocessInput {
  readonly path: string;
  readonly text: string;
  readonly predefined: ReadonlyMap<string, MacroDefinition>;
  /** Undefined by the command line, whatever `predefined` says. */
  readonly undefined: ReadonlySet<string>;
  /** Names of which it isn't known whether they are defined. */
  readonly unknownMacros?: ReadonlySet<string>;
  /** Some of the command line can't be seen: a name that nothing defines may be defined all the same. */
  readonly openWorld?: boolean;
  /** What is taken for granted of names that nothing seen defines, where what can't be seen may. */
  assume?(name: string): "defined" | "undefined" | undefined;
  /** `from` is the path of the file that asks; `macro` tells what is known of a name at that point. */
  resolve(include: IncludeName, from: string, macro: (name: string) => MacroValue): Resolved;
  /** The answer to `__has_builtin(name)` and its like; unknown where this is left out. */
  hasFeature?(operator: string, name: string): Truth;
  /** Reads the directives of a file; to be given where several runs meet the same headers. */
  readDirectives?(path: string, text: string): DirectiveTree;
}

/** A step from the entry to where something was found: the file that includes, and the name as it stands in its `#include`. */
export interface ChainStep {
  readonly path: string;
  readonly span: Span;
}

/** Where, and on what condition, something is reached. */
export interface Reached {
  readonly condition: "yes" | "unknown";
  /** Macros whose value decides, where the condition is unknown. */
  readonly dependsOn: readonly string[];
  /** In the entry: the directive itself, or the `#include` that leads to it. */
  readonly at: Span;
  /** Root first; the last step is the directive itself. */
  readonly chain: readonly ChainStep[];
}

export interface IncludeUse extends Reached {
  readonly name: IncludeName;
  /** `computed`: the name comes of macros that are not known; it is as written then. */
  readonly outcome: Resolved["kind"] | "computed";
  /** The path of a file gone into. */
  readonly path: string | undefined;
}

export interface ReachedError extends Reached {
  readonly kind: "error" | "warning";
  readonly message: string;
}

/** What is compiled of one file. */
export interface CompiledFile {
  readonly path: string;
  readonly text: string;
  /** Directives and branches that are not compiled; they may overlap and stand in any order. */
  readonly dead: readonly Span[];
  /** Branches that are not compiled. */
  readonly skipped: readonly Span[];
  /** Branches of which it isn't known whether they are compiled. */
  readonly uncertain: readonly Span[];
}

/** A file that an `#include` brings in, as it is read the first time. */
export interface IncludedFile extends CompiledFile {
  /** The `#include` that leads to it. */
  readonly use: Reached;
  /** It has no guard and is read again: what is compiled then may differ. */
  readonly isRepeated: boolean;
}

export interface LimitHit {
  readonly kind: "include-depth" | "include-count" | "conditional-depth" | "directive-count" | "expansion";
  readonly path: string;
  readonly span: Span;
}

export interface PreprocessResult {
  /** Every `#include` that is reached, in order. */
  readonly includes: readonly IncludeUse[];
  /** The entry's text, same length: dead branches and directives are blanks; newlines stay. */
  readonly alive: string;
  /** Branches of the entry that are not compiled. */
  readonly skipped: readonly Span[];
  /** Branches of the entry of which it isn't known whether they are compiled. */
  readonly uncertain: readonly Span[];
  /** The files gone into, in order. */
  readonly files: readonly IncludedFile[];
  readonly macros: ReadonlyMap<string, MacroDefinition | "defined" | "unknown">;
  readonly reachedErrors: readonly ReachedError[];
  /** Of the entry alone. */
  readonly errors: readonly ParseError[];
  /** Each kind once, where it was hit first. */
  readonly limits: readonly LimitHit[];
}
