import type { Stanza } from "../../../src/facts/stanza.ts";
import type { Withheld } from "../../../src/lint/judge-options.ts";
import { defineRule, type Owner } from "../../../src/lint/rule.ts";
import type { Code } from "../../../src/workspace/code.ts";
import { isModuleSource } from "../../../src/workspace/directory-files.ts";
import { type DuneDirectory, matchesGlob } from "../../../src/workspace/dune-tree.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";
import { belongs } from "../../../src/workspace/modules.ts";
import { baseName, directoryOf, joinPath, withoutEnding } from "../../../src/workspace/paths.ts";
import type { Place } from "../../../src/workspace/sources.ts";

interface WithheldFile {
  readonly path: string;
  readonly why: Withheld;
  readonly asked: string;
}

/** Something in the tree that asks for a file. */
interface Asking {
  readonly at: Place;
  readonly owner: Owner;
  /** What the file is to it: `a stub of library buoy`. */
  readonly asked: string;
  readonly weight: "error" | "warning";
  wants(path: string): boolean;
}

const reasons: Readonly<Record<Withheld, string>> = {
  "export-ignore": "a .gitattributes marks it export-ignore",
  untracked: "git does not know it",
  submodule: "it is in a submodule",
};

const help: Readonly<Record<Withheld, string>> = {
  "export-ignore": "take export-ignore from it, or leave out what asks for it too",
  untracked: "commit it, or have git ignore it where nothing needs it",
  submodule: "copy what is needed into the repository, or make the archive with the submodule in it",
};

export default defineRule<WithheldFile>({
  id: "publish/withheld-file",
  phase: "publish",
  severity: "error",
  porting: false,
  publishing: true,
  summary: "the archive that git makes lacks a file that the build asks for",
  message: ({ path, why, asked }) => `${path} is ${asked}, and the archive lacks it: ${reasons[why]}`,
  help: ({ why }) => help[why],
  check({ workspace, code, withheld, report }) {
    if (withheld.size === 0) return;
    const asking = [
      ...askingStanzas(workspace),
      ...askingStubs(code),
      ...workspace.components.flatMap((component) => askingModules(component)),
      ...askingProjects(workspace),
    ];
    for (const [path, why] of withheld) {
      const found = asking.find((one) =>
        why === "submodule" ? one.wants(`${path}/`) || one.wants(path) : one.wants(path),
      );
      if (found === undefined) continue;
      const { at, owner, asked, weight } = found;
      report({ at, owner, symbol: path, data: { path, why, asked }, severity: weight });
    }
  },
});

const file: Owner = { kind: "file" };

function askingStanzas({ tree }: Workspace): readonly Asking[] {
  return [...tree.directories.values()]
    .filter(({ status }) => status === "normal")
    .flatMap((directory) =>
      directory.stanzas.flatMap(({ stanza, file: dune }) => askingStanza(directory, stanza, dune)),
    );
}

function askingStanza({ path: directory }: DuneDirectory, stanza: Stanza, dune: string): readonly Asking[] {
  const named = (
    name: { readonly text: string; readonly span: Place["span"] },
    asked: string,
    weight: Asking["weight"],
  ): Asking => {
    const wanted = joinPath(directory, name.text);
    return {
      at: { file: dune, span: name.span },
      owner: file,
      asked,
      weight,
      // A submodule is wanted for what is in it.
      wants: (path) => wanted === path || (path.endsWith("/") && wanted?.startsWith(path) === true),
    };
  };
  switch (stanza.kind) {
    case "copy-files": {
      const glob = joinPath(directory, stanza.glob.text);
      if (glob === undefined || stanza.glob.text.includes("%{")) return [];
      const at = { file: dune, span: stanza.glob.span };
      const wants = (path: string): boolean =>
        path.endsWith("/")
          ? `${directoryOf(glob)}/`.startsWith(path)
          : directoryOf(glob) === directoryOf(path) && matchesGlob(baseName(glob), baseName(path));
      return [{ at, owner: file, asked: "a file that copy_files copies", weight: "error", wants }];
    }
    case "rule":
      return [
        ...stanza.copies.map(({ source }) => named(source, "a file that a rule copies", "warning")),
        ...stanza.inputs.flatMap((input) =>
          input.kind === "file" ? [named(input.file, "a file that a rule needs", "warning")] : [],
        ),
      ];
    case "install":
      return stanza.files.map(({ source }) => named(source, "a file to be installed", "error"));
    default:
      return [];
  }
}

function askingStubs({ stubs }: Code): readonly Asking[] {
  return stubs
    .filter(({ seen }) => seen === undefined)
    .map(({ stub }) => ({
      at: stub.at,
      owner: { kind: "stub", stub },
      asked: `a stub of ${stub.component.name}`,
      weight: "error",
      wants: (path) => path === stub.builtAs || (path.endsWith("/") && stub.builtAs.startsWith(path)),
    }));
}

/** A file in the directory of a stanza that leaves no module out is a module of it. */
function askingModules(component: Component): readonly Asking[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  if (component.vendored) return [];
  return [
    {
      at: component.at,
      owner: { kind: "component", component },
      asked: `a module of ${component.name} where it is built from the working tree`,
      weight: "warning",
      wants: (path) =>
        directoryOf(path) === component.directory &&
        isModuleSource(baseName(path)) &&
        belongs(component, withoutEnding(baseName(path))),
    },
  ];
}

/** Without its dune-project or its opam file a package is no package. */
function askingProjects({ packages, projects }: Workspace): readonly Asking[] {
  const start = { start: 0, end: 0 };
  const ofOpam = packages
    .filter(({ vendored }) => !vendored)
    .map(
      (owner): Asking => ({
        at: owner.at,
        owner: { kind: "package", package: owner },
        asked: `the project of package ${owner.name}`,
        weight: "error",
        wants: (path) =>
          path === (owner.project?.directory ? `${owner.project.directory}/` : "") + projectFile,
      }),
    );
  const ofProjects = projects.flatMap(({ file: project, directory }): readonly Asking[] => {
    if (project === undefined) return [];
    const wants = (path: string): boolean => path.endsWith(".opam") && directoryOf(path) === directory;
    return [
      {
        at: { file: project, span: start },
        owner: file,
        asked: "the opam file of a package",
        weight: "error",
        wants,
      },
    ];
  });
  return [...ofOpam, ...ofProjects];
}

const projectFile = "dune-project";
