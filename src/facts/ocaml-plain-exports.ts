import type { Exports, ModuleContent } from "./ocaml-definition.ts";
import { byStart, isAllWritten } from "./ocaml-exports.ts";
import { nameMatched, nameOfBinding, type StructureItem } from "./ocaml-items.ts";
import type { ModuleOpen } from "./ocaml-module-use.ts";
import type { ModulePath } from "./ocaml-scope.ts";

/** What a file defines for others, and what is open where it does. */
export interface DefinedByFile {
  readonly exports: Exports;
  readonly opens: readonly ModuleOpen[];
}

interface Source {
  readonly code: string;
  readonly isInterface: boolean;
  readonly childrenOf: ReadonlyMap<StructureItem | undefined, readonly StructureItem[]>;
  /** Where the file itself first defines a module of that name. */
  readonly ownModules: ReadonlyMap<string, number>;
}

interface Structure {
  readonly values: Map<string, number>;
  readonly modules: Map<string, { readonly start: number; readonly content: ModuleContent }>;
  readonly includes: { readonly path: ModulePath; readonly start: number }[];
  readonly opens: ModuleOpen[];
  /** Where what is opened in it is no longer open. */
  readonly end: number;
}

/**
 * The same as a parser would find in a source without preprocessor, where all its items are plain to see by their words; undefined where a parser has to tell. `code` is
 * what `codeOnly` gives of `text`, and `items` what `structureItemsOf` gives of that.
 */
export function plainExports(
  text: string,
  code: string,
  items: readonly StructureItem[],
  isInterface: boolean,
): DefinedByFile | undefined {
  const childrenOf = new Map<StructureItem | undefined, StructureItem[]>();
  for (const item of items) {
    const siblings = childrenOf.get(item.parent);
    if (siblings === undefined) childrenOf.set(item.parent, [item]);
    else siblings.push(item);
  }
  const ownModules = new Map<string, number>();
  for (const { index, 1: name = "" } of code.matchAll(/\bmodule\s+(?:rec\s+|type\s+)?([A-Z][\w']*)/g))
    if (!ownModules.has(name)) ownModules.set(name, index);
  const opens: ModuleOpen[] = [];
  const source = { code, isInterface, childrenOf, ownModules };
  const exports = exportsOfItems(undefined, code.length, opens, source);
  return exports && { exports: { ...exports, seesAll: isAllWritten(text) }, opens };
}

function exportsOfItems(
  parent: StructureItem | undefined,
  end: number,
  opens: ModuleOpen[],
  source: Source,
): Exports | undefined {
  const structure: Structure = { values: new Map(), modules: new Map(), includes: [], opens, end };
  for (const item of source.childrenOf.get(parent) ?? [])
    if (!addItem(item, structure, source)) return undefined;
  const { values, modules, includes } = structure;
  return {
    values: [...values].map(([name, start]) => ({ name, start })).sort(byStart),
    modules: [...modules].map(([name, module]) => ({ name, ...module })).sort(byStart),
    includes,
    seesAll: true,
  };
}

/** False where it takes a parser. */
function addItem(item: StructureItem, structure: Structure, source: Source): boolean {
  switch (item.kind) {
    case "let":
      return item.bindings.every((binding) => addBinding(binding, structure, source));
    case "val":
      return addDeclared(item, structure, source);
    case "type":
      return true;
    case "open":
      return addOpened(item, structure, source);
    case "module":
      return addModule(item, structure, source);
    case "other":
      return addOther(item, structure, source);
    default:
      return item.kind satisfies never;
  }
}

const nameless = /(?:let(?:%[\w.]+)?|and)\s+(?:rec\s+)?(?:\(\s*\)|_|0+)(?=\s*[=:])/y;
const operator = /(?:let|and|val|external)\s+(?:rec\s+)?\(\s*([!$%&*+\-./:<=>?@^|~#]+)(?=\s*\))/y;

function addBinding(start: number, { values }: Structure, { code }: Source): boolean {
  const found = nameOfBinding(code, start) ?? nameMatched(operator, code, start);
  if (found !== undefined) values.set(found.name, found.start);
  nameless.lastIndex = start;
  return found !== undefined || nameless.test(code);
}

const declared = /(?:val|external)\s+([a-z_][\w']*)(?=\s*:)/y;

function addDeclared({ start }: StructureItem, { values }: Structure, { code }: Source): boolean {
  const found = nameMatched(declared, code, start) ?? nameMatched(operator, code, start);
  if (found !== undefined) values.set(found.name, found.start);
  return found !== undefined;
}

function addOther(item: StructureItem, structure: Structure, source: Source): boolean {
  const { code, isInterface } = source;
  const text = code.slice(item.start, item.end);
  if (/^external\b/.test(text)) return addDeclared(item, structure, source);
  // What stands before the first item is an expression, if anything.
  return !/^class\b/.test(text) && (!isInterface || /^(?:;;|\[|\s*$)/.test(text));
}

const opened = /(open!?|include)\s+((?:[A-Z][\w']*\s*\.\s*)*[A-Z][\w']*)\s*$/;

function addOpened({ start, end }: StructureItem, structure: Structure, source: Source): boolean {
  const [written = "", word = "", name = ""] = opened.exec(source.code.slice(start, end)) ?? [];
  const path = pathIn(name, start, source);
  if (path === undefined || written.length !== end - start) return false;
  const use = word === "include" ? "include" : "open";
  if (use === "include" && source.isInterface) return false;
  const pathStart = start + written.indexOf(name, word.length);
  const span = { start: pathStart, end: pathStart + name.length };
  structure.opens.push({ path, span, use, scope: { start: span.end, end: structure.end } });
  if (use === "include") structure.includes.push({ path, start: pathStart });
  return true;
}

/** Undefined where the file itself may say what it is in an item that starts there. */
function pathIn(written: string, start: number, { ownModules }: Source): ModulePath | undefined {
  const path = written.split(".").map((name) => name.trim());
  const [head = ""] = path;
  return head === "" || (ownModules.get(head) ?? start) < start ? undefined : path;
}

const moduleName = /module\s+([A-Z][\w']*)\s*/y;
const opaque: ModuleContent = { kind: "opaque" };

function addModule(item: StructureItem, structure: Structure, source: Source): boolean {
  const { code } = source;
  if (/^module\s+type\s+[A-Z]/.test(code.slice(item.start, item.start + 40))) return true;
  moduleName.lastIndex = item.start;
  const [written = "", name] = moduleName.exec(code) ?? [];
  if (name === undefined) return false;
  const content = contentOf(item, moduleName.lastIndex, structure, source);
  if (content === undefined) return false;
  structure.modules.set(name, { start: item.start + written.indexOf(name, "module".length), content });
  return true;
}

/** Of a module whose name ends before `at`. */
function contentOf(
  item: StructureItem,
  at: number,
  { opens }: Structure,
  source: Source,
): ModuleContent | undefined {
  const { code, isInterface, childrenOf } = source;
  const rest = code.slice(at, item.end).trimEnd();
  if (rest.startsWith("(") || /^=\s*\(\s*val\b/.test(rest) || /^:\s*[A-Z][\w'.]*\s*=\s*struct\b/.test(rest))
    return opaque;
  const beginning = isInterface ? /^:\s*sig\b/ : /^=\s*struct\b/;
  if (beginning.test(rest)) {
    const end = childrenOf.get(item)?.at(-1)?.end ?? item.start;
    if (code.slice(end, item.end).trim() !== "end") return undefined;
    const exports = exportsOfItems(item, end + "end".length, opens, source);
    return exports && { kind: "structure", exports };
  }
  const named = /^=\s*((?:[A-Z][\w']*\s*\.\s*)*[A-Z][\w']*)\s*(\()?/.exec(rest);
  const path = pathIn(named?.[1] ?? "", item.start, source);
  if (named === null || path === undefined) return undefined;
  if (named[2] !== undefined) return isInterface ? undefined : opaque;
  return named[0].length === rest.length ? { kind: "alias", path } : undefined;
}
