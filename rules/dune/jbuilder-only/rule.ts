import { defineRule } from "../../../src/lint/rule.ts";
import { buildsWithDune } from "../../../src/opam/build-class.ts";

type JbuilderOnly =
  | { readonly kind: "package"; readonly owner: string }
  | { readonly kind: "jbuild-file"; readonly others: number };

export default defineRule<JbuilderOnly>({
  id: "dune/jbuilder-only",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "the package is built with jbuilder, which neither opam-monorepo nor today's dune takes",
  message: (data) => {
    if (data.kind === "package")
      return `package ${data.owner} asks for jbuilder and not for dune: opam-monorepo refuses it`;
    const others = data.others === 0 ? "" : ` (and ${data.others} more)`;
    return `a jbuild file${others}, which dune has not read since 2.0, and no dune-project`;
  },
  help: (data) =>
    data.kind === "package"
      ? 'turn jbuild files into dune files and depend on "dune"'
      : "dune upgrade (of dune 1.x) turns jbuild files into dune files",
  check({ workspace, report }) {
    for (const owner of workspace.packages) {
      const { opam, opamFile } = owner;
      const asked = opam?.depends.find(({ name }) => name.text === "jbuilder");
      if (
        opam === undefined ||
        opamFile === undefined ||
        asked === undefined ||
        owner.vendored ||
        buildsWithDune(opam)
      )
        continue;
      report({
        at: { file: opamFile, span: asked.name.span },
        owner: { kind: "package", package: owner },
        symbol: "jbuilder",
        data: { kind: "package", owner: owner.name },
      });
    }
    const [first, ...others] = workspace.jbuildFiles;
    const hasProject = workspace.projects.some(({ file }) => file !== undefined);
    if (first === undefined || hasProject || workspace.tree.duneFiles.length > 0) return;
    const [owner] = workspace.packages;
    report({
      at: { file: first, span: { start: 0, end: 0 } },
      owner: owner === undefined ? { kind: "file" } : { kind: "package", package: owner },
      ...(owner === undefined ? { severity: "warning" as const } : {}),
      symbol: "jbuild",
      also: others.map((file) => ({ at: { file, span: { start: 0, end: 0 } } })),
      data: { kind: "jbuild-file", others: others.length },
    });
  },
});
