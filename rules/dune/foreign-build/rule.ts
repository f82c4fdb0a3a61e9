import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { foreignBuilds } from "../../../src/workspace/foreign-builds.ts";

interface ForeignBuild {
  readonly owner: string;
  readonly tool: string;
  readonly targets: string;
}

export default defineRule<ForeignBuild>({
  id: "dune/foreign-build",
  phase: "link",
  severity: "warning",
  porting: true,
  confidence: "medium",
  summary: "a rule builds C code with make, configure or the like and does not hand on the target's compiler",
  message: ({ owner, tool, targets }) =>
    `${owner} is built from ${targets}, which ${tool} makes without being told the target's compiler: it takes the host's`,
  help: () =>
    "let dune compile it, with (foreign_stubs …) or (foreign_library …); or hand on the compiler: (setenv CC %{cc} …), configure --host",
  check({ workspace, report }) {
    for (const { step, tool, at } of foreignBuilds(workspace)) {
      const { rule, component } = step;
      report({
        at,
        owner: { kind: "component", component },
        symbol: tool,
        data: {
          owner: describe(component),
          tool,
          targets: rule.targets
            .map(({ text }) => text)
            .slice(0, 3)
            .join(", "),
        },
      });
    }
  },
});
