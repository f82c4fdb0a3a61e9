import { defineRule } from "../../../src/lint/rule.ts";
import { insteadOf, type StdlibFinding, stdlibFinding } from "../../../src/lint/stdlib-words.ts";
import { stdlibUsesThat } from "../../../src/workspace/stdlib-uses.ts";

export default defineRule<StdlibFinding<"aborts">>({
  id: "stdlib/aborting-call",
  phase: "run",
  severity: "error",
  porting: true,
  summary: "target code calls a function of the standard library that aborts the unikernel",
  message: ({ subject, call, outcome, versions, when }) => {
    const aborts = when === "boot" ? "the unikernel aborts at boot" : "a call aborts the unikernel";
    const where = call.sometimes === undefined ? "" : ` where ${call.sometimes}`;
    return `${subject}: ${aborts}${where}, in ${outcome.by}, and no handler can take that (${versions})`;
  },
  help: ({ call }) => insteadOf(call),
  check(context) {
    for (const uses of stdlibUsesThat("aborts", context))
      context.report(stdlibFinding(uses, context.target, context.otherTargets()));
  },
});
