import { defineRule } from "../../../src/lint/rule.ts";

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
    for (const file of workspace.tree.duneFiles)
      for (const { text, span } of workspace.sources.dune(file)?.staleVariables ?? [])
        report({ at: { file, span }, owner: { kind: "file" }, symbol: text, data: { written: text } });
  },
});
