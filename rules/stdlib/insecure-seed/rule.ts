import { defineRule } from "../../../src/lint/rule.ts";
import { insteadOf, type StdlibFinding, stdlibFinding } from "../../../src/lint/stdlib-words.ts";
import type { StdlibCall } from "../../../src/target/stdlib-runtime.ts";
import { stdlibUsesThat } from "../../../src/workspace/stdlib-uses.ts";

export default defineRule<StdlibFinding<"insecure">>({
  id: "stdlib/insecure-seed",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "target code seeds its randomness from what can be guessed on the target",
  message: ({ subject, outcome, versions }) => {
    return `${subject}: on the target the seed is ${outcome.seed}, which can be guessed (${versions})`;
  },
  help: ({ call }) =>
    isOfTables(call)
      ? "where keys come from strangers use a Map, or see that a table stays small"
      : insteadOf(call),
  check(context) {
    for (const uses of stdlibUsesThat("insecure", context)) {
      const { severity, ...finding } = stdlibFinding(uses, context.target, context.otherTargets());
      context.report({ ...finding, severity: isOfTables(uses.first.call) ? "note" : "warning" });
    }
  },
});

/** A table that gets no order by chance is no worse than any other. */
const isOfTables = ({ name }: StdlibCall): boolean => name.includes("Hashtbl.");
