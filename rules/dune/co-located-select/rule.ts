import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { implementationsIn } from "../../../src/workspace/implementations.ts";
import type { Component, Library, Package, Workspace } from "../../../src/workspace/model.ts";

interface CoLocatedSelect {
  readonly owner: string;
  readonly package: string;
  readonly library: string;
  readonly provider: string;
  readonly file: string;
}

export default defineRule<CoLocatedSelect>({
  id: "dune/co-located-select",
  phase: "link",
  severity: "warning",
  porting: true,
  summary: "a select takes a library of the same repository that the package does not depend on",
  message: ({ owner, package: packageName, library, provider, file }) =>
    `${owner} takes ${file} in a unikernel, since ${library} stands in the same repository: package ${packageName} does not depend on ${provider}, and without it dune would fall back`,
  help: ({ library }) =>
    `move ${library} to a repository of its own, or give it an (enabled_if …) that is false on the target; dune asks what is in the workspace, not what is locked`,
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (component.kind !== "library" || workspace.roleOf(component) !== "target") continue;
      const owner = workspace.packageOf(component);
      if (owner === undefined) continue;
      for (const { name, library, provider, file } of coLocated(component, owner, workspace)) {
        const portable = implementationsIn(workspace).isThere({ kind: "workspace", library });
        report({
          at: { file: component.at.file, span: name.span },
          owner: { kind: "component", component },
          symbol: name.text,
          ...(portable ? { severity: "note" } : {}),
          related: [{ message: `${name.text} is a library of this repository`, at: library.at }],
          data: { owner: describe(component), package: owner.name, library: name.text, provider, file },
        });
      }
    }
  },
});

/** What the choices that dune takes ask for of the same project and another package, without a dependency on that. */
function coLocated(component: Library, owner: Package, { resolver, packageOf }: Workspace) {
  const depends = new Set(owner.depends.filter(({ optional }) => !optional).map(({ name }) => name.text));
  return component.stanza.libraries.flatMap((dependency) => {
    if (dependency.kind !== "select") return [];
    const choice = resolver.choiceOf(dependency, component.project);
    return (choice?.literals ?? []).flatMap(({ name, negated }) => {
      const to = resolver.resolve(name.text, component.project);
      if (negated || to.kind !== "workspace" || to.library.project !== component.project) return [];
      const provider = providerOf(to.library, packageOf);
      if (provider === undefined || provider === owner.name || depends.has(provider)) return [];
      return [{ name, library: to.library, provider, file: choice?.file.text ?? "" }];
    });
  });
}

/** Only what is public has a package without which it would not be there. */
function providerOf(
  library: Library,
  packageOf: (component: Component) => Package | undefined,
): string | undefined {
  return library.publicName === undefined ? undefined : packageOf(library)?.name;
}
