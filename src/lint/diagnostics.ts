import type { Fix } from "../edits/edit.ts";
import type { Component, Package, Workspace } from "../workspace/model.ts";
import type { Place } from "../workspace/sources.ts";
import { blameFor, ownerOf } from "./blame.ts";
import type { Diagnostic, Location, PlacedFix } from "./diagnostic.ts";
import { locator } from "./locations.ts";
import type { Rule, WordedFinding } from "./rule.ts";

export interface RuleFinding {
  readonly rule: Rule;
  readonly finding: WordedFinding;
}

export interface JudgedFinding extends RuleFinding {
  readonly diagnostic: Diagnostic;
  readonly owner: Component | Package | undefined;
  /** It stands in the way of its owner, in the phases that a verdict is about. */
  readonly blocks: boolean;
}

/** Gives every finding its place, its weight and its id, in the order of files and lines. */
export function diagnosticsOf(
  workspace: Workspace,
  findings: readonly RuleFinding[],
): readonly JudgedFinding[] {
  const locate = locator(workspace.sources);
  const placed = findings
    .filter((found) => tellsSomething(found, workspace))
    .map((found) => ({ ...found, at: locate(found.finding.at), owner: ownerOf(found.finding.owner) }))
    .sort(
      (a, b) =>
        compareLocations(a.at, b.at) ||
        compare(a.rule.id, b.rule.id) ||
        compare(a.finding.message, b.finding.message),
    );
  const counters = new Map<string, number>();
  return placed.map(({ rule, finding, at, owner }): JudgedFinding => {
    const stem = [rule.id, at.file, owner?.name ?? "", finding.symbol ?? ""].join(":");
    const count = (counters.get(stem) ?? 0) + 1;
    counters.set(stem, count);
    const { severity, excused } = blameFor(rule, finding, workspace);
    const diagnostic: Diagnostic = {
      id: count === 1 ? stem : `${stem}:${count}`,
      rule: rule.id,
      phase: rule.phase,
      severity,
      confidence: finding.confidence ?? rule.confidence,
      ...(finding.since === undefined ? {} : { since: finding.since }),
      message: finding.message,
      at,
      ...namesOfOwner(owner, workspace),
      ...(finding.symbol === undefined ? {} : { symbol: finding.symbol }),
      path: (finding.path ?? []).map(({ name, kind, at: place }) => ({
        name,
        kind,
        ...located(place, locate),
      })),
      otherPaths: finding.otherPaths ?? 0,
      related: (finding.related ?? []).map(({ message, at: place }) => ({ message, at: locate(place) })),
      ...(finding.also === undefined || finding.also.length === 0
        ? {}
        : { also: finding.also.map((other) => ({ ...other, at: locate(other.at) })) }),
      ...(finding.help === undefined ? {} : { help: finding.help }),
      ...(finding.stanzas === undefined || finding.stanzas.length === 0 ? {} : { stanzas: finding.stanzas }),
      // Versions of a package repository stay what they are.
      ...(finding.fix === undefined || workspace.mode === "repository"
        ? {}
        : { fix: placedFix(finding.fix, locate) }),
      excused,
    };
    return { rule, finding, diagnostic, owner, blocks: blocks(rule, finding) };
  });
}

/** Of the thousands of packages in a repository a finding is left out that neither blames anybody nor decides a verdict. */
function tellsSomething({ rule, finding }: RuleFinding, workspace: Workspace): boolean {
  return (
    workspace.mode !== "repository" || blocks(rule, finding) || !blameFor(rule, finding, workspace).excused
  );
}

function blocks(rule: Rule, finding: WordedFinding): boolean {
  if (finding.blocks !== undefined) return finding.blocks;
  const stops = rule.phase === "resolve" || rule.phase === "compile" || rule.phase === "link";
  return (
    stops &&
    rule.porting &&
    rule.severity === "error" &&
    finding.confidence !== "low" &&
    finding.severity === undefined
  );
}

function namesOfOwner(
  owner: Component | Package | undefined,
  workspace: Workspace,
): Pick<Diagnostic, "package" | "library"> {
  if (owner === undefined) return {};
  if (!("kind" in owner)) return { package: owner.name };
  const packageName = workspace.packageOf(owner)?.name;
  return { ...(packageName === undefined ? {} : { package: packageName }), library: owner.name };
}

function placedFix(fix: Fix, locate: (place: Place) => Location): PlacedFix {
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, at: locate(edit) })) };
}

function located(place: Place | undefined, locate: (place: Place) => Location): { at?: Location } {
  return place === undefined ? {} : { at: locate(place) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareLocations(a: Location, b: Location): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column;
}
