import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { dataFile } from "./data-file.ts";

/** Where a header of the target comes from. */
export type HeaderOrigin = "nolibc" | "openlibm" | "solo5" | "ocaml" | "compiler";

/** Names that a header declares: each list sorted, a single space between two names, left out where it is empty. `declaredNames` reads it. */
export interface DeclaredNames {
  /** Functions that something else has to provide. */
  readonly functions?: string;
  /** Functions whose body is in the header. */
  readonly inlineFunctions?: string;
  /** Names of `typedef`, and tags of what is laid out: `struct:tm`, `union:u`, `enum:e`. */
  readonly types?: string;
  readonly variables?: string;
  /** Constants of enumerations. */
  readonly constants?: string;
}

/** What one header does by itself, without the headers that it includes. */
export interface HeaderContents extends DeclaredNames {
  /** Headers of the target, by the names that `headers` has them under. */
  readonly includes: readonly string[];
  /** Headers that it asks for and the target doesn't have. */
  readonly missing?: readonly string[];
  /** Macros that it leaves defined, sorted: a line each, as it stands after `#define`. Bodies of intrinsics are left out. */
  readonly macros?: string;
}

export interface TargetHeader extends HeaderContents {
  readonly origin: HeaderOrigin;
  /** What it is where `CAML_INTERNALS` is defined, if that makes a difference. */
  readonly underInternals?: HeaderContents;
}

/** Whether findlib has a library on the target. `empty`: it resolves and brings nothing. `bytecode-only`: it compiles and doesn't link. */
export type LibraryStatus = "present" | "empty" | "bytecode-only" | "absent";

export interface TargetLibrary {
  readonly status: LibraryStatus;
  readonly why: string;
}

export interface TargetSource {
  readonly name: string;
  readonly version: string;
  readonly commit?: string;
}

/** What there is to link on the target, and what a call of it does; names in lists stand sorted, a single space between two. `callOutcome` reads it. */
export interface TargetSymbols {
  /** Names that do what they say, by what provides them. */
  readonly works: Readonly<Record<SymbolOrigin, string>>;
  readonly aborts: string;
  /** Functions that set `errno` to `ENOSYS` and return this value, as nolibc's sources write it. */
  readonly fails: Readonly<Record<string, string>>;
  /** The same, of those that nolibc takes as harmless. */
  readonly ignored: Readonly<Record<string, string>>;
  /** Functions that a header declares and nothing provides. */
  readonly undefined: string;
}

/** Something in C for which the compiler calls a library that is not linked. */
export interface LibgccNeed {
  /** `conversion` is from one of the named types to `on`; a `builtin` with `on` is given a pointer to that. */
  readonly use: "builtin" | "operator" | "conversion" | "attribute";
  readonly names: readonly string[];
  /** The type of an operand; any, where there is none. */
  readonly on?: string;
  /** What the linker then misses: one of them or more. */
  readonly symbols: readonly string[];
  /** Where this is defined the processor does it itself. */
  readonly unlessMacro?: string;
}

export type SymbolOrigin = "nolibc" | "openlibm" | "ocaml" | "solo5";

/** What a package is ported to; see `mirage-lint target import` for how it is made. */
export interface Target {
  readonly name: string;
  readonly ocamlSolo5: string;
  /** The version that the runtime's headers are of. */
  readonly ocaml: string;
  readonly sources: readonly TargetSource[];
  /** What the compiler and its wrapper define before any flag of a package: a line each, as it stands after `#define`. */
  readonly predefinedMacros: string;
  /** The flags that dune gives every C stub before its own. */
  readonly cFlags: readonly string[];
  /** By the name that an `#include` gives. */
  readonly headers: Readonly<Record<string, TargetHeader>>;
  readonly symbols: TargetSymbols;
  /** Names that the bytecode runtime knows as `external`s, as a list of symbols. */
  readonly primitives: string;
  /** What only the C stubs of `unix` and `threads.posix` would provide. */
  readonly unixOnlySymbols: string;
  readonly needsLibgcc: readonly LibgccNeed[];
  readonly libraries: Readonly<Record<string, TargetLibrary>>;
  /** dune's `%{name}` and `%{ocaml-config:name}`. */
  readonly duneVariables: Readonly<Record<string, string>>;
}

export const defaultTarget = "solo5-1.3";

const loaded = new Map<string, Target>();

const targetFile = (name: string): string | undefined => dataFile(`targets/${name}.json`);

/** The names of all targets that there is data of. */
export function targetNames(): readonly string[] {
  const file = targetFile(defaultTarget);
  if (file === undefined) return [];
  return readdirSync(dirname(file)).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));
}

/** Whether there is data of a target of that name. */
export function hasTarget(name: string): boolean {
  return /^[\w.-]+$/.test(name) && targetFile(name) !== undefined;
}

/** The data of a target, read once. Throws where `hasTarget` is false. */
export function loadTarget(name: string): Target {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const file = hasTarget(name) ? targetFile(name) : undefined;
  if (file === undefined) throw new Error(`no data of a target ${name}`);
  const target: Target = JSON.parse(readFileSync(file, "utf8"));
  loaded.set(name, target);
  return target;
}

/** The data of all targets but one. */
export function otherTargets(target: Target): readonly Target[] {
  return targetNames()
    .filter((name) => name !== target.name)
    .map(loadTarget);
}
