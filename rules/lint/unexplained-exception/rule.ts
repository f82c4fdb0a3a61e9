import { defineRule } from "../../../src/lint/rule.ts";

export default defineRule<undefined>({
  id: "lint/unexplained-exception",
  phase: "review",
  severity: "warning",
  porting: false,
  aboutExceptions: true,
  summary: "a comment excepts findings and gives no reason, so that it counts for nothing",
  message: () => "this exception has no reason, and counts for nothing",
  help: () => "say why behind two dashes: -- REASON",
  check({ exceptions, report }) {
    for (const { at, ask } of exceptions)
      if (ask.kind === "allow" && ask.reason === undefined)
        report({ at, owner: { kind: "file" }, data: undefined });
  },
});
