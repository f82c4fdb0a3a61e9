import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HeaderOrigin } from "./target.ts";
import { type Toolchain, versionMacros } from "./toolchain.ts";

/** A header as the target's toolchain installs it. */
export interface HeaderFile {
  /** What an `#include` calls it: `sys/types.h`, `caml/mlvalues.h`. */
  readonly name: string;
  readonly origin: HeaderOrigin;
  readonly text: string;
}

/** Source trees that the headers are taken from. */
export interface HeaderTrees {
  readonly ocamlSolo5: string;
  readonly ocaml: string;
  /** The compiler's own headers: `gcc -print-file-name=include`. */
  readonly compiler: string;
  readonly solo5: string | undefined;
}

/** Files below `directory` with one of `endings`, as paths relative to it; none where there is no such directory. */
function filesBelow(directory: string, endings: readonly string[], deep: boolean): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: deep, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
}

function read(directory: string, origin: HeaderOrigin, deep: boolean, prefix = ""): readonly HeaderFile[] {
  return filesBelow(directory, [".h"], deep).map((path) => ({
    name: prefix + path,
    origin,
    text: readFileSync(join(directory, path), "utf8"),
  }));
}

/** All headers in the order in which the wrapper's search path finds them; of two with one name the first counts. */
export function headerFiles(
  trees: HeaderTrees,
  configuredHeaders: Toolchain["configuredHeaders"],
): readonly HeaderFile[] {
  const found = [
    ...(trees.solo5 === undefined ? [] : solo5Headers(trees.solo5)),
    ...read(join(trees.ocamlSolo5, "nolibc/include"), "nolibc", true),
    ...read(join(trees.ocamlSolo5, "openlibm/include"), "openlibm", true),
    ...read(join(trees.ocamlSolo5, "openlibm/src"), "openlibm", false),
    ...read(trees.compiler, "compiler", true),
    ...runtimeHeaders(trees.ocaml, configuredHeaders),
  ];
  const byName = new Map<string, HeaderFile>();
  for (const file of found) if (!byName.has(file.name)) byName.set(file.name, file);
  return [...byName.values()];
}

/** The headers that solo5 installs: those that its makefile names, and Xen's. */
function solo5Headers(tree: string): readonly HeaderFile[] {
  const makefile = readFileSync(join(tree, "GNUmakefile"), "utf8").replace(/\\\r?\n/g, " ");
  const named = /^PUBLIC_HEADERS\s*:?=(.*)$/m.exec(makefile)?.[1]?.trim().split(/\s+/) ?? [];
  const isInstalled = (name: string): boolean => name.startsWith("xen/") || named.includes(`include/${name}`);
  return read(join(tree, "include"), "solo5", true).filter((file) => isInstalled(file.name));
}

/** Version of an OCaml source tree: the first line of its `VERSION`. */
export function ocamlVersion(tree: string): string {
  return readFileSync(join(tree, "VERSION"), "utf8").split("\n")[0]?.trim() ?? "";
}

/** The runtime's headers without systhreads' and unix's, which the target doesn't build; those that are made at build time are filled in. */
function runtimeHeaders(
  tree: string,
  configuredHeaders: Toolchain["configuredHeaders"],
): readonly HeaderFile[] {
  const runtime = join(tree, "runtime/caml");
  const plain = [
    ...read(runtime, "ocaml", false, "caml/"),
    ...read(join(tree, "otherlibs/runtime_events/caml"), "ocaml", false, "caml/"),
  ];
  const table = filesBelow(runtime, [".tbl"], false).map(
    (path): HeaderFile => ({ name: `caml/${path}`, origin: "ocaml", text: "" }),
  );
  const configured = filesBelow(runtime, [".h.in"], false).map((path): HeaderFile => {
    const name = `caml/${path.slice(0, -".in".length)}`;
    const values =
      name === "caml/version.h" ? versionMacros(ocamlVersion(tree)) : (configuredHeaders[name] ?? {});
    return { name, origin: "ocaml", text: configure(readFileSync(join(runtime, path), "utf8"), values) };
  });
  // Made of instruct.h by sed, and without a macro.
  const tables = ["caml/jumptbl.h", "caml/opnames.h"].map(
    (name): HeaderFile => ({ name, origin: "ocaml", text: "" }),
  );
  return [...plain, ...table, ...configured, ...tables];
}

/** What a configure script makes of a template: `#undef NAME` becomes the definition or goes. */
function configure(template: string, values: Readonly<Record<string, string>>): string {
  const left = new Map(Object.entries(values));
  const lines = template.split("\n").map((line) => {
    const name = /^#undef\s+(\w+)/.exec(line)?.[1];
    if (name === undefined) return line;
    const value = left.get(name);
    left.delete(name);
    return value === undefined ? "" : `#define ${name} ${value}`;
  });
  return [...lines, ...[...left].map(([name, value]) => `#define ${name} ${value}`)].join("\n");
}
