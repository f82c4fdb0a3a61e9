import { defineRule, type PlacedStep } from "../../../src/lint/rule.ts";
import type { Lacking, Library, Workspace } from "../../../src/workspace/model.ts";

interface HiddenLibrary {
  readonly library: string;
  readonly cause: string;
  readonly direct: boolean;
}

export default defineRule<HiddenLibrary>({
  id: "dune/hidden-optional-library",
  phase: "resolve",
  severity: "warning",
  porting: true,
  summary: "an optional library vanishes on the target, and dune does not say why",
  message: ({ library, cause, direct }) =>
    `library ${library} is optional and vanishes on the target${direct ? "" : ", at the end of a chain of optional libraries"}: ${cause}`,
  help: () =>
    "dune says only `hidden (optional with unavailable dependencies)`: where the library is for Unix alone, say so with (enabled_if …) or in its name; else do without what is missing",
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (component.kind !== "library" || component.publicName === undefined) continue;
      if (workspace.roleOf(component) !== "target") continue;
      const chain = causesOf(component, workspace);
      const first = chain[0];
      const last = chain.at(-1);
      if (first === undefined || last === undefined) continue;
      report({
        at: first.at,
        owner: { kind: "component", component },
        symbol: last.lacking.name.text,
        path: [{ name: component.name, kind: "library", at: component.at }, ...chain.map(stepOf)],
        data: { library: component.name, cause: last.lacking.what, direct: chain.length === 1 },
      });
    }
  },
});

interface Cause {
  readonly lacking: Lacking;
  readonly at: NonNullable<PlacedStep["at"]>;
}

/** What hides the library, what hides that in turn, and so on down to what is missing for good. */
function causesOf(library: Library, { resolver }: Workspace): readonly Cause[] {
  const causes: Cause[] = [];
  const seen = new Set<Library>();
  for (let next: Library | undefined = library; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const lacking: Lacking | undefined = resolver.existenceOf(next).lacking;
    if (lacking === undefined) break;
    causes.push({ lacking, at: { file: next.at.file, span: lacking.name.span } });
    next = lacking.to?.kind === "disabled" ? lacking.to.library : undefined;
  }
  return causes;
}

const stepOf = ({ lacking, at }: Cause): PlacedStep => ({
  name: lacking.name.text,
  kind: lacking.to?.kind === "disabled" ? "library" : "external-library",
  at,
});
