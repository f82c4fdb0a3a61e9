import { definedness } from "../syntax/c/expression.ts";
import type { IncludeName } from "../syntax/c/include-name.ts";
import { type MacroDefinition, type MacroValue, readDefinition } from "../syntax/c/macros.ts";
import type { Resolved } from "../syntax/c/preprocess.ts";
import type { HeaderContents, HeaderOrigin, Target, TargetHeader } from "./target.ts";

/** Macros as a target's data has them: a line each, as after `#define`. */
export function macrosOf(lines: string): ReadonlyMap<string, MacroDefinition> {
  const macros = new Map<string, MacroDefinition>();
  for (const line of lines.split("\n")) {
    const definition = readDefinition(line);
    if (definition !== undefined) macros.set(definition.name, definition.macro);
  }
  return macros;
}

/** The other way round: the line of a macro. */
export function macroLine(name: string, macro: MacroDefinition): string {
  const body = macro.body.replace(/\s+/g, " ");
  return body === "" ? macroHead(name, macro) : `${macroHead(name, macro)} ${body}`;
}

function macroHead(name: string, macro: MacroDefinition): string {
  if (macro.parameters === undefined) return name;
  const parameters = macro.parameters.map((parameter) => {
    if (parameter !== macro.rest) return parameter;
    return parameter === "__VA_ARGS__" ? "..." : `${parameter}...`;
  });
  return `${name}(${parameters.join(", ")})`;
}

const own = new WeakMap<HeaderContents, ReadonlyMap<string, MacroDefinition>>();

/** The macros that a header defines itself. */
export function ownMacros(contents: HeaderContents): ReadonlyMap<string, MacroDefinition> {
  const known = own.get(contents);
  if (known !== undefined) return known;
  const macros = macrosOf(contents.macros ?? "");
  own.set(contents, macros);
  return macros;
}

type Closures<Value> = Map<string, ReadonlyMap<string, Value>>;

/** What a header brings with the headers that it includes, each answer remembered; empty for an unknown header. */
export function throughIncludes<Value>(
  own: (contents: HeaderContents) => ReadonlyMap<string, Value>,
): (target: Target, name: string, internals: boolean) => ReadonlyMap<string, Value> {
  const closures = new WeakMap<
    Target,
    { readonly plain: Closures<Value>; readonly internal: Closures<Value> }
  >();
  return (target, name, internals) => {
    const both = closures.get(target) ?? { plain: new Map(), internal: new Map() };
    closures.set(target, both);
    const cache = internals ? both.internal : both.plain;
    const known = cache.get(name);
    if (known !== undefined) return known;
    const brought = new Map<string, Value>();
    const seen = new Set<string>();
    const collect = (included: string): void => {
      const header = targetHeader(target, included);
      if (header === undefined || seen.has(included)) return;
      seen.add(included);
      const contents = (internals ? header.underInternals : undefined) ?? header;
      for (const next of contents.includes) collect(next);
      for (const [key, value] of own(contents)) brought.set(key, value);
    };
    collect(name);
    cache.set(name, brought);
    return brought;
  };
}

/** All macros that including a target's header leaves defined, those of the headers that it includes among them. */
export const headerMacros = throughIncludes(ownMacros);

/** The header of the target that an `#include` of this name finds. */
export function targetHeader(target: Target, name: string): TargetHeader | undefined {
  return Object.hasOwn(target.headers, name) ? target.headers[name] : undefined;
}

/** Whether the wrapper's own `-I` come first, so that a package's header of the same name is never found with `<…>`. */
export function shadowsPackageHeaders(origin: HeaderOrigin): boolean {
  switch (origin) {
    case "solo5":
    case "nolibc":
    case "openlibm":
      return true;
    case "ocaml":
    case "compiler":
      return false;
    default:
      return origin satisfies never;
  }
}

/** Looks an `#include` up among the headers of the target alone. */
export function resolveTargetHeader(
  target: Target,
  include: IncludeName,
  macro: (name: string) => MacroValue,
): Resolved {
  if (targetHeader(target, include.name) === undefined || include.next === true) return { kind: "missing" };
  const internals = definedness(macro("CAML_INTERNALS")) === "yes";
  return { kind: "header", macros: headerMacros(target, include.name, internals) };
}
