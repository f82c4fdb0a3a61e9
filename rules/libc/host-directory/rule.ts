import type { Name } from "../../../src/facts/ordered-set.ts";
import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { foreignFlags } from "../../../src/workspace/foreign-flags.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";

interface HostDirectory {
  readonly owner: string;
  readonly word: string;
  readonly what: "headers" | "libraries" | "installed";
}

interface HostWord extends Pick<HostDirectory, "what"> {
  readonly component: Component;
  readonly name: Name;
}

export default defineRule<HostDirectory>({
  id: "libc/host-directory",
  phase: "compile",
  severity: "warning",
  porting: true,
  summary: "target code takes headers or archives from a directory of the machine that builds it",
  message: ({ owner, word, what }) => `${owner} has ${word}: ${reasons[what]}`,
  help: ({ what }) =>
    what === "installed"
      ? "have the library in the same workspace, where dune builds it for the target"
      : "take headers and archives from libraries of the same workspace: include_dirs with (lib …), foreign_archives",
  check({ workspace, report }) {
    const found: readonly HostWord[] = [
      ...foreignFlags(workspace).flatMap(({ component, flags, stubs }) => [
        ...words(component, flags, "headers", workspace),
        ...stubs.includeDirs.flatMap(({ kind, name }) =>
          kind === "directory" && name.text.startsWith("/")
            ? [{ component, name, what: "headers" as const }]
            : [],
        ),
      ]),
      ...workspace.components.flatMap((component) =>
        words(component, linkerWordsOf(component, workspace), "libraries", workspace),
      ),
    ];
    for (const { component, name, what } of found)
      report({
        at: { file: component.at.file, span: name.span },
        owner: { kind: "component", component },
        symbol: name.text,
        data: { owner: describe(component), word: name.text, what },
        ...(what === "installed" ? { severity: "note" as const } : {}),
      });
  },
});

const reasons: Readonly<Record<HostDirectory["what"], string>> = {
  headers: "those headers are of the host's C library, and say what the target's does not have",
  libraries: "those archives are made for the host, and the linker takes them without a word",
  installed: "the library is not in this tree, so that its file is the one that is installed for the host",
};

function linkerWordsOf(component: Component, workspace: Workspace): readonly Name[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  const isThere = workspace.resolver.existenceOf(component).truth !== "no";
  return workspace.roleOf(component) === "target" && isThere ? component.stanza.linkerWords : [];
}

function words(
  component: Component,
  names: readonly Name[],
  what: "headers" | "libraries",
  workspace: Workspace,
): readonly HostWord[] {
  return names.flatMap((name, at): readonly HostWord[] => {
    const flag = what === "headers" ? "-I" : "-L";
    const isApart = name.text.startsWith("/") && names[at - 1]?.text === flag;
    if (isApart || name.text.startsWith(`${flag}/`)) return [{ component, name, what }];
    const library = /%\{lib(?:exec)?:([^:}]+):/.exec(name.text)?.[1];
    return library !== undefined && workspace.resolver.resolve(library, component.project).kind === "assumed"
      ? [{ component, name, what: "installed" }]
      : [];
  });
}
