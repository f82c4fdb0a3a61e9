import { describe, generatorHelp } from "../../../src/lint/dependency-path.ts";
import { findingOfWay, missingOfKind, splitOfMissing } from "../../../src/lint/missing-findings.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { type SplitHelp, withSplitHelp } from "../../../src/lint/split-help.ts";
import { unusedLibraryFix } from "../../../src/lint/unused-library.ts";
import type { KnownLibrary } from "../../../src/target/known-libraries.ts";

interface KnownUnixLibrary {
  readonly owner: string;
  readonly library: string;
  readonly direct: boolean;
  readonly generatorHelp: string | undefined;
  readonly splitHelp: SplitHelp | undefined;
  readonly known: KnownLibrary;
}

export default defineRule<KnownUnixLibrary>({
  id: "unix/known-unix-library",
  phase: "resolve",
  severity: "error",
  porting: true,
  fixes: ["unsafe"],
  summary: "target code links a library from elsewhere that is known not to be there on the target",
  message: ({ owner, library, direct, known }) =>
    `${owner} ${direct ? "links" : "reaches"} ${library}, which is not there on the target: it ${known.because}`,
  help: ({ known, generatorHelp, splitHelp }) => {
    if (generatorHelp !== undefined) return generatorHelp;
    if (known.instead === undefined) return splitHelp?.text;
    return withSplitHelp(splitHelp, `use ${known.instead}`);
  },
  check({ workspace, code, report }) {
    for (const { missing, to } of missingOfKind(workspace, ["known"])) {
      const { component, way } = missing;
      const direct = way.edges.length === 1;
      const split = splitOfMissing(missing, workspace, code);
      const fix = unusedLibraryFix(missing, workspace, code);
      report({
        ...findingOfWay(missing, workspace),
        ...split.parts,
        ...(fix === undefined ? {} : { fix }),
        data: {
          owner: describe(component),
          library: way.culprit.name,
          direct,
          generatorHelp: generatorHelp(way, workspace),
          splitHelp: split.help,
          known: to.known,
        },
      });
    }
  },
});
