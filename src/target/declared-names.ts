import { ownMacros, throughIncludes } from "./header-macros.ts";
import type { DeclaredNames, HeaderContents, Target } from "./target.ts";

/** What a name is where a header has it; `inline function`: the header holds its body. A tag is written with its keyword: `struct tm`. */
export type NameKind = "function" | "inline function" | "type" | "variable" | "constant" | "macro";

/** A header that has a name in its own text. */
export interface NameOrigin {
  readonly header: string;
  readonly kind: NameKind;
  /** Only where `CAML_INTERNALS` is defined. */
  readonly internal: boolean;
}

const kinds: readonly (readonly [keyof DeclaredNames, NameKind])[] = [
  ["functions", "function"],
  ["inlineFunctions", "inline function"],
  ["types", "type"],
  ["variables", "variable"],
  ["constants", "constant"],
];

const declared = new WeakMap<HeaderContents, ReadonlyMap<string, NameKind>>();

/** The names that a header's own text declares; macros are not among them. Of two with one name, a function counts before a type. */
export function declaredNames(contents: HeaderContents): ReadonlyMap<string, NameKind> {
  const known = declared.get(contents);
  if (known !== undefined) return known;
  const names = new Map<string, NameKind>();
  for (const [list, kind] of kinds) {
    for (const name of namesIn(contents[list])) {
      const written = name.replace(":", " ");
      if (!names.has(written)) names.set(written, kind);
    }
  }
  declared.set(contents, names);
  return names;
}

/** Splits a list of names of the target's data. */
export function namesIn(list: string | undefined): readonly string[] {
  return list === undefined || list === "" ? [] : list.split(" ");
}

/** All names that including a header of the target brings, those of the headers that it includes among them; empty for an unknown header. */
export const headerNames = throughIncludes(declaredNames);

/** To look for this many costs no more than to list all names that there are. */
const fewNames = 100;
const askedFor = new WeakMap<Target, Map<string, readonly NameOrigin[]>>();

/** The headers that have a name in their own text, as a declaration or a macro, in the order of their names. */
export function originsOf(target: Target, name: string): readonly NameOrigin[] {
  const asked = askedFor.get(target) ?? new Map<string, readonly NameOrigin[]>();
  askedFor.set(target, asked);
  const known = asked.get(name);
  if (known !== undefined) return known;
  if (asked.size >= fewNames && !allNames(target).has(name)) return [];
  const found = searchedOrigins(target, name);
  asked.set(name, found);
  return found;
}

function searchedOrigins(target: Target, name: string): readonly NameOrigin[] {
  const written = name.replace(" ", ":");
  return Object.entries(target.headers).flatMap(([header, contents]) => {
    const found = kindsOf(contents, written).map((kind): NameOrigin => ({ header, kind, internal: false }));
    if (contents.underInternals === undefined) return found;
    const hidden = kindsOf(contents.underInternals, written).filter(
      (kind) => !found.some((origin) => origin.kind === kind),
    );
    return [...found, ...hidden.map((kind): NameOrigin => ({ header, kind, internal: true }))];
  });
}

/** As what a header has `written`: looked for in the lists as they are, since few names are ever asked for. */
function kindsOf(contents: HeaderContents, written: string): readonly NameKind[] {
  const found = kinds.flatMap(([list, kind]) => (holdsWord(contents[list], written, " ", " ") ? [kind] : []));
  return holdsWord(contents.macros, written, "\n", "( \n") ? [...found, "macro"] : found;
}

/** Whether `word` stands in `text` between its start or `before` and its end or one of `after`. */
function holdsWord(text: string | undefined, word: string, before: string, after: string): boolean {
  if (text === undefined || word === "") return false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const begins = at === 0 || text[at - 1] === before;
    if (begins && (end === text.length || after.includes(text[end] ?? ""))) return true;
  }
  return false;
}

const inline = new WeakMap<Target, ReadonlySet<string>>();

/** All functions whose body some header of the target holds. */
export function inlineFunctions(target: Target): ReadonlySet<string> {
  const known = inline.get(target);
  if (known !== undefined) return known;
  const all = Object.values(target.headers).flatMap((header) => [
    ...namesIn(header.inlineFunctions),
    ...namesIn(header.underInternals?.inlineFunctions),
  ]);
  const set = new Set(all);
  inline.set(target, set);
  return set;
}

const everyName = new WeakMap<Target, ReadonlySet<string>>();

/** All names that some header of the target has, macros too. */
export function allNames(target: Target): ReadonlySet<string> {
  const known = everyName.get(target);
  if (known !== undefined) return known;
  const names = new Set<string>();
  everyName.set(target, names);
  for (const header of Object.values(target.headers)) {
    for (const contents of [
      header,
      ...(header.underInternals === undefined ? [] : [header.underInternals]),
    ]) {
      for (const name of declaredNames(contents).keys()) names.add(name);
      for (const name of ownMacros(contents).keys()) names.add(name);
    }
  }
  return names;
}
