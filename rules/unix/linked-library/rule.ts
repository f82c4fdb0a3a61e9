import {
  findingOfMissing,
  type MissingLibraryData,
  missingInWords,
  missingOfKind,
} from "../../../src/lint/missing-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { withSplitHelp } from "../../../src/lint/split-help.ts";

interface LinkedLibrary extends MissingLibraryData {
  readonly why: string;
  readonly cause: "absent" | "disabled";
}

export default defineRule<LinkedLibrary>({
  id: "unix/linked-library",
  phase: "resolve",
  severity: "error",
  porting: true,
  fixes: ["safe", "unsafe"],
  summary: "target code links a library that the target does not have",
  message: (data) => `${missingInWords(data)}, which ${data.why}`,
  help: (data) => data.generatorHelp ?? withSplitHelp(data.splitHelp, generalHelp(data)),
  check({ workspace, code, report }) {
    for (const { missing, to } of missingOfKind(workspace, ["absent", "disabled"])) {
      const finding = findingOfMissing(missing, workspace, code);
      report({
        ...finding,
        data: {
          ...finding.data,
          cause: to.kind,
          why:
            to.kind === "absent"
              ? `the target does not have: ${to.why}`
              : `does not exist on the target: ${to.because}`,
        },
      });
    }
  },
});

function generalHelp({ library, cause, direct }: LinkedLibrary): string {
  if (cause === "disabled") return `give the target an implementation of ${library}, or do without it there`;
  if (!direct)
    return "depend on a library that does not need it, or move what needs it to a library of its own";
  if (library === "threads.posix")
    return "use lwt or another scheduler that runs on the target, or move what needs threads to a library of its own";
  return library === "unix"
    ? "move what needs it to a library of its own, such as NAME.unix; for time use mirage-ptime or mirage-mtime, to sleep mirage-sleep"
    : `do without ${library}, or move what needs it to a library of its own`;
}
