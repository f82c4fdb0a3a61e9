import type { Intent, Mode, Role } from "../workspace/model.ts";
import type { Diagnostic, Location, Phase, Severity } from "./diagnostic.ts";

/** Computed from facts alone. */
export type Verdict = "portable" | "not-portable" | "disabled" | "host-only" | "unknown";
export type { Intent, Mode, Role };

export interface PackageReport {
  readonly name: string;
  /** The opam file; absent where dune-project alone declares the package. */
  readonly opam?: string;
  readonly verdict: Verdict;
  readonly intent: Intent;
  /** Why the intent is what it is, in a few words: `named mirage-*`. */
  readonly intentReason: string;
  /** Ids of diagnostics. */
  readonly reasons: readonly string[];
}

export interface LibraryReport {
  readonly name: string;
  readonly package?: string;
  readonly dune: string;
  readonly line: number;
  readonly role: Role;
  readonly verdict: Verdict;
  readonly intent: Intent;
  readonly intentReason: string;
  /** Ids of diagnostics. */
  readonly reasons: readonly string[];
  /** Names of libraries whose stubs stop this one at the final link. */
  readonly blockedBy: readonly string[];
  /** Libraries outside the tree that nothing is known of. */
  readonly assumes: readonly string[];
  /** Why a disabled library does not exist on the target. */
  readonly disabledBecause?: string;
}

export interface UnikernelReport {
  readonly name: string;
  readonly config: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly assumes: readonly string[];
}

/** A lockfile, or a lock directory of dune. */
export interface LockReport {
  readonly file: string;
  /** `opam-monorepo 0.3`, `opam lock`, `dune`. */
  readonly format: string;
  readonly packages: number;
  /** How many of them are fetched into the tree; undefined where the format does not say. */
  readonly vendored?: number;
}

export interface StubReport {
  /** Where the source stands in the tree. */
  readonly file: string;
  /** The path as dune sees it after `copy_files`, where that differs. */
  readonly builtAs?: string;
  readonly dune: string;
  readonly line: number;
  readonly library: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

export interface Unseen {
  readonly file: string;
  readonly what: string;
}

export interface RuleInfo {
  readonly id: string;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly summary: string;
  /** The rule's page, in Markdown. */
  readonly doc?: string;
}

export interface TargetInfo {
  readonly name: string;
  readonly ocamlSolo5: string;
  readonly ocaml: string;
}

/** A finished run: all that a report can say. Every list is in its final, deterministic order. */
export interface Run {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: TargetInfo;
  readonly mode: Mode;
  readonly packages: readonly PackageReport[];
  readonly libraries: readonly LibraryReport[];
  readonly stubs: readonly StubReport[];
  readonly unikernels: readonly UnikernelReport[];
  readonly locks: readonly LockReport[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unseen: readonly Unseen[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    /** Excused notes are not counted. */
    readonly notes: number;
    readonly suppressed: number;
    readonly files: number;
  };
  /** Every rule that ran, whether or not it found anything. */
  readonly rules: readonly RuleInfo[];
  /** The text of the lines of a location, for code frames; undefined where it can no longer be read. */
  readonly linesOf: (at: Location) => readonly string[] | undefined;
}
