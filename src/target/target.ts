import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Where a header of the target comes from. */
export type HeaderOrigin = "nolibc" | "openlibm" | "solo5" | "ocaml" | "compiler";

/** What one header does by itself, without the headers that it includes. */
export interface HeaderContents {
  /** Headers of the target, by the names that `headers` has them under. */
  readonly includes: readonly string[];
  /** Headers that it asks for and the target doesn't have. */
  readonly missing?: readonly string[];
  /** Macros that it leaves defined; a function-like one as `name(a, b)`. Bodies of intrinsics are left out. */
  readonly macros: Readonly<Record<string, string>>;
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

/** What a package is ported to; see `mirage-lint target import` for how it is made. */
export interface Target {
  readonly name: string;
  readonly ocamlSolo5: string;
  /** The version that the runtime's headers are of. */
  readonly ocaml: string;
  readonly sources: readonly TargetSource[];
  /** What the compiler and its wrapper define before any flag of a package; a function-like macro as `name(a, b)`. */
  readonly predefinedMacros: Readonly<Record<string, string>>;
  /** By the name that an `#include` gives. */
  readonly headers: Readonly<Record<string, TargetHeader>>;
  readonly libraries: Readonly<Record<string, TargetLibrary>>;
  /** dune's `%{name}` and `%{ocaml-config:name}`. */
  readonly duneVariables: Readonly<Record<string, string>>;
}

export const defaultTarget = "solo5-1.3";

const loaded = new Map<string, Target>();

/** The directory of target data lies beside `dist/` and, in a checkout, above `src/target/`. */
function targetFile(name: string): string | undefined {
  return ["../data/targets", "../../data/targets"]
    .map((directory) => fileURLToPath(new URL(`${directory}/${name}.json`, import.meta.url)))
    .find((file) => existsSync(file));
}

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
