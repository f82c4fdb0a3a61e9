import { expandedTokens } from "../facts/c-expanded.ts";
import type { FileName } from "../facts/c-names.ts";
import { cNames } from "../facts/c-parsed-names.ts";
import type { ForeignStubs } from "../facts/stanza.ts";
import { rememberedDirectives } from "../syntax/c/directives.ts";
import type { MacroDefinition } from "../syntax/c/macros.ts";
import { type PreprocessInput, type PreprocessResult, preprocess } from "../syntax/c/preprocess.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { initialMacros } from "../target/compiler-flags.ts";
import { macroLine } from "../target/header-macros.ts";
import type { LibraryHeader, LibraryWithHeaders } from "../target/library-headers.ts";
import type { Target } from "../target/target.ts";
import { compilerArguments } from "./include-search.ts";
import type { Library, Workspace } from "./model.ts";
import { headerSearch } from "./read-stub.ts";

const nothing = { kind: "union", sets: [] } as const;
const noStubs: ForeignStubs = {
  ...{ span: { start: 0, end: 0 }, language: "c", names: nothing, flags: nothing, includeDirs: [] },
};

/** Every public library of a tree with what it links and what its headers do on `target`, by findlib name, sorted. */
export function gatherHeaders(
  workspace: Workspace,
  target: Target,
  treeSitter: TreeSitter,
): ReadonlyMap<string, LibraryWithHeaders> {
  const search = headerSearch(workspace, target);
  const readDirectives = rememberedDirectives();
  const initial = initialMacros(target, target.cFlags, "c");
  const gathered = new Map<string, LibraryWithHeaders>();
  for (const component of workspace.components) {
    if (component.kind !== "library" || component.publicName === undefined) continue;
    const compiler = compilerArguments(component, noStubs, workspace.resolver, workspace.resolver.edgesOf);
    const headers: Record<string, LibraryHeader> = {};
    for (const { name, source } of headersOf(component, workspace)) {
      const text = source === undefined ? undefined : workspace.sources.text(source);
      if (source === undefined || text === undefined) headers[name] = { isOpen: true };
      else {
        const resolve = search({ path: source, directory: component.directory }, compiler);
        headers[name] = headerOf({ path: source, text, ...initial, readDirectives, resolve }, treeSitter);
      }
    }
    gathered.set(component.publicName, {
      ...listed("needs", needsOf(component, workspace)),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
    });
  }
  return new Map([...gathered].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function headersOf(component: Library, { views }: Workspace) {
  return (
    [...views.filesIn(component.directory).values()]
      // A copy of what a library that it needs installs is found there.
      .filter(({ name, copyOf }) => name.endsWith(".h") && copyOf?.file !== name)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  );
}

/** The libraries that it links, by the names that other trees know them by. */
function needsOf(component: Library, { resolver }: Workspace): readonly string[] {
  return resolver.edgesOf(component).flatMap(({ name, to }) => {
    if (to.kind === "workspace") return [to.library.publicName ?? to.library.name];
    return to.kind === "assumed" || to.kind === "known" ? [name] : [];
  });
}

function listed<Key extends string>(key: Key, names: readonly string[]): Partial<Record<Key, string>> {
  const unique = [...new Set(names)].sort();
  return unique.length === 0 ? {} : ({ [key]: unique.join(" ") } as Record<Key, string>);
}

function headerOf(input: PreprocessInput, treeSitter: TreeSitter): LibraryHeader {
  const result = preprocess(input);
  const own = result.includes.filter(({ chain }) => chain.length === 1);
  const isOpen = own.some(
    ({ outcome, condition }) => condition === "unknown" || outcome === "unseen" || outcome === "computed",
  );
  const certain = own.filter(({ condition }) => condition === "yes");
  const includes = certain.map(({ name }) =>
    name.style === "quote" ? JSON.stringify(name.name) : `<${name.name}>`,
  );
  const errors = result.reachedErrors.filter(
    ({ kind, condition, chain }) => kind === "error" && condition === "yes" && chain.length === 1,
  );
  const { constants, calls, expressions } = macrosOf(result, input);
  const compiled = { text: input.text, ...result, isLeft: () => false };
  const { declared } = cNames(input.path, expandedTokens(compiled), treeSitter);
  const named = (kinds: readonly FileName["kind"][]): readonly string[] =>
    declared.flatMap(({ kind, name }) =>
      kinds.includes(kind) && isPlain(name) ? [name.replace(" ", ":")] : [],
    );
  return {
    ...(includes.length === 0 ? {} : { includes: [...new Set(includes)] }),
    ...(errors.length === 0 ? {} : { errors: errors.map(({ message }) => message.slice(0, 120)) }),
    ...(constants.length === 0 ? {} : { macros: constants.join("\n") }),
    ...listed("functions", [...named(["function"]), ...calls]),
    ...listed("values", [...named(["variable", "constant"]), ...expressions]),
    ...listed("types", named(["type"])),
    ...(isOpen ? { isOpen: true as const } : {}),
  };
}

/** No pasted name, and none that the language keeps to itself. */
const isPlain = (name: string): boolean => /^(?:(?:struct|union|enum) )?(?!_[A-Z])[A-Za-z_]\w*$/.test(name);

const constant = /^[\w\s.+\-<>()]{0,40}$/;

/** The macros that a header leaves defined, by what a reader of them has to know. */
function macrosOf({ macros }: PreprocessResult, { text }: PreprocessInput) {
  const constants: string[] = [];
  const calls: string[] = [];
  const expressions: string[] = [];
  for (const name of [...new Set(definedNames(text))].sort()) {
    const value = macros.get(name);
    if (value === undefined || typeof value === "string" || !isPlain(name)) continue;
    if (isConstant(value)) constants.push(macroLine(name, value));
    else (value.parameters === undefined ? expressions : calls).push(name);
  }
  return { constants, calls, expressions };
}

const isConstant = ({ body, parameters }: MacroDefinition): boolean =>
  parameters === undefined && constant.test(body);

const definedNames = (text: string): readonly string[] =>
  [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)].flatMap(([, name]) => name ?? []);
