import type { Code, SeenStub } from "./code.ts";
import type { Component, Resolution, Workspace } from "./model.ts";
import { baseName, endingOf } from "./paths.ts";
import { closureOf } from "./reach.ts";
import { systemLibraryFlags } from "./system-libraries.ts";

/** Who may provide a symbol that the target does not have. */
export interface SymbolProviders {
  /** Some source of the tree defines it, or one that was not read has the word. */
  isInTree(name: string): boolean;
  /** What a component links is not all to be seen: archives, objects, libraries and stubs from elsewhere. */
  linksUnseen(component: Component): boolean;
  /** `--wrap=NAME` on a link line that the component brings: `__real_NAME` is NAME then. */
  wraps(component: Component, name: string): boolean;
}

const foreignEndings: ReadonlySet<string> = new Set(
  "c h cc cpp cxx hpp hh C S s asm inc rs m zig def".split(" "),
);

const asked = new WeakMap<Code, SymbolProviders>();

export function symbolProviders(workspace: Workspace, code: Code): SymbolProviders {
  const remembered = asked.get(code);
  if (remembered !== undefined) return remembered;
  const defined = new Set(code.stubs.flatMap(({ seen }) => [...definedBy(seen)]));
  const openComponents = new Set(
    code.stubs.flatMap(({ seen, stub }) => (seen?.linked === undefined ? [stub.component] : [])),
  );
  for (const { component } of systemLibraryFlags(workspace)) openComponents.add(component);
  const closure = (component: Component) => closureOf(component, workspace.resolver.edgesOf);
  const open = new Map<Component, boolean>();
  let words: ReadonlySet<string> | undefined;
  const providers: SymbolProviders = {
    isInTree: (name) => {
      if (defined.has(name)) return true;
      words ??= unreadWords(workspace, code);
      return words.has(name);
    },
    linksUnseen: (component) => {
      const known = open.get(component);
      if (known !== undefined) return known;
      const found = [...closure(component)].some(
        (each) => openComponents.has(each) || bringsObjects(each, workspace) || needsUnseen(each, workspace),
      );
      open.set(component, found);
      return found;
    },
    wraps: (component, name) => [...closure(component)].some((each) => wrapsItself(each, name)),
  };
  asked.set(code, providers);
  return providers;
}

function definedBy(seen: SeenStub | undefined): Iterable<string> {
  return seen?.linked?.defined ?? (seen?.facts?.definitions ?? []).map(({ name }) => name);
}

/** A library from elsewhere may have C of its own; what a ppx brings has none that a stub would name. */
function needsUnseen(component: Component, { resolver }: Workspace): boolean {
  return resolver.edgesOf(component).some(({ to, via }) => via !== "ppx-runtime" && isUnseen(to));
}

function isUnseen({ kind }: Resolution): boolean {
  return kind === "assumed" || kind === "known" || kind === "absent" || kind === "disabled";
}

function bringsObjects(component: Component, { components }: Workspace): boolean {
  if (component.kind !== "library" && component.kind !== "executables") return false;
  const { ctypes, extraObjects, foreignArchives } = component.stanza;
  const isBuiltHere = (archive: string): boolean =>
    components.some((each) => each.kind === "foreign-library" && each.name === baseName(archive));
  return (
    ctypes !== undefined ||
    extraObjects.length > 0 ||
    foreignArchives.some(({ text }) => !isBuiltHere(text)) ||
    linkerWordsOf(component).some((word) => /\.(?:a|o|so)$|%\{/.test(word))
  );
}

function wrapsItself(component: Component, name: string): boolean {
  const words = linkerWordsOf(component);
  return words.some((word, at) => word === `--wrap=${name}` || (word === "--wrap" && words[at + 1] === name));
}

function linkerWordsOf(component: Component): readonly string[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  return component.stanza.linkerWords
    .flatMap(({ text }) => (text.startsWith("-Wl,") ? text.slice(4).split(",") : [text]))
    .filter((word) => word !== "-Xlinker");
}

/** The words of foreign sources of the tree that are in no stanza, or could not be read whole: any of them may be defined there. */
function unreadWords({ sources }: Workspace, code: Code): ReadonlySet<string> {
  const read = new Set(
    code.stubs.flatMap(({ seen }) =>
      seen?.linked?.isWhole === true ? [seen.source, ...seen.preprocessed.files.map(({ path }) => path)] : [],
    ),
  );
  const found = new Set<string>();
  for (const file of sources.vfs.files) {
    if (!foreignEndings.has(endingOf(file)) || read.has(file)) continue;
    for (const word of (sources.text(file) ?? "").match(/[A-Za-z_]\w*/g) ?? []) found.add(word);
  }
  return found;
}
