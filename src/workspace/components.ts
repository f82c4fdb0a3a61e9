import type { Stanza } from "../facts/stanza.ts";
import type { PlacedStanza } from "./dune-files.ts";
import type { DuneDirectory, DuneTree } from "./dune-tree.ts";
import type { Component, Executables, ForeignLibrary, Library } from "./model.ts";
import { baseName } from "./paths.ts";
import type { Projects } from "./projects.ts";

/** Every library, executable and foreign library of the tree, in the order of its files. */
export function findComponents(tree: DuneTree, projects: Projects): readonly Component[] {
  const keys = new Map<string, number>();
  const uniqueKey = (key: string): string => {
    const count = (keys.get(key) ?? 0) + 1;
    keys.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  };
  return [...tree.directories.values()].flatMap((directory) =>
    directory.stanzas.flatMap((placed) => {
      const component = componentOf(placed, directory, projects);
      return component === undefined ? [] : [{ ...component, key: uniqueKey(component.key) }];
    }),
  );
}

function componentOf(
  placed: PlacedStanza,
  directory: DuneDirectory,
  projects: Projects,
): Component | undefined {
  const { stanza, file } = placed;
  const project = projects.projectOf(directory.path);
  const common = { directory: directory.path, project, vendored: directory.status === "vendored" };
  switch (stanza.kind) {
    case "library":
      return libraryOf(stanza, file, common);
    case "executables": {
      const name = (stanza.publicNames[0] ?? stanza.names[0])?.text ?? baseName(directory.path);
      const packageName = stanza.package?.text;
      const at = { file, span: stanza.head };
      return {
        kind: "executables",
        key: `${file}:exe:${name}`,
        name,
        packageName,
        at,
        stanza,
        ...common,
      } satisfies Executables;
    }
    case "foreign-library": {
      const name = stanza.archiveName?.text ?? baseName(directory.path);
      const at = { file, span: stanza.span };
      return {
        kind: "foreign-library",
        key: `${file}:foreign:${name}`,
        name,
        packageName: undefined,
        at,
        stanza,
        ...common,
      } satisfies ForeignLibrary;
    }
    default:
      return undefined;
  }
}

type Common = Pick<Library, "directory" | "project" | "vendored">;

function libraryOf(stanza: Extract<Stanza, { kind: "library" }>, file: string, common: Common): Library {
  const publicName = stanza.publicName?.text;
  // dune takes the private name from the public one where only that is given.
  const privateName = stanza.name?.text ?? publicName?.replaceAll(/[.-]/g, "_") ?? baseName(common.directory);
  const name = publicName ?? privateName;
  return {
    kind: "library",
    key: `${file}:${name}`,
    name,
    privateName,
    publicName,
    packageName: publicName?.split(".")[0] ?? stanza.package?.text,
    at: { file, span: stanza.head },
    stanza,
    ...common,
  };
}
