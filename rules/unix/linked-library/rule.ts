import { describe, generatorHelp } from "../../../src/lint/dependency-path.ts";
import { findingOfWay, missingOfKind, splitOfMissing } from "../../../src/lint/missing-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { type SplitHelp, withSplitHelp } from "../../../src/lint/split-help.ts";
import { unusedLibraryFix } from "../../../src/lint/unused-library.ts";

interface LinkedLibrary {
  readonly owner: string;
  readonly library: string;
  readonly direct: boolean;
  readonly generatorHelp: string | undefined;
  readonly splitHelp: SplitHelp | undefined;
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
  message: ({ owner, library, direct, why }) =>
    `${owner} ${direct ? "links" : "reaches"} ${library}, which ${why}`,
  help: (data) => data.generatorHelp ?? withSplitHelp(data.splitHelp, generalHelp(data)),
  check({ workspace, code, report }) {
    for (const { missing, to } of missingOfKind(workspace, ["absent", "disabled"])) {
      const { component, way } = missing;
      const split = splitOfMissing(missing, workspace, code);
      const fix = unusedLibraryFix(missing, workspace, code);
      report({
        ...findingOfWay(missing, workspace),
        ...split.parts,
        ...(fix === undefined ? {} : { fix }),
        data: {
          owner: describe(component),
          library: way.culprit.name,
          direct: way.edges.length === 1,
          generatorHelp: generatorHelp(way, workspace),
          splitHelp: split.help,
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
