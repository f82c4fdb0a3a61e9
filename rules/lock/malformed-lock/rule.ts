import { defineRule } from "../../../src/lint/rule.ts";

interface MalformedLock {
  readonly message: string;
}

export default defineRule<MalformedLock>({
  id: "lock/malformed-lock",
  phase: "resolve",
  severity: "error",
  porting: false,
  summary: "a lockfile cannot be read, or lacks a part of what it needs",
  message: ({ message }) => message,
  help: () => "lock again instead of mending it by hand",
  check({ workspace, report }) {
    for (const { problems } of workspace.locks)
      for (const { message, at } of problems) report({ at, owner: { kind: "file" }, data: { message } });
  },
});
