import type { Edit, Fix } from "../edits/edit.ts";

/** When the user would have found out without this tool; `review` is for what no build ever meets. */
export type Phase = "resolve" | "compile" | "link" | "run" | "publish" | "review";
export type Severity = "error" | "warning" | "note";

/** The gravest first. */
export const severities: readonly Severity[] = ["error", "warning", "note"];
export type Confidence = "high" | "medium" | "low";

/** A place in a file of the checked tree: lines and columns are 1-based, columns count UTF-16 code units. */
export interface Location {
  /** Relative to the checked root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One step of a dependency path: what is reached, and where the step before asks for it. */
export interface PathStep {
  readonly name: string;
  readonly kind:
    | "library"
    | "executable"
    | "unikernel"
    | "package"
    | "external-library"
    | "stub"
    | "header"
    | "module";
  readonly at?: Location;
}

export interface RelatedLocation {
  readonly message: string;
  readonly at: Location;
}

/** An edit with its place as a person knows it. */
export interface PlacedEdit extends Edit {
  readonly at: Location;
}

export interface PlacedFix extends Omit<Fix, "edits"> {
  readonly edits: readonly PlacedEdit[];
}

/** Where else the same was found, of which one finding tells. */
export interface OtherPlace {
  readonly at: Location;
  /** Where it is another than the finding's own. */
  readonly symbol?: string;
}

/** A finding that a comment in the tree excepts, or the configuration. */
export interface SuppressedDiagnostic extends Diagnostic {
  readonly exception: {
    /** As written, on one line. */
    readonly reason: string;
    /** The comment, or the line of the configuration: its file may stand above the root (`../mirage-lint.toml`). */
    readonly at: Location;
  };
}

/** A finding that is not held against anybody, since it was there before. */
export interface KnownDiagnostic extends Diagnostic {
  /** What has it: a baseline, or the commit that `--since` compares with. */
  readonly knownFrom: "baseline" | "since";
}

/** One finding; every format renders this and nothing else. */
export interface Diagnostic {
  /** Stable across runs and moves of lines: rule, file, owner, symbol and a counter. */
  readonly id: string;
  readonly rule: string;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Only where a newer tool refuses what today's accepts: `gcc-14`. */
  readonly since?: string;
  readonly message: string;
  readonly at: Location;
  readonly package?: string;
  readonly library?: string;
  /** The header, name, library or package at fault, as written. */
  readonly symbol?: string;
  /** Root first, culprit last; empty where the finding is about the place itself. */
  readonly path: readonly PathStep[];
  /** How many other paths lead to the same culprit. */
  readonly otherPaths: number;
  readonly related: readonly RelatedLocation[];
  /** Left out where there are none. */
  readonly also?: readonly OtherPlace[];
  readonly help?: string;
  /** Lines of dune to paste, which belong to the help; left out where there are none. */
  readonly stanzas?: readonly string[];
  /** A change that ends it, where one is known to be right. */
  readonly fix?: PlacedFix;
  /** True for code that nobody wants portable: it explains a verdict and blames no one. */
  readonly excused: boolean;
}
