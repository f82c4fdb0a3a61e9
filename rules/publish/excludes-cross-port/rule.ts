import { ownedBy } from "../../../src/lint/blame.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { judgedDependencies } from "../../../src/opam/dune-buildable.ts";
import { candidatesFor, versionsOf } from "../../../src/opam/package-index.ts";
import { printOpamValue } from "../../../src/syntax/opam-file.ts";

interface ExcludesCrossPort {
  readonly owner: string;
  readonly dependency: string;
  readonly constraint: string;
  /** Newest first. */
  readonly ports: readonly string[];
  readonly asOf: string;
}

export default defineRule<ExcludesCrossPort>({
  id: "publish/excludes-cross-port",
  phase: "publish",
  severity: "error",
  porting: true,
  publishing: true,
  summary: "a constraint excludes every version of a dependency that mirage cross-compiles",
  message: ({ owner, dependency, constraint, ports }) =>
    `package ${owner} asks for ${dependency} {${constraint}}, and mirage takes none of its versions but those marked for cross-compiling: ${ports.join(", ")}`,
  help: ({ ports: [newest], asOf }) => `let ${newest} of opam-overlays pass too (as of ${asOf})`,
  check({ workspace, packageIndex, report }) {
    for (const { asker, file, required } of judgedDependencies(workspace)) {
      const index = packageIndex();
      if (index === undefined) return;
      const ports = versionsOf(index, required.name.text).filter(({ tags }) =>
        tags.includes("cross-compile"),
      );
      const candidates = ports.length === 0 ? [] : candidatesFor(index, required);
      if (candidates.length === 0 || candidates.some((candidate) => ports.includes(candidate))) continue;
      report({
        at: { file, span: required.name.span },
        owner: ownedBy(asker),
        symbol: required.name.text,
        data: {
          owner: asker.name,
          dependency: required.name.text,
          constraint: required.filters.map(printOpamValue).join(" "),
          ports: ports.map(({ version }) => version),
          asOf: index.asOf,
        },
      });
    }
  },
});
