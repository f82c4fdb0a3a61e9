import { rules } from "../../rules/index.ts";
import { shippedIndex } from "../opam/package-index.ts";
import { knownPackages } from "../target/known-libraries.ts";
import { otherTargets, type Target } from "../target/target.ts";
import type { Code } from "../workspace/code.ts";
import type { Workspace } from "../workspace/model.ts";
import { ocamlMemory } from "../workspace/ocaml-answers.ts";
import { readCode } from "../workspace/read-code.ts";
import { unusedDeclarations } from "./declarations.ts";
import { diagnosticsOf, type JudgedFinding, type RuleFinding } from "./diagnostics.ts";
import { type Exceptions, exceptionsOf } from "./exceptions.ts";
import type { JudgeOptions } from "./judge-options.ts";
import type { Rule } from "./rule.ts";
import { type Obstacle, type Verdicts, verdictsOf } from "./verdicts.ts";

export interface Judgement {
  readonly code: Code;
  readonly judged: readonly JudgedFinding[];
  readonly verdicts: Verdicts;
  readonly exceptions: Exceptions;
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
  const memory = ocamlMemory(options.cache);
  const code = await readCode(workspace, target, memory);
  const context = {
    workspace,
    code,
    target,
    knownPackages,
    otherTargets: () => otherTargets(target),
    packageIndex: () => options.packageIndex ?? shippedIndex(),
    withheld: options.withheld ?? new Map(),
    exceptions: [],
    unusedDeclarations: [],
  };
  const applied = appliedRules(options);
  const others = applied.filter((rule) => !rule.aboutExceptions);
  const findings = findingsOf(others, context);
  const judgedOthers = diagnosticsOf(workspace, findings);
  const exceptions = exceptionsOf(workspace, judgedOthers, rules, others);
  const about = findingsOf(
    applied.filter((rule) => rule.aboutExceptions),
    {
      ...context,
      exceptions: exceptions.uses,
      unusedDeclarations: unusedDeclarations(workspace, judgedOthers),
    },
  );
  const judged = about.length === 0 ? judgedOthers : diagnosticsOf(workspace, [...findings, ...about]);
  const verdicts = verdictsOf(workspace, code, judged.flatMap(obstacleOf));
  memory.keep();
  return { code, judged, verdicts, exceptions };
}

const findingsOf = (asked: readonly Rule[], context: Parameters<Rule["run"]>[0]): readonly RuleFinding[] =>
  asked.flatMap((rule) => rule.run(context).map((finding) => ({ rule, finding })));

function obstacleOf({ diagnostic, finding, blocks }: JudgedFinding): readonly Obstacle[] {
  return blocks ? [{ id: diagnostic.id, owner: finding.owner }] : [];
}
