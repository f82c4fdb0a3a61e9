import { defineRule } from "../../../src/lint/rule.ts";

interface UnusedException {
  readonly rule: string;
}

export default defineRule<UnusedException>({
  id: "lint/unused-exception",
  phase: "review",
  severity: "warning",
  porting: false,
  aboutExceptions: true,
  summary: "a comment excepts what is not found there, or not any more",
  message: ({ rule }) => `nothing that this comment reaches is found by ${rule}`,
  help: () => "take the exception out, or move it to what it was meant for",
  check({ exceptions, report }) {
    for (const { at, unused } of exceptions)
      for (const rule of unused) report({ at, owner: { kind: "file" }, symbol: rule, data: { rule } });
  },
});
