import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { systemChoices } from "../../../src/workspace/foreign-builds.ts";

interface UnknownSystem {
  readonly owner: string;
  readonly script: string;
  readonly system: string;
}

export default defineRule<UnknownSystem>({
  id: "dune/unknown-system",
  phase: "compile",
  severity: "warning",
  porting: true,
  confidence: "medium",
  summary: "a program that chooses by the target's system does not know the one that the target has",
  message: ({ owner, script, system }) =>
    `${owner} is built from what ${script} chooses by %{system}: that is "${system}" on the target, which it does not know`,
  help: ({ system }) =>
    `add "${system}" to the choice, or choose by %{context_name} or (select … (is_solo5 -> …))`,
  check({ workspace, report }) {
    for (const { step, script, system, at } of systemChoices(workspace))
      report({
        at,
        owner: { kind: "component", component: step.component },
        symbol: script,
        data: { owner: describe(step.component), script, system },
      });
  },
});
