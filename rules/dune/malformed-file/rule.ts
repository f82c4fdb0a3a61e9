import { defineRule } from "../../../src/lint/rule.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import type { Place } from "../../../src/workspace/sources.ts";

interface MalformedFile {
  readonly message: string;
}

export default defineRule<MalformedFile>({
  id: "dune/malformed-file",
  phase: "resolve",
  severity: "error",
  porting: false,
  summary: "a file that the build reads is malformed",
  message: ({ message }) => message,
  check({ workspace, code, report }) {
    for (const { at, message } of buildFileErrors(workspace))
      report({ at, owner: { kind: "file" }, data: { message } });
    // A source of two stanzas is said to be malformed once.
    const sources = new Map(code.malformed.toReversed().map((source) => [source.file, source]));
    for (const { file, error, owner } of [...sources.values()].reverse())
      report({
        at: { file, span: error.span },
        owner: "kind" in owner ? { kind: "component", component: owner } : { kind: "stub", stub: owner },
        data: { message: error.message },
        blocks: true,
      });
    for (const { file, facts } of code.modules)
      if (facts.unread !== undefined)
        report({
          at: { file: file.path, span: facts.unread },
          owner: { kind: "file" },
          data: { message: "this could not be read as OCaml: what the file uses after it may be missed" },
          confidence: "low",
        });
  },
});

interface BuildFileError {
  readonly at: Place;
  readonly message: string;
}

/** The first error of each dune, dune-project and opam file: the ones after it mostly follow from it. */
function buildFileErrors({ tree, projects, packages, sources }: Workspace): readonly BuildFileError[] {
  const errors: BuildFileError[] = tree.errors.map(({ at, error }) => ({ at, message: error.message }));
  for (const { file } of projects)
    for (const error of (file === undefined ? undefined : sources.duneProject(file))?.errors ?? [])
      errors.push({ at: { file: file ?? "", span: error.span }, message: error.message });
  for (const { opamFile, opam } of packages)
    for (const error of opam?.errors ?? [])
      errors.push({ at: { file: opamFile ?? "", span: error.span }, message: error.message });
  const first = new Map<string, BuildFileError>();
  for (const error of errors) if (!first.has(error.at.file)) first.set(error.at.file, error);
  return [...first.values()];
}
