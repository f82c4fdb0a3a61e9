import type { ExternalDeclaration } from "./ocaml.ts";
import { equalsAfter } from "./ocaml-abridged.ts";
import { hasPpxCondition } from "./ocaml-conditions.ts";
import { declaredNameAt } from "./ocaml-items.ts";
import { stringValue } from "./ocaml-literals.ts";

const keyword = /(?<![\w'\\#%@\u00c0-\uffff])external(?![\w'\u00c0-\uffff])/g;

/**
 * The same `external` declarations as a parser would find in a source without preprocessor; undefined where they are not plain to see by their words.
 * `code` is what `codeOnly` gives of `text`.
 */
export function plainExternals(text: string, code: string): readonly ExternalDeclaration[] | undefined {
  if (hasPpxCondition(text)) return undefined;
  const found: ExternalDeclaration[] = [];
  for (const { index } of code.matchAll(keyword)) {
    const external = externalAt(text, code, index);
    if (external === undefined) return undefined;
    found.push(external);
  }
  return found;
}

// Strings stand as zeros in the code.
const primitives = /=\s*0+(?:\s+0+)*/y;
const attributes = /(?:\s*\[@@(?!@)[^[\]]*\])*/y;
const literal = /"(?:[^"\\]|\\[\s\S])*"/g;
const otherItem = /\b(?:and|class|end|exception|external|include|let|module|open|type|val)\b/;

function externalAt(text: string, code: string, start: number): ExternalDeclaration | undefined {
  const name = declaredNameAt(code, start);
  if (name === undefined) return undefined;
  const type = code.indexOf(":", name.start + name.name.length);
  const equals = type === -1 ? undefined : equalsAfter(code, type, code.length);
  if (equals === undefined) return undefined;
  primitives.lastIndex = equals;
  const [zeros] = primitives.exec(code) ?? [];
  if (zeros === undefined || otherItem.test(code.slice(type, equals))) return undefined;
  const written = text.slice(equals + "=".length, equals + zeros.length);
  if (written.replace(literal, "").trim() !== "") return undefined;
  attributes.lastIndex = equals + zeros.length;
  const [behind = ""] = attributes.exec(code) ?? [];
  return {
    name: name.name,
    nameStart: name.start,
    primitives: (written.match(literal) ?? []).map(stringValue),
    span: { start, end: equals + zeros.length + behind.length },
    conditional: false,
  };
}
