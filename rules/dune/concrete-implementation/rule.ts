import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { implementationsIn } from "../../../src/workspace/implementations.ts";

interface ConcreteImplementation {
  readonly owner: string;
  readonly implementation: string;
  readonly virtual: string;
}

export default defineRule<ConcreteImplementation>({
  id: "dune/concrete-implementation",
  phase: "link",
  severity: "warning",
  porting: true,
  fixes: ["unsafe"],
  summary: "a library names an implementation of a virtual library, which only an executable should pick",
  message: ({ owner, implementation, virtual }) =>
    `${owner} names ${implementation}, an implementation of the virtual library ${virtual}: whoever links it can no longer pick another`,
  help: ({ implementation, virtual }) =>
    `depend on ${virtual}, and leave ${implementation} to the executable or the unikernel`,
  check({ workspace, report }) {
    const { virtualOf } = implementationsIn(workspace);
    for (const component of workspace.components) {
      if (component.kind !== "library" || workspace.roleOf(component) !== "target") continue;
      if (
        workspace.resolver.existenceOf(component).truth === "no" ||
        component.stanza.implements !== undefined
      )
        continue;
      for (const edge of workspace.resolver.edgesOf(component)) {
        if (edge.via !== "libraries" || edge.to.kind !== "workspace") continue;
        const virtual = virtualOf(edge.to.library);
        if (virtual === undefined) continue;
        report({
          at: edge.at,
          owner: { kind: "component", component },
          symbol: edge.name,
          fix: {
            safety: "unsafe",
            title: `depend on ${virtual.name}`,
            edits: [{ file: edge.at.file, span: edge.at.span, text: virtual.name }],
          },
          related: [{ message: `${edge.name} implements ${virtual.name}`, at: edge.to.library.at }],
          data: { owner: describe(component), implementation: edge.name, virtual: virtual.name },
        });
      }
    }
  },
});
