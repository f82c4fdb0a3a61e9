import type {
  Diagnostic,
  KnownDiagnostic,
  PathStep,
  PlacedFix,
  RelatedLocation,
  SuppressedDiagnostic,
} from "../lint/diagnostic.ts";
import type { LibraryReport, PackageReport, Run, StubReport } from "../lint/run.ts";
import { printableJson } from "./escape.ts";

/**
 * The run as the JSON contract, version 1: `data/schema/report-1.json` is its schema.
 * Lines and columns are 1-based, columns count UTF-16 code units; absent optional fields are left out.
 */
export function renderJson(run: Run): string {
  const { name, version } = run.tool;
  const { errors, warnings, notes, suppressed, files } = run.summary;
  return printableJson({
    version: 1,
    tool: { name, version },
    target: { name: run.target.name, ocamlSolo5: run.target.ocamlSolo5, ocaml: run.target.ocaml },
    mode: run.mode,
    config: run.config,
    packages: run.packages.map(packageJson),
    libraries: run.libraries.map(libraryJson),
    stubs: run.stubs.map(stubJson),
    diagnostics: run.diagnostics.map(diagnosticJson),
    suppressed: run.suppressed.length === 0 ? undefined : run.suppressed.map(suppressedJson),
    known: run.known?.map(knownJson),
    publication: run.publication,
    unseen: run.unseen.map(({ file, what }) => ({ file, what })),
    summary: {
      errors,
      warnings,
      notes,
      suppressed,
      known: run.known?.filter(({ excused }) => !excused).length,
      files,
    },
  });
}

// Fields are named one by one: the contract fixes their order, and JSON.stringify drops undefined ones.

function packageJson({ name, opam, verdict, intent, reasons }: PackageReport): object {
  return { name, opam, verdict, intent, reasons };
}

function libraryJson(library: LibraryReport): object {
  return {
    name: library.name,
    package: library.package,
    dune: library.dune,
    line: library.line,
    role: library.role,
    verdict: library.verdict,
    intent: library.intent,
    reasons: library.reasons,
    blockedBy: library.blockedBy,
    assumes: library.assumes,
  };
}

function stubJson({ file, builtAs, dune, line, library, verdict, reasons }: StubReport): object {
  return { file, builtAs, dune, line, library, verdict, reasons };
}

function diagnosticJson(diagnostic: Diagnostic): object {
  return {
    id: diagnostic.id,
    rule: diagnostic.rule,
    severity: diagnostic.excused ? "note" : diagnostic.severity,
    phase: diagnostic.phase,
    confidence: diagnostic.confidence,
    since: diagnostic.since,
    message: diagnostic.message,
    file: diagnostic.at.file,
    line: diagnostic.at.line,
    column: diagnostic.at.column,
    endLine: diagnostic.at.endLine,
    endColumn: diagnostic.at.endColumn,
    package: diagnostic.package,
    library: diagnostic.library,
    symbol: diagnostic.symbol,
    path: diagnostic.path.map(stepJson),
    related: diagnostic.related.map(relatedJson),
    help: helpOf(diagnostic),
    fix: diagnostic.fix === undefined ? undefined : fixJson(diagnostic.fix),
  };
}

function fixJson({ safety, title, edits }: PlacedFix): object {
  return {
    safety,
    title,
    edits: edits.map(({ at: { file, line, column, endLine, endColumn }, text }) => ({
      file,
      line,
      column,
      endLine,
      endColumn,
      text,
    })),
  };
}

function suppressedJson(diagnostic: SuppressedDiagnostic): object {
  const { reason, at } = diagnostic.exception;
  return { ...diagnosticJson(diagnostic), exception: { reason, file: at.file, line: at.line } };
}

function knownJson(diagnostic: KnownDiagnostic): object {
  return { ...diagnosticJson(diagnostic), knownFrom: diagnostic.knownFrom };
}

function helpOf({ help, stanzas = [] }: Diagnostic): string | undefined {
  return help === undefined ? undefined : [help, ...stanzas].join("\n");
}

function stepJson({ name, kind, at }: PathStep): object {
  return { name, kind, file: at?.file, line: at?.line };
}

function relatedJson({ message, at }: RelatedLocation): object {
  const { file, line, column, endLine, endColumn } = at;
  return { message, file, line, column, endLine, endColumn };
}
