import type { Exports, ModuleContent } from "./ocaml-definition.ts";
import type { Members, ModuleMeaning } from "./ocaml-scope.ts";
import type { MadeFunction } from "./ocaml-sections.ts";
import { opaqueTextsOf } from "./ocaml-tokens.ts";

// Deriving and other preprocessors add items that are not written.
const generatesItems = /\[@@@?\s*deriving(?!_inline|\.end)|\[%%|\{%%/g;

/** Whether a source defines no more than what stands in it; comments and strings have no say. */
export function isAllWritten(text: string): boolean {
  if (text.search(generatesItems) === -1) return true;
  const opaques = opaqueTextsOf(text);
  let opaque = opaques.next();
  for (const { index } of text.matchAll(generatesItems)) {
    while (!opaque.done && opaque.value.span.end <= index) opaque = opaques.next();
    // A quoted string may be an extension itself.
    if (opaque.done || opaque.value.span.start >= index) return false;
  }
  return true;
}

/** What may bring any name into a module, or a preprocessor's own kind of definition. */
const bringsAny = /\binclude\b|\b(?:let|module)\s*[[%]/;

/** Whether a source may define a value or module of this name for others, by its letters alone. */
export function mayDefine(text: string, name: string): boolean {
  if (bringsAny.test(text)) return true;
  if (!text.includes(name)) return false;
  if (!/^[\w']+$/.test(name)) return true;
  const definition = /^[A-Z]/.test(name)
    ? `\\b(?:module|and)\\b[^=:.()\\n]*?(?<![\\w'])${name}(?![\\w'])`
    : `(?:\\b(?:let|and|rec|val|external|as)\\s+|[,;{(]\\s*(?=${name}\\s*[,;)}=:]))${name}(?![\\w'])`;
  return new RegExp(definition).test(text);
}

// Deeper modules, and those that repeated includes give, are opaque.
const deepestModule = 16;
const mostExports = 100_000;

interface Budget {
  left: number;
}

function contentOf(meaning: ModuleMeaning, depth: number, budget: Budget): ModuleContent {
  switch (meaning.kind) {
    case "alias":
      return { kind: "alias", path: meaning.path };
    case "structure":
      if (depth >= deepestModule || budget.left < 0) return { kind: "opaque" };
      return { kind: "structure", exports: exportsOfMembers(meaning.members, true, depth + 1, budget) };
    case "opaque":
      return { kind: "opaque" };
  }
}

export function byStart(left: { readonly start: number }, right: { readonly start: number }): number {
  return left.start - right.start;
}

function exportsOfMembers(members: Members, seesAll: boolean, depth: number, budget: Budget): Exports {
  budget.left -= members.modules.size + members.values.size + 1;
  const named = [...members.values].flatMap(([name, meaning]) =>
    meaning.kind === "free" ? [] : [{ name, start: meaning.start }],
  );
  return {
    values: named.sort(byStart),
    modules: [...members.modules]
      .map(([name, { meaning, start }]) => ({ name, start, content: contentOf(meaning, depth, budget) }))
      .sort(byStart),
    includes: members.includes,
    seesAll: seesAll && !members.includesOpaque,
  };
}

/** What a file shows, with the functions that are made of its rules. `seesAll` is whether its items are all there to be seen. */
export function exportsOf(unit: Members, made: readonly MadeFunction[], seesAll: boolean): Exports {
  const exports = exportsOfMembers(unit, seesAll, 0, { left: mostExports });
  if (made.length === 0) return exports;
  const functions = made.map(({ name, start }) => ({ name, start }));
  return { ...exports, values: [...exports.values, ...functions].sort(byStart) };
}
