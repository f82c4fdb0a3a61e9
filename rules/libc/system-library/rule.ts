import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { systemLibraryFlags } from "../../../src/workspace/system-libraries.ts";

interface SystemLibrary {
  readonly owner: string;
  readonly flag: string;
}

export default defineRule<SystemLibrary>({
  id: "libc/system-library",
  phase: "link",
  severity: "error",
  porting: true,
  summary: "a C library of the system is linked, and the target has none",
  message: ({ owner, flag }) =>
    `${owner} is linked with ${flag}: nothing in this tree builds that library for the target, and where the host has lib${flag.slice(2)}.a the linker takes it without a word`,
  help: ({ flag }) =>
    `build lib${flag.slice(2)} with dune in the same tree (foreign_library or foreign_archives), or do without it`,
  check({ workspace, report }) {
    for (const { component, flag } of systemLibraryFlags(workspace)) {
      if (
        workspace.roleOf(component) !== "target" ||
        workspace.resolver.existenceOf(component).truth === "no"
      )
        continue;
      report({
        at: { file: component.at.file, span: flag.span },
        owner: { kind: "component", component },
        symbol: flag.text,
        data: { owner: describe(component), flag: flag.text },
      });
    }
  },
});
