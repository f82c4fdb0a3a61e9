import { createHash } from "node:crypto";
import type { Diagnostic } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { printable, printableJson } from "./escape.ts";

/**
 * The findings as a report for GitLab's Code Quality (docs.gitlab.com, "Code Quality report format"), with paths that are
 * relative to the checked root; excused ones are left out. The fingerprints are of the findings' ids, so that they stay
 * when lines move, and differ within a report: of several findings with one fingerprint GitLab shows the first.
 */
export function renderGitlab(run: Run): string {
  const seen = new Map<string, number>();
  const violations = run.diagnostics
    .filter((diagnostic) => !diagnostic.excused)
    .map((diagnostic) => {
      const count = (seen.get(diagnostic.id) ?? 0) + 1;
      seen.set(diagnostic.id, count);
      return violation(diagnostic, fingerprint(run.target.name, diagnostic.id, count));
    });
  return printableJson(violations);
}

function violation(diagnostic: Diagnostic, fingerprint: string): object {
  const { message, help, rule, at } = diagnostic;
  return {
    description: printable(help === undefined ? message : `${message}. Instead: ${help}`),
    check_name: rule,
    fingerprint,
    severity: severityOf(diagnostic),
    location: { path: at.file, lines: { begin: at.line } },
  };
}

/** An error that stops the build blocks; one that shows when the unikernel runs is critical, one that shows when others build it major. */
function severityOf({ severity, phase }: Diagnostic): "info" | "minor" | "major" | "critical" | "blocker" {
  switch (severity) {
    case "error":
      return phase === "run" ? "critical" : phase === "publish" ? "major" : "blocker";
    case "warning":
      return "minor";
    case "note":
      return "info";
  }
}

/** JSON keeps apart what only together would look alike. */
function fingerprint(target: string, id: string, count: number): string {
  return createHash("sha256")
    .update(JSON.stringify([target, id, count]))
    .digest("hex");
}
