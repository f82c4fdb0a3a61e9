import { withDune } from "../../../src/lint/depends-edits.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildClassOf, buildCommandOf, callsDune } from "../../../src/opam/build-class.ts";
import { bareName } from "../../../src/workspace/repository.ts";

interface NotBuiltWithDune {
  readonly owner: string;
  /** First words of the build command, where there is one. */
  readonly command: string;
  readonly callsDune: boolean;
}

export default defineRule<NotBuiltWithDune>({
  id: "dune/not-built-with-dune",
  phase: "resolve",
  severity: "error",
  porting: true,
  fixes: ["safe"],
  summary: "opam-monorepo refuses the package, since its opam file does not name dune",
  message: ({ owner, command, callsDune }) =>
    callsDune
      ? `package ${owner} is built by dune, but its opam file does not depend on it: opam-monorepo takes it for a package that dune cannot build`
      : `package ${owner} is not built with dune (build runs ${command}): opam-monorepo refuses it`,
  help: ({ callsDune }) =>
    callsDune
      ? 'add "dune" to depends, or let dune make the opam file: (generate_opam_files true) in dune-project'
      : "build it with dune, or offer a port in opam-overlays (a version +dune)",
  check({ workspace, report }) {
    for (const owner of workspace.packages) {
      const { opam, opamFile } = owner;
      if (opam === undefined || opamFile === undefined || owner.vendored) continue;
      // What a malformed file depends on can't be told.
      if (opam.errors.length > 0) continue;
      // A package that asks for jbuilder has a finding of its own.
      const published = workspace.mode === "repository";
      if (buildClassOf(bareName(owner.name, workspace.mode), opam, published) !== "other") continue;
      const runsDune = callsDune(opam);
      const edits = runsDune ? withDune(owner, workspace.sources) : undefined;
      report({
        at: { file: opamFile, span: opam.dependsField ?? opam.start },
        owner: { kind: "package", package: owner },
        symbol: "dune",
        data: {
          owner: owner.name,
          command: buildCommandOf(opam),
          callsDune: runsDune,
        },
        ...(edits === undefined ? {} : { fix: { safety: "safe", title: "ask for dune in depends", edits } }),
      });
    }
  },
});
