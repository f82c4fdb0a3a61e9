import type { Intent, Mode, Role } from "../workspace/model.ts";
import type {
  Confidence,
  Diagnostic,
  KnownDiagnostic,
  Location,
  Phase,
  Severity,
  SuppressedDiagnostic,
} from "./diagnostic.ts";
import type { Withheld } from "./judge-options.ts";

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
  /** Of its findings, where they don't say otherwise. */
  readonly confidence: Confidence;
  readonly summary: string;
  /** The rule's page, in Markdown. */
  readonly doc?: string;
}

export interface TargetInfo {
  readonly name: string;
  readonly ocamlSolo5: string;
  readonly ocaml: string;
}

/** A package or library whose verdict is another than in a release; undefined where it was not there, or is not there. */
export interface VerdictChange {
  readonly kind: "package" | "library";
  readonly name: string;
  readonly before: Verdict | undefined;
  readonly now: Verdict | undefined;
  /** Ids of diagnostics. */
  readonly reasons: readonly string[];
}

export interface SinceRelease {
  readonly tag: string;
  readonly changes: readonly VerdictChange[];
  /** Ids of the findings that the release did not have. */
  readonly found: readonly string[];
}

/** What `prepublish` says beyond the findings. */
export interface PublicationReport {
  /** What was judged: `what git archives of 1a2b3c4d5e6f`. */
  readonly subject: string;
  /** Files of the working tree that what is published lacks, or has otherwise. */
  readonly missing: readonly { readonly path: string; readonly why: Withheld | "changed" | "deleted" }[];
  /** Undefined where there is no release to compare with. */
  readonly since?: SinceRelease;
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
  /** Findings that a comment or the configuration excepts: verdicts may rest on them, and nothing else heeds them. */
  readonly suppressed: readonly SuppressedDiagnostic[];
  /** Findings that were there before, where the run was compared with a baseline or a commit; otherwise as what is suppressed. */
  readonly known?: readonly KnownDiagnostic[];
  readonly unseen: readonly Unseen[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    /** Excused notes are not counted. */
    readonly notes: number;
    readonly suppressed: number;
    readonly files: number;
  };
  /** The configuration that the run goes by; left out where there is none. */
  readonly config?: { readonly file: string; readonly preset: string };
  /** Of a run of `prepublish`. */
  readonly publication?: PublicationReport;
  /** Every rule that ran, whether or not it found anything. */
  readonly rules: readonly RuleInfo[];
  /** The text of the lines of a location, for code frames; undefined where it can no longer be read. */
  readonly linesOf: (at: Location) => readonly string[] | undefined;
  /** The whole text of a file that is stored as just that in UTF-8; undefined for all others. */
  readonly storedText: (file: string) => string | undefined;
}
