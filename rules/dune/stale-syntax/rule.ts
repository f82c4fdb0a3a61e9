import type { Fix } from "../../../src/edits/edit.ts";
import type { StaleVariable } from "../../../src/facts/stale-variables.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { projectAbove, speaksDune } from "../../../src/workspace/dune-language.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import { directoryOf } from "../../../src/workspace/paths.ts";

interface StaleSyntax {
  readonly written: string;
}

export default defineRule<StaleSyntax>({
  id: "dune/stale-syntax",
  phase: "resolve",
  severity: "warning",
  porting: false,
  fixes: ["safe", "unsafe"],
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
      for (const variable of workspace.sources.dune(file)?.staleVariables ?? []) {
        const fix = fixOf(variable, file, workspace);
        report({
          at: { file, span: variable.span },
          owner: { kind: "file" },
          symbol: variable.text,
          data: { written: variable.text },
          ...(fix === undefined ? {} : { fix }),
        });
      }
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

/** Variables and prefixes by the version of dune's language that brought them, where it was later than the first: pform.ml. */
const broughtBy: ReadonlyMap<string, string> = new Map([
  ["os_type", "1.10"],
  ["architecture", "1.10"],
  ["system", "1.10"],
  ["model", "1.10"],
  ["env", "1.4"],
]);

/** What jbuild had and dune has not. */
const gone = /^(?:[<!]|path-no-dep:)/;

/** Undefined where dune has no such variable, or not in the project's language. */
function fixOf(
  { text, span, inCondition }: StaleVariable,
  file: string,
  workspace: Workspace,
): Fix | undefined {
  const name = todaysName(text.slice(2, -1));
  const project = projectAbove(file, workspace);
  const since = broughtBy.get(name.split(":")[0] ?? name) ?? "1.0";
  const isAlone = workspace.sources.text(file)?.slice(span.start, span.end) === text;
  if (gone.test(name) || !isAlone || project === undefined || !speaksDune(project, since)) return undefined;
  return {
    // A condition that never held may hold back what no longer builds.
    safety: inCondition ? "unsafe" : "safe",
    title: `write %{${name}}`,
    edits: [{ file, span, text: `%{${name}}` }],
  };
}
