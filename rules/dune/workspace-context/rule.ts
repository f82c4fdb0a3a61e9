import type { BuildContext } from "../../../src/facts/dune-workspace.ts";
import { defineRule } from "../../../src/lint/rule.ts";

type Fault = "name" | "toolchain" | "host" | "dynamic-archives" | "targets";

interface WorkspaceContext {
  readonly fault: Fault;
  readonly context: string;
}

export default defineRule<WorkspaceContext>({
  id: "dune/workspace-context",
  phase: "resolve",
  severity: "warning",
  porting: false,
  summary: "a dune-workspace file describes the target's context otherwise than mirage does",
  message: ({ fault, context }) => `the context ${context} ${faults[fault].what}`,
  help: ({ fault }) => faults[fault].instead,
  check({ workspace, report }) {
    for (const { file, context } of workspace.contexts) {
      if (!isForSolo5(context)) continue;
      for (const fault of faultsOf(context))
        report({
          at: { file, span: context.span },
          owner: { kind: "file" },
          symbol: fault,
          data: { fault, context: context.name },
        });
    }
  },
});

const faults: Readonly<Record<Fault, { readonly what: string; readonly instead: string }>> = {
  targets: {
    what: "gets solo5 by (targets …): dune calls that context default.solo5 or the like, and conditions on solo5 are false there",
    instead:
      "describe a context of its own: (context (default (name solo5) (host default) (toolchain solo5)))",
  },
  name: {
    what: "builds for solo5 under another name: conditions such as (= %{context_name} solo5) are false there",
    instead: "call it solo5, as mirage does: (name solo5)",
  },
  toolchain: {
    what: "has no (toolchain solo5): dune builds it with the host's compiler",
    instead: "add (toolchain solo5)",
  },
  host: {
    what: "has no (host …): dune builds ppx rewriters and generators for the target, where they cannot run",
    instead: "add (host default), and (context default) before it",
  },
  "dynamic-archives": {
    what: "leaves dynamically linked stubs on, which the cross-compiler cannot make",
    instead: "add (disable_dynamically_linked_foreign_archives true)",
  },
};

const isForSolo5 = ({ name, toolchain, targets }: BuildContext): boolean =>
  name === "solo5" || toolchain === "solo5" || targets.includes("solo5");

function faultsOf({
  name,
  toolchain,
  host,
  targets,
  disablesDynamicArchives,
}: BuildContext): readonly Fault[] {
  if (targets.includes("solo5")) return ["targets"];
  if (toolchain !== "solo5") return toolchain === undefined ? ["toolchain"] : [];
  return [
    ...(name === "solo5" ? [] : (["name"] as const)),
    ...(host === undefined ? (["host"] as const) : []),
    ...(disablesDynamicArchives ? [] : (["dynamic-archives"] as const)),
  ];
}
