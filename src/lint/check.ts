import type { Vfs } from "../files/vfs.ts";
import { toolVersion } from "../version.ts";
import type { Code } from "../workspace/code.ts";
import type { Component, Scope, Workspace } from "../workspace/model.ts";
import { type WorkspaceOptions, workspaceOf } from "../workspace/read-workspace.ts";
import { type Place, type Sources, sourcesOf } from "../workspace/sources.ts";
import { countsOf } from "./apply-settings.ts";
import type { Diagnostic, Location, SuppressedDiagnostic } from "./diagnostic.ts";
import type { JudgedFinding } from "./diagnostics.ts";
import type { Exceptions } from "./exceptions.ts";
import { type InScope, inventoryOf } from "./inventory.ts";
import { appliedRules, judge } from "./judge.ts";
import type { JudgeOptions } from "./judge-options.ts";
import { lineReader, locator } from "./locations.ts";
import { rememberedRun } from "./remembered-run.ts";
import type { Run, Unseen } from "./run.ts";
import { keepHeapSmall, releaseHeap } from "./small-heap.ts";
import type { Verdicts } from "./verdicts.ts";

export type CheckOptions = WorkspaceOptions & JudgeOptions;

/** A finished run, and the tree as it was linked together. */
export interface Examination {
  readonly run: Run;
  readonly workspace: Workspace;
}

/** Judges one tree. Never throws on what the tree holds: what could not be read is in `unseen`. */
export async function check(vfs: Vfs, options: CheckOptions): Promise<Run> {
  const judge = async (tree: Vfs): Promise<Run> => {
    const { run } = await examine(tree, options);
    releaseHeap(tree);
    return run;
  };
  return options.cache === undefined ? judge(vfs) : rememberedRun(vfs, options, options.cache, judge);
}

export function examine(vfs: Vfs, options: CheckOptions): Promise<Examination> {
  return examineSources(sourcesOf(vfs), options);
}

/** The same of a tree some files of which may have been read. */
export async function examineSources(sources: Sources, options: CheckOptions): Promise<Examination> {
  const { target, scope } = options;
  keepHeapSmall(sources.vfs);
  const workspace = await workspaceOf(sources, options);
  const { code, judged, verdicts, exceptions } = await judge(workspace, target, options);
  const inScope = scopeFilter(workspace, scope);
  const shown = judged.filter(({ owner }) => owner === undefined || inScope(owner));
  const suppressed = suppressedAmong(shown, exceptions, locator(sources));
  const excepted = new Set(suppressed.map(({ id }) => id));
  const all = shown.map(({ diagnostic }) => diagnostic);
  const diagnostics = all.filter(({ id }) => !excepted.has(id));
  const run: Run = {
    tool: { name: "mirage-lint", version: toolVersion },
    target: { name: target.name, ocamlSolo5: target.ocamlSolo5, ocaml: target.ocaml },
    mode: workspace.mode,
    ...inventoryOf(workspace, code, withReasonsAmong(all, verdicts), inScope),
    diagnostics,
    suppressed,
    unseen: unseenParts(workspace, code, exceptions),
    summary: { ...countsOf(diagnostics), suppressed: suppressed.length, files: sources.filesRead() },
    rules: appliedRules(options).map(({ id, phase, severity, confidence, summary }) => ({
      id,
      phase,
      severity,
      confidence,
      summary,
    })),
    linesOf: lineReader(sources),
    storedText: sources.storedText,
  };
  return { run, workspace };
}

function suppressedAmong(
  shown: readonly JudgedFinding[],
  { suppressed }: Exceptions,
  locate: (place: Place) => Location,
): readonly SuppressedDiagnostic[] {
  return shown.flatMap(({ finding, diagnostic }) => {
    const exception = suppressed.get(finding);
    return exception === undefined
      ? []
      : [{ ...diagnostic, exception: { reason: exception.reason, at: locate(exception.at) } }];
  });
}

/** `-p` leaves only what belongs to the packages named. */
function scopeFilter(workspace: Workspace, scope: Scope): InScope {
  if (scope.packages.size === 0) return () => true;
  return (owner) => {
    const name = "kind" in owner ? workspace.packageOf(owner)?.name : owner.name;
    return name !== undefined && scope.packages.has(name);
  };
}

/** With `-p`, a reason that belongs to another package is not shown, and so not named either. */
function withReasonsAmong(diagnostics: readonly Diagnostic[], verdicts: Verdicts): Verdicts {
  const shown = new Set(diagnostics.map(({ id }) => id));
  const narrowed = <Judged extends { readonly reasons: readonly string[] }>(judged: Judged): Judged => ({
    ...judged,
    reasons: judged.reasons.filter((id) => shown.has(id)),
  });
  return {
    ofComponent: (component) => narrowed(verdicts.ofComponent(component)),
    ofStub: (stub) => narrowed(verdicts.ofStub(stub)),
    ofPackage: (owner) => narrowed(verdicts.ofPackage(owner)),
  };
}

function unseenParts(workspace: Workspace, code: Code, exceptions: Exceptions): readonly Unseen[] {
  const parts: Unseen[] = [...workspace.sources.unreadable, ...workspace.tree.unseen, ...exceptions.unseen];
  for (const { stub, seen } of code.stubs) {
    for (const { kind, path } of seen?.preprocessed.limits ?? [])
      parts.push({ file: path, what: `more than the C preprocessor follows (${kind})` });
    if (seen === undefined && workspace.roleOf(stub.component) === "target")
      parts.push({ file: stub.builtAs, what: "stub source made by a rule, or not there" });
  }
  for (const { file, facts } of code.modules)
    if (facts.unread !== undefined)
      parts.push({ file: file.path, what: "not all of its OCaml could be read" });
  for (const component of workspace.components)
    if (isUnexplained(component))
      parts.push({
        file: component.at.file,
        what: "a comment unix-only without a reason (-- why), which counts for nothing",
      });
  return uniqueParts(parts);
}

function isUnexplained(component: Component): boolean {
  if (component.kind !== "library" && component.kind !== "executables") return false;
  return component.stanza.unixOnly !== undefined && component.stanza.unixOnly.reason === undefined;
}

function uniqueParts(parts: readonly Unseen[]): readonly Unseen[] {
  const unique = new Map(parts.map((part) => [`${part.file}\0${part.what}`, part]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, part]) => part);
}
