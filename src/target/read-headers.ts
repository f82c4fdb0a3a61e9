import { posix } from "node:path";
import { type DirectiveTree, firstName, type Item, rememberedDirectives } from "../syntax/c/directives.ts";
import type { IncludeName } from "../syntax/c/include-name.ts";
import { type MacroDefinition, objectMacro, sameMacro } from "../syntax/c/macros.ts";
import { preprocess, type Resolved } from "../syntax/c/preprocess.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import type { InitialMacros } from "./compiler-flags.ts";
import { type Declarations, readDeclarations } from "./declarations.ts";
import { type ExpansionInput, expandedText } from "./expanded-text.ts";
import type { HeaderFile } from "./header-files.ts";
import { macroLine } from "./header-macros.ts";
import type { DeclaredNames, HeaderContents, TargetHeader } from "./target.ts";

/** What each header declares, defines and includes under the target's own macros, and under `CAML_INTERNALS` where that differs. */
export function readHeaders(
  files: readonly HeaderFile[],
  initial: InitialMacros,
  treeSitter: TreeSitter,
): Readonly<Record<string, TargetHeader>> {
  const plain = headerReader(files, initial, treeSitter);
  const internal = headerReader(files, withInternals(initial), treeSitter);
  const headers: Record<string, TargetHeader> = {};
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const contents = plain(file);
    const underInternals = internal(file);
    const same = JSON.stringify(contents) === JSON.stringify(underInternals);
    headers[file.name] = { origin: file.origin, ...contents, ...(same ? {} : { underInternals }) };
  }
  return headers;
}

/** What stubs and the runtime itself define to see the runtime's internals. */
function withInternals(initial: InitialMacros): InitialMacros {
  return {
    ...initial,
    predefined: new Map([...initial.predefined, ["CAML_INTERNALS", objectMacro("1")] as const]),
  };
}

/** Conditions compare none of these bodies, and they are long. */
function isBodyLeftOut(file: HeaderFile): boolean {
  if (file.origin === "solo5") return file.name.startsWith("xen/");
  return (
    file.origin === "compiler" && /intrin\.h$|^(?:cpuid|mm3dnow|quadmath\w*|omp|openacc)\.h$/.test(file.name)
  );
}

/** What is left after a header and all that it includes, and what it asks for itself. */
interface HeaderRun {
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  readonly includes: readonly string[];
  readonly missing: readonly string[];
}

function headerReader(
  files: readonly HeaderFile[],
  initial: InitialMacros,
  treeSitter: TreeSitter,
): (file: HeaderFile) => HeaderContents {
  const byName = new Map(files.map((file) => [file.name, file]));
  const readDirectives = rememberedDirectives();
  return (file) => {
    const run = followHeader(file, byName, initial, readDirectives);
    const written = namesDefinedIn(readDirectives(file.name, file.text).items);
    const macros = [...written].sort().flatMap((name) => {
      const definition = run.macros.get(name);
      if (definition === undefined) return [];
      return [macroLine(name, isBodyLeftOut(file) ? { ...definition, body: "" } : definition)];
    });
    return {
      includes: run.includes,
      ...(run.missing.length === 0 ? {} : { missing: run.missing }),
      ...(macros.length === 0 ? {} : { macros: macros.join("\n") }),
      ...declaredIn(file, byName, { initial, readDirectives, treeSitter }),
    };
  };
}

/** What a header's own text declares. */
function declaredIn(
  file: HeaderFile,
  byName: ReadonlyMap<string, HeaderFile>,
  {
    treeSitter,
    ...reading
  }: Pick<ExpansionInput, "initial" | "readDirectives"> & {
    readonly treeSitter: TreeSitter;
  },
): DeclaredNames {
  const text = expandedText(
    { path: file.name, text: file.text },
    {
      ...reading,
      find(name, beside) {
        const found = byName.get(beside) ?? byName.get(name);
        return found === undefined ? undefined : { path: found.name, text: found.text };
      },
      isWanted: (path) => path === file.name,
    },
  );
  return namesOf(readDeclarations(text, treeSitter));
}

function namesOf(declarations: Declarations): DeclaredNames {
  const { bodies, constants, functions, types, variables } = declarations;
  const lists = {
    functions: functions.filter((name) => !bodies.has(name)),
    inlineFunctions: [...bodies.keys()],
    types: types.map((name) => name.replace(" ", ":")),
    variables,
    constants,
  };
  const joined = Object.entries(lists).flatMap(([kind, names]) => {
    // An assertion's name has the number of its line in it.
    const told = names.filter((name) => !name.includes("__LINE__"));
    return told.length === 0 ? [] : [[kind, told.sort().join(" ")]];
  });
  return Object.fromEntries(joined);
}

/** Names that a file's own lines define on some condition; headers may include one another in a circle, so it can't be told by comparing what they leave. */
function namesDefinedIn(items: readonly Item[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of items) {
    if (item.kind === "conditional") {
      for (const branch of item.branches) for (const name of namesDefinedIn(branch.items)) names.add(name);
    } else if (item.directive.keyword === "define") {
      const name = firstName(item.directive.body.text);
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

function followHeader(
  file: HeaderFile,
  byName: ReadonlyMap<string, HeaderFile>,
  initial: InitialMacros,
  readDirectives: (path: string, text: string) => DirectiveTree,
): HeaderRun {
  const result = preprocess({
    path: file.name,
    text: file.text,
    ...initial,
    readDirectives,
    resolve(include, from): Resolved {
      const found = byName.get(findHeader(byName, include, from) ?? "");
      return found === undefined ? { kind: "missing" } : { kind: "file", path: found.name, text: found.text };
    },
  });
  const asked = result.includes.filter((use) => use.chain.at(-1)?.path === file.name);
  const includes = asked.flatMap((use) =>
    use.path === undefined || use.path === file.name ? [] : [use.path],
  );
  const missing = asked.flatMap((use) => (use.outcome === "missing" ? [use.name.name] : []));
  const macros = new Map<string, MacroDefinition>();
  for (const [name, value] of result.macros) {
    const definition = typeof value === "string" ? objectMacro("") : value;
    const before = initial.predefined.get(name);
    if (before === undefined || !sameMacro(before, definition)) macros.set(name, definition);
  }
  return { macros, includes: [...new Set(includes)], missing: [...new Set(missing)] };
}

/** The name of the header that `include` finds: beside the one that asks, then on the search path. */
function findHeader(
  files: ReadonlyMap<string, HeaderFile>,
  include: IncludeName,
  from: string,
): string | undefined {
  if (include.next === true) return undefined;
  const beside = posix.join(posix.dirname(from), include.name);
  if (include.style === "quote" && files.has(beside)) return beside;
  return files.has(include.name) ? include.name : undefined;
}
