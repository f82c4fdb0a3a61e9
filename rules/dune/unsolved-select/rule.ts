import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";

interface UnsolvedSelect {
  readonly owner: string;
  readonly file: string;
  readonly asked: readonly string[];
}

export default defineRule<UnsolvedSelect>({
  id: "dune/unsolved-select",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "no choice of a select holds on the target, and there is none to fall back on",
  message: ({ owner, file, asked }) =>
    `${owner} selects ${file} by libraries of which none is there on the target (${asked.join(", ")}), and has no choice to fall back on`,
  help: ({ file }) => `add a last choice without a library: (-> ${fallbackName(file)})`,
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (component.kind !== "library" && component.kind !== "executables") continue;
      if (
        workspace.roleOf(component) !== "target" ||
        workspace.resolver.existenceOf(component).truth === "no"
      )
        continue;
      for (const dependency of component.stanza.libraries) {
        if (dependency.kind !== "select" || dependency.choices.length === 0) continue;
        if (workspace.resolver.choiceOf(dependency, component.project) !== undefined) continue;
        const literals = dependency.choices.flatMap((choice) => choice.literals);
        report({
          at: { file: component.at.file, span: dependency.result.span },
          owner: { kind: "component", component },
          symbol: dependency.result.text,
          data: {
            owner: describe(component),
            file: dependency.result.text,
            asked: [...new Set(literals.map(({ name, negated }) => `${negated ? "!" : ""}${name.text}`))],
          },
        });
      }
    }
  },
});

/** `clock.none.ml` for `clock.ml`: dune wants the name of a choice to be made like that of the result. */
function fallbackName(file: string): string {
  const dot = file.lastIndexOf(".");
  return dot === -1 ? `${file}.none` : `${file.slice(0, dot)}.none${file.slice(dot)}`;
}
