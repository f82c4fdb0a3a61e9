import {
  findingOfMissing,
  type MissingLibraryData,
  missingInWords,
  missingOfKind,
} from "../../../src/lint/missing-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { withSplitHelp } from "../../../src/lint/split-help.ts";
import type { KnownLibrary } from "../../../src/target/known-libraries.ts";

interface KnownUnixLibrary extends MissingLibraryData {
  readonly known: KnownLibrary;
}

export default defineRule<KnownUnixLibrary>({
  id: "unix/known-unix-library",
  phase: "resolve",
  severity: "error",
  porting: true,
  fixes: ["unsafe"],
  summary: "target code links a library from elsewhere that is known not to be there on the target",
  message: (data) => `${missingInWords(data)}, which is not there on the target: it ${data.known.because}`,
  help: ({ known, generatorHelp, splitHelp }) => {
    if (generatorHelp !== undefined) return generatorHelp;
    if (known.instead === undefined) return splitHelp?.text;
    return withSplitHelp(splitHelp, `use ${known.instead}`);
  },
  check({ workspace, code, report }) {
    for (const { missing, to } of missingOfKind(workspace, ["known"])) {
      const finding = findingOfMissing(missing, workspace, code);
      report({ ...finding, data: { ...finding.data, known: to.known } });
    }
  },
});
