import { rules } from "../../rules/index.ts";
import { type PackageIndex, shippedIndex } from "../opam/package-index.ts";
import { knownPackages } from "../target/known-libraries.ts";
import { otherTargets, type Target } from "../target/target.ts";
import type { Code } from "../workspace/code.ts";
import type { Workspace } from "../workspace/model.ts";
import { readCode } from "../workspace/read-code.ts";
import { diagnosticsOf, type JudgedFinding } from "./diagnostics.ts";
import { type Obstacle, type Verdicts, verdictsOf } from "./verdicts.ts";

export interface Judgement {
  readonly code: Code;
  readonly judged: readonly JudgedFinding[];
  readonly verdicts: Verdicts;
}

/** Reads the sources of target code, runs every rule, and says what becomes of each library and package. */
export async function judge(workspace: Workspace, target: Target, index?: PackageIndex): Promise<Judgement> {
  const code = await readCode(workspace, target);
  const context = {
    workspace,
    code,
    target,
    knownPackages,
    otherTargets: () => otherTargets(target),
    packageIndex: () => index ?? shippedIndex(),
  };
  const findings = rules.flatMap((rule) => rule.run(context).map((finding) => ({ rule, finding })));
  const judged = diagnosticsOf(workspace, findings);
  return { code, judged, verdicts: verdictsOf(workspace, code, judged.flatMap(obstacleOf)) };
}

function obstacleOf({ diagnostic, finding, blocks }: JudgedFinding): readonly Obstacle[] {
  return blocks ? [{ id: diagnostic.id, owner: finding.owner }] : [];
}
