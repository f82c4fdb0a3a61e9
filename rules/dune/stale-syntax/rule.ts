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
  help: ({ written }) => {
    const name = written.slice(2, -1);
    return name === "<"
      ? "name the file in deps, (:input file), and write %{input}"
      : `write %{${todaysName(name)}}`;
  },
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

/** Variables that dune 1.0 renamed: src/dune_lang/pform.ml. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["@", "targets"],
  ["^", "deps"],
  ["ROOT", "workspace_root"],
  ["SCOPE_ROOT", "project_root"],
]);
const renamedPrefixes: ReadonlyMap<string, string> = new Map([
  ["path", "dep"],
  ["findlib", "lib"],
]);

function todaysName(name: string): string {
  const colon = name.indexOf(":");
  if (colon === -1) return renamed.get(name) ?? name.toLowerCase();
  const prefix = name.slice(0, colon);
  return (renamedPrefixes.get(prefix) ?? prefix) + name.slice(colon);
}
