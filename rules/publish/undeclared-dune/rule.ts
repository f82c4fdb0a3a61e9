import { isBlamed } from "../../../src/lint/blame.ts";
import { withDune } from "../../../src/lint/depends-edits.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { duneBuilds } from "../../../src/opam/build-class.ts";
import { choices } from "../../../src/opam/dependencies.ts";
import { unikernelVariables } from "../../../src/opam/filter.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";

interface UndeclaredDune {
  readonly owner: string;
  /** The opam file names dune, and does not ask for it always. */
  readonly named: boolean;
}

export default defineRule<UndeclaredDune>({
  id: "publish/undeclared-dune",
  phase: "publish",
  severity: "warning",
  porting: false,
  publishing: true,
  fixes: ["safe"],
  summary: "the build runs dune, and depends does not always ask for it",
  message: ({ owner, named }) =>
    named
      ? `package ${owner} is built by dune, and depends on it only in some cases: elsewhere opam may have none`
      : `package ${owner} is built by dune, and does not depend on it: opam has it only where another package asks for it`,
  help: () => 'ask for it in depends, without a filter: "dune" {>= "3.0"}',
  check({ workspace, report }) {
    for (const { owner, file, opam, buildClass } of opamPackages(workspace)) {
      if (duneBuilds(opam).length === 0 || buildClass === "host-tool") continue;
      const asked = choices(opam.requires, unikernelVariables).some((choice) =>
        choice.every(({ name }) => name.text === "dune"),
      );
      // Without the name opam-monorepo refuses the package, which is another rule's to say.
      if (asked || (buildClass !== "dune" && isBlamed(owner, workspace))) continue;
      const named = buildClass === "dune";
      // A filter on what is there has a reason that nobody knows here.
      const edits = named ? undefined : withDune(owner, workspace.sources);
      report({
        at: { file, span: opam.dependsField ?? opam.start },
        owner: { kind: "package", package: owner },
        symbol: "dune",
        data: { owner: owner.name, named },
        ...(edits === undefined ? {} : { fix: { safety: "safe", title: "ask for dune in depends", edits } }),
      });
    }
  },
});
