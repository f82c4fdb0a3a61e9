import { defineRule } from "../../../src/lint/rule.ts";
import { insteadOf, type StdlibFinding, stdlibFinding } from "../../../src/lint/stdlib-words.ts";
import type { StdlibCall } from "../../../src/target/stdlib-runtime.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import { type StdlibUses, stdlibUsesThat } from "../../../src/workspace/stdlib-uses.ts";

export default defineRule<StdlibFinding<"misleads">>({
  id: "stdlib/misleading-result",
  phase: "run",
  severity: "note",
  porting: true,
  summary: "target code uses a function of the standard library whose result is not true on the target",
  message: ({ subject, call, outcome: { gives }, versions }) => {
    const where = call.sometimes === undefined ? "" : ` where ${call.sometimes}`;
    const loop = call.topic === "time" ? ", and a loop that waits for it never ends" : "";
    return `${subject}: on the target that is ${gives}${where}${loop} (${versions})`;
  },
  help: ({ call }) => insteadOf(call),
  check(context) {
    for (const uses of stdlibUsesThat("misleads", context))
      if (!isOfBoot(uses.first.call) && !asksForWindows(uses, context.workspace))
        context.report(stdlibFinding(uses, context.target, context.otherTargets()));
  },
});

/** stdlib/no-environment's. */
const isOfBoot = ({ topic }: StdlibCall): boolean => topic === "arguments" || topic === "environment";

/** `Sys.os_type = "Win32"` is as true as it is anywhere, where the file asks nothing else of it. */
function asksForWindows({ all }: StdlibUses<"misleads">, { sources }: Workspace): boolean {
  return all.every(({ name, resolved: { file, use } }) => {
    const text = sources.text(file.path) ?? "";
    return (
      name === "Sys.os_type" &&
      /^\s*(?:=|==|<>|!=)\s*"(?:Win32|Cygwin)"/.test(text.slice(use.span.end, use.span.end + 40))
    );
  });
}
