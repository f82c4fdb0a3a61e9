import type { Fix } from "../../../src/edits/edit.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";
import { type OpamField, readOpamFile } from "../../../src/syntax/opam-file.ts";

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
  fixes: ["safe"],
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
      const isGenerated = project?.generatesOpamFiles === true;
      const fix = isGenerated ? undefined : devRepoFix(file, workspace.sources.text(file) ?? "");
      report({
        at: { file, span: opam.start },
        owner: { kind: "package", package: owner },
        symbol: "dev-repo",
        data: {
          owner: owner.name,
          generatedFrom: isGenerated ? project.file : undefined,
        },
        ...(fix === undefined ? {} : { fix }),
        ...(workspace.intentOf(owner).intent === "wanted" ? {} : { severity: "warning" as const }),
      });
    }
  },
});

const repositoryPage =
  /^https:\/\/(?:github\.com|gitlab\.com|codeberg\.org)\/[\w.-]+\/[\w.-]+?(?:\.git)?\/?$/;

/** The repository whose page is the homepage, where bugs are reported there as well; undefined where that tells nothing. */
function devRepoFix(file: string, text: string): Fix | undefined {
  const { items, errors } = readOpamFile(text);
  const field = (name: string): OpamField | undefined =>
    items.find((item): item is OpamField => item.kind === "field" && item.name === name);
  const homepage = field("homepage");
  const bugs = field("bug-reports");
  if (errors.length > 0 || homepage?.value.kind !== "string" || bugs?.value.kind !== "string")
    return undefined;
  if (!repositoryPage.test(homepage.value.value)) return undefined;
  const page = homepage.value.value.replace(/(?:\.git)?\/?$/, "");
  if (!bugs.value.value.startsWith(`${page}/`)) return undefined;
  const end = bugs.span.end + (/^[^\r\n]*/.exec(text.slice(bugs.span.end))?.[0].length ?? 0);
  const written = `dev-repo: "git+${page}.git"`;
  return {
    safety: "safe",
    title: `add ${written}`,
    edits: [{ file, span: { start: end, end }, text: `\n${written}` }],
  };
}
