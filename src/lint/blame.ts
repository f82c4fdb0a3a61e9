import type { Component, Intent, Package, Workspace } from "../workspace/model.ts";
import { type Severity, severities } from "./diagnostic.ts";
import type { Owner, Rule, WordedFinding } from "./rule.ts";

/** How much a finding weighs, and whether it blames anyone at all. */
export interface Blame {
  readonly severity: Severity;
  readonly excused: boolean;
}

const lesser = (a: Severity, b: Severity): Severity =>
  severities.indexOf(a) > severities.indexOf(b) ? a : b;

export function blameFor(rule: Rule, finding: WordedFinding, workspace: Workspace): Blame {
  const own = lesser(rule.severity, finding.severity ?? "error");
  const severity = finding.confidence === "low" ? lesser(own, "note") : own;
  const owner = ownerOf(finding.owner);
  if (!rule.porting || owner === undefined) return { severity, excused: false };
  // Vendored code is somebody else's: what reaches it is blamed, at its own line.
  if (owner.vendored && workspace.intentOf(owner).intent !== "wanted")
    return { severity: "note", excused: true };
  return blameByIntent(weighedIntent(owner, workspace), severity);
}

/** In a repository nobody speaks of most packages, and none of them is asked to be portable. */
function weighedIntent(owner: Component | Package, { mode, intentOf }: Workspace): Intent {
  const { intent } = intentOf(owner);
  return mode === "repository" && intent === "undecided" ? "unix-only" : intent;
}

/** Whether a porting rule's finding of this package blames anyone. */
export const isBlamed = (owner: Package, workspace: Workspace): boolean =>
  weighedIntent(owner, workspace) !== "unix-only";

function blameByIntent(intent: Intent, severity: Severity): Blame {
  switch (intent) {
    case "wanted":
      return { severity, excused: false };
    case "undecided":
      return { severity: lesser(severity, "warning"), excused: false };
    case "unix-only":
      return { severity: "note", excused: true };
  }
}

/** Whose finding it is, of a component or a package. */
export function ownedBy(owner: Component | Package): Owner {
  return "kind" in owner ? { kind: "component", component: owner } : { kind: "package", package: owner };
}

export function ownerOf(owner: Owner): Component | Package | undefined {
  switch (owner.kind) {
    case "component":
      return owner.component;
    case "stub":
      return owner.stub.component;
    case "package":
      return owner.package;
    case "file":
      return undefined;
  }
}
