import type { Sexp } from "../syntax/sexp.ts";
import { type Field, nameOf, valuesOf, wordOf } from "./fields.ts";
import type { InstallStanza } from "./stanza.ts";

export function installStanza(fields: readonly Field[]): InstallStanza {
  const section = wordOf(fields, "section")?.text ?? siteSection(fields);
  return {
    kind: "install",
    section,
    package: wordOf(fields, "package"),
    files: valuesOf(fields, "files").flatMap(installedFile),
  };
}

/** `(section (site (package name)))`, which `%{lib:…}` does not look into. */
const siteSection = (fields: readonly Field[]): string =>
  valuesOf(fields, "section").length > 0 ? "site" : "";

/** A file, or `(file as name)`; a glob installs under the names that it finds. */
function installedFile(value: Sexp): InstallStanza["files"] {
  if (value.kind !== "list") {
    const source = nameOf(value);
    return source === undefined
      ? []
      : [{ source, installedAs: source.text.split("/").at(-1) ?? source.text }];
  }
  const [source, as, target] = value.items.map(nameOf);
  if (source === undefined || as?.text !== "as" || target === undefined) return [];
  return [{ source, installedAs: target.text }];
}
