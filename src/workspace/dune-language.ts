import { compareVersions } from "../opam/version-order.ts";
import type { Project, Workspace } from "./model.ts";

/** The project whose dune-project is the nearest one above a file. */
export function projectAbove(file: string, { projects }: Workspace): Project | undefined {
  const above = projects.filter(({ directory }) => directory === "" || file.startsWith(`${directory}/`));
  return above.toSorted((a, b) => b.directory.length - a.directory.length)[0];
}

/** Whether a project's `(lang dune …)` is this version or a later one; false where it has none. */
export function speaksDune({ lang }: Project, version: string): boolean {
  return lang !== undefined && compareVersions(lang, version) >= 0;
}
