import type { Exports, ModuleContent } from "./ocaml-definition.ts";
import { byStart, isAllWritten } from "./ocaml-exports.ts";
import {
  attributes,
  bindingWith,
  declaredNameAt,
  nameOfBinding,
  operatorAt,
  type StructureItem,
} from "./ocaml-items.ts";
import type { ModuleOpen } from "./ocaml-module-use.ts";
import { applied, contentAt, type Meaning, opaque, type Structure } from "./ocaml-plain-scope.ts";

/** What a file defines for others, and what is open where it does. */
export interface DefinedByFile {
  readonly exports: Exports;
  readonly opens: readonly ModuleOpen[];
}

interface Source {
  readonly code: string;
  readonly childrenOf: ReadonlyMap<StructureItem | undefined, readonly StructureItem[]>;
  /** How much more may be copied by includes. */
  readonly budget: { left: number };
}

// Includes of includes would otherwise take the square of the file; deeper structures are left to a parser.
const mostCopied = 100_000;
const deepest = 16;

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
  const opens: ModuleOpen[] = [];
  const source = { code, childrenOf, budget: { left: mostCopied } };
  const body = { isSignature: isInterface, items: childrenOf.get(undefined) ?? [], end: code.length };
  const exports = exportsOfBody(body, opens, undefined, source);
  return exports && { exports: { ...exports, seesAll: exports.seesAll && isAllWritten(text) }, opens };
}

/** What stands between `struct` or `sig`, or the beginning of the file, and its end. */
interface Body {
  readonly isSignature: boolean;
  readonly items: readonly StructureItem[];
  readonly end: number;
}

function exportsOfBody(
  { isSignature, items, end }: Body,
  opens: ModuleOpen[],
  outer: Structure | undefined,
  source: Source,
): Exports | undefined {
  const structure: Structure = {
    isSignature,
    values: new Map(),
    modules: new Map(),
    includes: [],
    includesOpaque: false,
    opens,
    end,
    visible: new Map(),
    outer,
  };
  for (const item of items) if (!addItem(item, structure, source)) return undefined;
  const { values, modules, includes } = structure;
  return {
    values: [...values].map(([name, start]) => ({ name, start })).sort(byStart),
    modules: [...modules].map(([name, module]) => ({ name, ...module })).sort(byStart),
    includes,
    seesAll: !structure.includesOpaque,
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
    case "class":
      return true;
    case "open":
      return addOpened(item, structure, source);
    case "module":
      return addModule(item, structure, source);
    case "beginning":
    case "method":
    case "other":
      return addOther(item, structure, source);
    default:
      return item.kind satisfies never;
  }
}

const nameless = bindingWith(String.raw`(?:\(\s*\)|_|0+)(?=\s*[=:])`);

function addBinding(start: number, { values }: Structure, { code }: Source): boolean {
  const found = nameOfBinding(code, start) ?? operatorAt(code, start);
  if (found !== undefined) values.set(found.name, found.start);
  nameless.lastIndex = start;
  return found !== undefined || nameless.test(code);
}

function addDeclared({ start }: StructureItem, { values }: Structure, { code }: Source): boolean {
  const found = declaredNameAt(code, start);
  if (found !== undefined) values.set(found.name, found.start);
  return found !== undefined;
}

function addOther(item: StructureItem, structure: Structure, source: Source): boolean {
  const text = source.code.slice(item.start, item.end);
  if (/^external\b/.test(text)) return addDeclared(item, structure, source);
  // What stands before the first item is an expression, if anything.
  return !structure.isSignature || /^(?:;;|\[|\s*$)/.test(text);
}

const modulePath = String.raw`(?:[A-Z][\w']*\s*\.\s*)*[A-Z][\w']*`;
const opening = new RegExp(`(?:open!?|include)\\s+(${modulePath}|struct\\b|sig\\b|module\\s+type\\b)`, "y");
const attributesAlone = new RegExp(`^${attributes}\\s*$`);

function addOpened(item: StructureItem, structure: Structure, source: Source): boolean {
  const { start, end } = item;
  const { code } = source;
  opening.lastIndex = start;
  const [written = "", brought = ""] = opening.exec(code) ?? [];
  if (written === "") return false;
  const span = { start: start + written.length - brought.length, end: start + written.length };
  const use = written.startsWith("include") ? "include" : "open";
  const rest = code.slice(span.end, end);
  const meaning = broughtContent(item, { use, brought, rest }, structure, source);
  if (meaning === undefined) return false;
  return bringIn(meaning, { use, span }, structure, source);
}

/** Of the module whose name, or `struct`, is `brought`. */
function broughtContent(
  item: StructureItem,
  {
    use,
    brought,
    rest,
  }: { readonly use: ModuleOpen["use"]; readonly brought: string; readonly rest: string },
  structure: Structure,
  source: Source,
): Meaning {
  if (brought === "struct" || brought === "sig") {
    const [body] = bodiesOf(item, source);
    const isPlain = body !== undefined && attributesAlone.test(source.code.slice(afterBody(body), item.end));
    return isPlain ? structureOf(body, structure, source) : undefined;
  }
  // What a signature includes is the type of a module.
  if (structure.isSignature && use === "include") return opaque;
  if (brought.startsWith("module")) return undefined;
  if (/^\s*\(/.test(rest)) return structure.isSignature ? undefined : applied(brought, structure);
  return attributesAlone.test(rest) ? contentAt(brought, structure) : undefined;
}

interface Opening {
  readonly use: ModuleOpen["use"];
  readonly span: ModuleOpen["span"];
}

function bringIn(
  content: ModuleContent,
  { use, span }: Opening,
  structure: Structure,
  source: Source,
): boolean {
  switch (content.kind) {
    case "alias":
      structure.opens.push({ path: content.path, span, use, scope: { start: span.end, end: structure.end } });
      if (use === "include") structure.includes.push({ path: content.path, start: span.start });
      return true;
    case "opaque":
      if (use === "include") structure.includesOpaque = true;
      return true;
    case "structure": {
      const { values, modules, includes, seesAll } = content.exports;
      source.budget.left -= values.length + modules.length + includes.length;
      if (source.budget.left < 0) return false;
      for (const { name, content } of modules) structure.visible.set(name, content);
      if (use === "open") return true;
      for (const { name, start } of values) structure.values.set(name, start);
      for (const { name, ...module } of modules) structure.modules.set(name, module);
      for (const { path } of includes) structure.includes.push({ path, start: span.start });
      structure.includesOpaque ||= !seesAll;
      return true;
    }
    default:
      return content satisfies never;
  }
}

const moduleName = /module\s+([A-Z][\w']*)\s*/y;

function addModule(item: StructureItem, structure: Structure, source: Source): boolean {
  const { code } = source;
  if (/^module\s+type\s+[A-Z]/.test(code.slice(item.start, item.start + 40))) return true;
  moduleName.lastIndex = item.start;
  const [written = "", name] = moduleName.exec(code) ?? [];
  if (name === undefined) return false;
  const content = contentOf(item, moduleName.lastIndex, structure, source);
  if (content === undefined) return false;
  structure.modules.set(name, { start: item.start + written.indexOf(name, "module".length), content });
  structure.visible.set(name, content);
  return true;
}

/** Of a module whose name ends before `at`. */
function contentOf(item: StructureItem, at: number, structure: Structure, source: Source): Meaning {
  const rest = source.code.slice(at, item.end);
  if (rest.startsWith("(")) return opaque;
  if (/^:(?!=)/.test(rest)) {
    return structure.isSignature
      ? declaredContent(item, at, structure, source)
      : sealedContent(item, at, structure, source);
  }
  const [body] = bodiesOf(item, source);
  if (body !== undefined && !body.isSignature && /^=\s*struct$/.test(textBefore(body, at, source)))
    return attributesAlone.test(source.code.slice(afterBody(body), item.end))
      ? structureOf(body, structure, source)
      : undefined;
  return definedContent(rest, structure);
}

const named = new RegExp(`^:?=\\s*(${modulePath})\\s*(\\()?`);

function definedContent(rest: string, structure: Structure): Meaning {
  if (/^=\s*(?:functor\b|\(\s*val\b)/.test(rest)) return structure.isSignature ? undefined : opaque;
  const [written = "", path = "", argument] = named.exec(rest) ?? [];
  if (path === "") return undefined;
  if (argument !== undefined) return structure.isSignature ? undefined : applied(path, structure);
  return attributesAlone.test(rest.slice(written.length)) ? contentAt(path, structure) : undefined;
}

/** `module M : …` in a signature. */
function declaredContent(item: StructureItem, at: number, structure: Structure, source: Source): Meaning {
  const [body] = bodiesOf(item, source);
  if (body === undefined || !/^:\s*sig$/.test(textBefore(body, at, source))) return opaque;
  const rest = source.code.slice(afterBody(body), item.end);
  if (attributesAlone.test(rest)) return structureOf(body, structure, source);
  return /^\s*with\b/.test(rest) ? opaque : undefined;
}

const sealedByName = /^:\s*(?:[A-Z][\w']*\s*\.\s*)*[A-Za-z][\w']*\s*(?==)/;

/** `module M : … = …`. */
function sealedContent(item: StructureItem, at: number, structure: Structure, source: Source): Meaning {
  const { code } = source;
  const [first, second] = bodiesOf(item, source);
  const isAll = (body: Body | undefined): body is Body =>
    body !== undefined && !body.isSignature && attributesAlone.test(code.slice(afterBody(body), item.end));
  if (first?.isSignature === true && /^:\s*sig$/.test(textBefore(first, at, source))) {
    if (!isAll(second) || !/^\s*=\s*struct$/.test(textBefore(second, afterBody(first), source)))
      return undefined;
    return narrowed(structureOf(first, structure, source), structureOf(second, structure, source));
  }
  const [type = ""] = sealedByName.exec(code.slice(at, item.end)) ?? [];
  if (type === "") return undefined;
  const start = at + type.length;
  if (isAll(first) && /^=\s*struct$/.test(textBefore(first, start, source))) return opaque;
  const content = definedContent(code.slice(start, item.end), structure);
  return content?.kind === "structure" ? opaque : content;
}

/** What a signature leaves visible of a structure. */
function narrowed(signature: Meaning, body: Meaning): Meaning {
  if (signature?.kind !== "structure" || body?.kind !== "structure") return undefined;
  // What is not written may come from what is included.
  const own = new Map(body.exports.values.map(({ name, start }) => [name, start]));
  const { values } = signature.exports;
  if (body.exports.includes.length > 0 && values.some(({ name }) => !own.has(name))) return undefined;
  const known = values.map(({ name, start }) => ({ name, start: own.get(name) ?? start }));
  return { kind: "structure", exports: { ...signature.exports, values: known.sort(byStart) } };
}

function structureOf(body: Body, structure: Structure, source: Source): Meaning {
  const exports =
    depthOf(structure) < deepest ? exportsOfBody(body, structure.opens, structure, source) : undefined;
  return exports && { kind: "structure", exports };
}

function depthOf(structure: Structure): number {
  let depth = 0;
  for (let at = structure.outer; at !== undefined; at = at.outer) depth++;
  return depth;
}

const textBefore = ({ items: [first] }: Body, from: number, { code }: Source): string =>
  code.slice(from, first?.start);

/** The structures and signatures of an item, in order. */
function bodiesOf(item: StructureItem, { childrenOf, code }: Source): readonly Body[] {
  const bodies: StructureItem[][] = [];
  for (const child of childrenOf.get(item) ?? []) {
    if (child.kind === "beginning") bodies.push([child]);
    else bodies.at(-1)?.push(child);
  }
  return bodies.map((items) => ({
    isSignature: code.endsWith("sig", items[0]?.start),
    items,
    end: items.at(-1)?.end ?? 0,
  }));
}

const afterBody = ({ end }: Body): number => end + "end".length;
