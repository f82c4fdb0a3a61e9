import { defineRule } from "../../../src/lint/rule.ts";
import { directoryOf } from "../../../src/workspace/paths.ts";

interface StaleSyntax {
  readonly written: string;
}

export default defineRule<StaleSyntax>({
  id: "dune/stale-syntax",
  phase: "resolve",
  severity: "warning",
  porting: false,
  summary: "a dune file has a variable in jbuild's spelling, which dune takes as a plain string",
  message: ({ written }) => `${written} is jbuild's spelling: dune takes it as these very characters`,
  help: ({ written }) => `write %{${written.slice(2, -1)}}`,
  check({ workspace, report }) {
    // What is vendored is somebody else's to mend.
    const own = workspace.tree.duneFiles.filter(
      (file) => workspace.tree.directories.get(directoryOf(file))?.status !== "vendored",
    );
    for (const file of own)
      for (const { text, span } of workspace.sources.dune(file)?.staleVariables ?? [])
        report({ at: { file, span }, owner: { kind: "file" }, symbol: text, data: { written: text } });
  },
});
