import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";

interface MissingDevRepo {
  readonly owner: string;
  /** dune-project, where dune makes the opam file from it. */
  readonly generatedFrom: string | undefined;
}

export default defineRule<MissingDevRepo>({
  id: "publish/missing-dev-repo",
  phase: "publish",
  severity: "error",
  porting: false,
  publishing: true,
  summary: "the opam file has no dev-repo, so that opam-monorepo leaves the package out of what it fetches",
  message: ({ owner }) =>
    `package ${owner} has no dev-repo: opam-monorepo leaves it out of the sources that it fetches, with no more than a warning`,
  help: ({ generatedFrom }) =>
    generatedFrom === undefined
      ? 'say where it is developed: dev-repo: "git+https://HOST/OWNER/NAME.git"'
      : `say where it is developed in ${generatedFrom}: (source (uri git+https://HOST/OWNER/NAME.git))`,
  check({ workspace, report }) {
    for (const { owner, file, opam, buildClass } of opamPackages(workspace)) {
      // What opam-monorepo does not vendor needs none.
      if (opam.devRepo !== undefined || buildClass !== "dune") continue;
      const { project } = owner;
      report({
        at: { file, span: opam.start },
        owner: { kind: "package", package: owner },
        symbol: "dev-repo",
        data: {
          owner: owner.name,
          generatedFrom: project?.generatesOpamFiles === true ? project.file : undefined,
        },
        ...(workspace.intentOf(owner).intent === "wanted" ? {} : { severity: "warning" as const }),
      });
    }
  },
});
