import { defineRule } from "../../../src/lint/rule.ts";
import { insteadOf, type StdlibFinding, stdlibFinding } from "../../../src/lint/stdlib-words.ts";
import { stdlibUsesThat } from "../../../src/workspace/stdlib-uses.ts";

export default defineRule<StdlibFinding<"misleads">>({
  id: "stdlib/no-environment",
  phase: "run",
  severity: "note",
  porting: true,
  summary:
    "target code asks for the command line or for a variable of the environment, and the target has neither",
  message: ({ subject, call, outcome: { gives }, versions }) => {
    return call.topic === "arguments"
      ? `${subject}: a unikernel has no command line, and Sys.argv is ${gives} (${versions})`
      : `${subject}: a unikernel has no environment, and that is ${gives} (${versions})`;
  },
  help: ({ call }) => insteadOf(call),
  check(context) {
    for (const uses of stdlibUsesThat("misleads", context)) {
      const { topic } = uses.first.call;
      if (topic === "arguments" || topic === "environment")
        context.report(stdlibFinding(uses, context.target, context.otherTargets()));
    }
  },
});
