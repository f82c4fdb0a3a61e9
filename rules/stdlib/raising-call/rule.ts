import { defineRule } from "../../../src/lint/rule.ts";
import { insteadOf, type StdlibFinding, stdlibFinding } from "../../../src/lint/stdlib-words.ts";
import { stdlibUsesThat } from "../../../src/workspace/stdlib-uses.ts";

export default defineRule<StdlibFinding<"raises">>({
  id: "stdlib/raising-call",
  phase: "run",
  severity: "error",
  porting: true,
  summary:
    "target code calls a function of the standard library that always raises there, and nothing takes it",
  message: ({ subject, outcome: { exception, message }, versions, when }) => {
    const text = message === undefined ? "" : ` (${message})`;
    const raises = `on the target that always raises ${exception}${text}`;
    return when === "boot"
      ? `${subject}: ${raises}, and the unikernel ends at boot (${versions})`
      : `${subject}: ${raises}; unless a caller takes it, the unikernel ends (${versions})`;
  },
  help: ({ call, outcome }) => `take ${outcome.exception} where it is called; or ${insteadOf(call)}`,
  check(context) {
    for (const uses of stdlibUsesThat("raises", context))
      context.report(stdlibFinding(uses, context.target, context.otherTargets()));
  },
});
