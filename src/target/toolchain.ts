import type { TargetLibrary } from "./target.ts";
import { toolchain08 } from "./toolchain-0.8.ts";
import { toolchain1 } from "./toolchain-1.ts";

/** What a build of ocaml-solo5 decides and no source tree says in one place. */
export interface Toolchain {
  /** The flags that dune gives every C stub of the target before its own. */
  readonly cFlags: readonly string[];
  readonly libraries: Readonly<Record<string, TargetLibrary>>;
  /** Without `ocaml_version` and `version`. */
  readonly duneVariables: Readonly<Record<string, string>>;
  /** Headers that the runtime's configure script writes, by name, and what it defines there. */
  readonly configuredHeaders: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The toolchain of a version of ocaml-solo5: 0.x builds OCaml 4, all later ones OCaml 5. */
export function toolchainOf(ocamlSolo5: string): Toolchain {
  return ocamlSolo5.startsWith("0.") ? toolchain08 : toolchain1;
}

/** Macros of `caml/version.h`, from the version that the source tree gives: `5.3.0`, `5.4.0~beta1`. */
export function versionMacros(version: string): Readonly<Record<string, string>> {
  const [, major = "0", minor = "0", patch = "0", separator = "", extra = ""] =
    /^(\d+)\.(\d+)\.(\d+)([+~]?)(.*)$/.exec(version) ?? [];
  const number = Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
  return {
    OCAML_VERSION: String(number),
    OCAML_VERSION_ADDITIONAL: `"${extra}"`,
    OCAML_VERSION_EXTRA: `"${separator}${extra}"`,
    OCAML_VERSION_MAJOR: major,
    OCAML_VERSION_MINOR: minor,
    OCAML_VERSION_PATCHLEVEL: patch,
    OCAML_VERSION_STRING: `"${version}"`,
  };
}
