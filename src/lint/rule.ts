import type { Fix, Safety } from "../edits/edit.ts";
import type { PackageIndex } from "../opam/package-index.ts";
import type { KnownLibrary } from "../target/known-libraries.ts";
import type { Target } from "../target/target.ts";
import type { Code } from "../workspace/code.ts";
import type { Component, Package, Workspace } from "../workspace/model.ts";
import type { Place } from "../workspace/sources.ts";
import type { Stub } from "../workspace/stubs.ts";
import type { UnusedDeclaration } from "./declarations.ts";
import type { Confidence, PathStep, Phase, Severity } from "./diagnostic.ts";
import type { ExceptionUse } from "./exceptions.ts";
import type { Withheld } from "./judge-options.ts";

/** Whose finding it is; it decides who is blamed, and whose verdict changes. */
export type Owner =
  | { readonly kind: "component"; readonly component: Component }
  | { readonly kind: "stub"; readonly stub: Stub }
  | { readonly kind: "package"; readonly package: Package }
  /** A file of the tree that belongs to nobody in particular. */
  | { readonly kind: "file" };

export interface PlacedStep extends Omit<PathStep, "at"> {
  readonly at: Place | undefined;
}

/** What a rule reports: typed data, not words. */
export interface Finding<Data> {
  readonly at: Place;
  readonly owner: Owner;
  readonly data: Data;
  /** The header, name, library or package at fault, as written. */
  readonly symbol?: string;
  readonly path?: readonly PlacedStep[];
  readonly otherPaths?: number;
  readonly related?: readonly { readonly message: string; readonly at: Place }[];
  /** Where else the same was found, of which this finding tells: all of it decides whether the finding is known. */
  readonly also?: readonly { readonly at: Place; readonly symbol?: string }[];
  /** Lines of dune to paste, which belong to the help. */
  readonly stanzas?: readonly string[];
  readonly confidence?: Confidence;
  /** Only where a newer tool refuses what today's accepts: `gcc-14`. */
  readonly since?: string;
  /** Lower than the rule's own, where this finding weighs less. */
  readonly severity?: Severity;
  /** False where it stands in nobody's way. */
  readonly blocks?: boolean;
  /** A change that ends the finding; left out where none is known to be right. */
  readonly fix?: Fix;
}

export interface RuleContext<Data> {
  readonly workspace: Workspace;
  readonly code: Code;
  readonly target: Target;
  readonly knownPackages: ReadonlyMap<string, KnownLibrary>;
  /** The other targets that there is data of: to say since when, or until when. */
  otherTargets(): readonly Target[];
  /** Every published version; undefined where there is no index to be read. Opened when it is first asked for. */
  packageIndex(): PackageIndex | undefined;
  /** Files of the checkout that what is published lacks, by path. */
  readonly withheld: ReadonlyMap<string, Withheld>;
  /** What became of each comment to this program; empty but for rules about exceptions, which run after the others. */
  readonly exceptions: readonly ExceptionUse[];
  /** What is declared unix-only to no use; empty but for those rules. */
  readonly unusedDeclarations: readonly UnusedDeclaration[];
  report(finding: Finding<Data>): void;
}

interface RuleWords<Data> {
  message(data: Data): string;
  help?(data: Data): string | undefined;
}

export interface RuleDefinition<Data> extends RuleWords<Data> {
  readonly id: string;
  readonly phase: Phase;
  /** For wanted code; undecided code gets at most a warning, code declared otherwise a silent note. */
  readonly severity: Severity;
  /** True for the porting rules: their findings depend on who wants the code portable. */
  readonly porting: boolean;
  /** True where only who publishes a version asks: `check` leaves the rule out, `prepublish` runs it. */
  readonly publishing?: boolean;
  /** True where it asks what exceptions cover, so that it runs after the others; no exception covers its own findings. */
  readonly aboutExceptions?: boolean;
  /** Of its findings, where they don't say otherwise; high where it is left out. */
  readonly confidence?: Confidence;
  /** How safe the fixes are that its findings may have; left out where they have none. */
  readonly fixes?: readonly Safety[];
  readonly summary: string;
  check(context: RuleContext<Data>): void;
}

/** A finding with its words. */
export interface WordedFinding extends Omit<Finding<unknown>, "data"> {
  readonly message: string;
  readonly help: string | undefined;
}

/** A rule whose data nobody but itself sees. */
export interface Rule
  extends Pick<RuleDefinition<never>, "id" | "phase" | "severity" | "porting" | "summary"> {
  readonly publishing: boolean;
  readonly aboutExceptions: boolean;
  readonly confidence: Confidence;
  readonly fixes: readonly Safety[];
  run(context: Omit<RuleContext<never>, "report">): readonly WordedFinding[];
}

export function defineRule<Data>(definition: RuleDefinition<Data>): Rule {
  const { id, phase, severity, porting, confidence = "high", summary } = definition;
  const { publishing = false, aboutExceptions = false, fixes = [] } = definition;
  return {
    id,
    phase,
    severity,
    porting,
    publishing,
    aboutExceptions,
    confidence,
    fixes,
    summary,
    run(context) {
      const findings: WordedFinding[] = [];
      const report = ({ data, ...finding }: Finding<Data>): void => {
        findings.push({ ...finding, message: definition.message(data), help: definition.help?.(data) });
      };
      definition.check({ ...context, report });
      return findings;
    },
  };
}
