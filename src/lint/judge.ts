import { rules } from "../../rules/index.ts";
import { shippedIndex } from "../opam/package-index.ts";
import { knownPackages } from "../target/known-libraries.ts";
import { otherTargets, type Target } from "../target/target.ts";
import type { Code } from "../workspace/code.ts";
import type { Workspace } from "../workspace/model.ts";
import { readCode } from "../workspace/read-code.ts";
import { diagnosticsOf, type JudgedFinding } from "./diagnostics.ts";
import type { JudgeOptions } from "./judge-options.ts";
import type { Rule } from "./rule.ts";
import { type Obstacle, type Verdicts, verdictsOf } from "./verdicts.ts";

export interface Judgement {
  readonly code: Code;
  readonly judged: readonly JudgedFinding[];
  readonly verdicts: Verdicts;
}

export function appliedRules({ publishing = false }: JudgeOptions): readonly Rule[] {
  return rules.filter((rule) => publishing || !rule.publishing);
}

/** Reads the sources of target code, runs the rules, and says what becomes of each library and package. */
export async function judge(
  workspace: Workspace,
  target: Target,
  options: JudgeOptions = {},
): Promise<Judgement> {
  const code = await readCode(workspace, target);
  const context = {
    workspace,
    code,
    target,
    knownPackages,
    otherTargets: () => otherTargets(target),
    packageIndex: () => options.packageIndex ?? shippedIndex(),
    withheld: options.withheld ?? new Map(),
  };
  const findings = appliedRules(options).flatMap((rule) =>
    rule.run(context).map((finding) => ({ rule, finding })),
  );
  const judged = diagnosticsOf(workspace, findings);
  return { code, judged, verdicts: verdictsOf(workspace, code, judged.flatMap(obstacleOf)) };
}

function obstacleOf({ diagnostic, finding, blocks }: JudgedFinding): readonly Obstacle[] {
  return blocks ? [{ id: diagnostic.id, owner: finding.owner }] : [];
}
