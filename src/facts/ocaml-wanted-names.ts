import { opaqueTextsOf } from "./ocaml-tokens.ts";

/** A value of Stdlib. */
export interface WantedValue {
  /** `Sys`, `Random.State`; empty for what can be named without a module, such as `open_in`. */
  readonly module: string;
  readonly name: string;
  /** It matters only in a file that has one of these words, such as `stdin`. */
  readonly alongside?: readonly string[];
}

/** What sources are looked through for before they are parsed. */
export interface WantedNames {
  /** By module; undefined where a name matters alongside anything. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string> | undefined>>;
  /** Modules that the values are in, and those around them. */
  readonly valueModules: ReadonlySet<string>;
  /** Modules of which any use counts. */
  readonly modules: ReadonlySet<string>;
  readonly isWantedPrimitive: (primitive: string) => boolean;
  readonly heads: RegExp;
}

const ofStdlib: ReadonlySet<string> = new Set(["Stdlib", "Pervasives"]);

/** `modules` are those of which any use counts, such as Unix; without `isWantedPrimitive` no `external` is wanted. */
export function wantedNames(wanted: {
  readonly values: readonly WantedValue[];
  readonly modules: Iterable<string>;
  readonly isWantedPrimitive?: (primitive: string) => boolean;
}): WantedNames {
  const values = new Map<string, Map<string, Set<string> | undefined>>([["", new Map()]]);
  for (const { module, name, alongside } of wanted.values) {
    const names = values.get(module) ?? new Map<string, Set<string> | undefined>();
    const others = names.has(name) ? names.get(name) : new Set<string>();
    names.set(name, alongside && others ? new Set([...others, ...alongside]) : undefined);
    values.set(module, names);
  }
  const valueModules = new Set([...values.keys()].flatMap(withPrefixes));
  const modules = new Set(wanted.modules);
  const inModules = [...valueModules].filter((module) => module !== "" && !module.includes("."));
  const plain = values.get("")?.keys() ?? [];
  const heads = new Set([
    ...modules,
    ...inModules,
    ...plain,
    ...(wanted.values.length > 0 ? ofStdlib : []),
    ...(wanted.isWantedPrimitive === undefined ? [] : ["external"]),
  ]);
  const { isWantedPrimitive = () => false } = wanted;
  return { values, valueModules, modules, isWantedPrimitive, heads: wordPattern(heads) };
}

/** `Random.State` is there only through `Random`. */
function withPrefixes(module: string): readonly string[] {
  const parts = module.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

/** Whole words as far as ASCII goes; what stands before and after is looked at where one is found. */
function wordPattern(words: Iterable<string>): RegExp {
  return new RegExp(`\\b(?:${[...words].join("|") || "(?!)"})\\b`, "g");
}

/**
 * The first names of what a source may use of what is wanted, outside comments and strings: `Sys` for `Sys.getcwd` where that is wanted,
 * and for `open Sys`, but not for `Sys.word_size`. Names bound in the file count too: what they stand for is left to the parser,
 * which finds no use in a source without any.
 */
export function wantedNamesIn(
  text: string,
  wanted: WantedNames,
  source: { readonly interface: boolean; readonly comments: "ocaml" | "unknown" },
): ReadonlySet<string> {
  const found = new Set<string>();
  const { heads } = wanted;
  heads.lastIndex = 0;
  let opaques: ReturnType<typeof opaqueTextsOf> | undefined;
  let opaque: ReturnType<ReturnType<typeof opaqueTextsOf>["next"]> | undefined;
  for (let match = heads.exec(text); match !== null; match = heads.exec(text)) {
    const [name] = match;
    if (found.has(name) || !isUse(text, name, match.index, wanted, source.interface)) continue;
    if (source.comments === "ocaml") {
      opaques ??= opaqueTextsOf(text);
      opaque ??= opaques.next();
      while (!opaque.done && opaque.value.span.end <= match.index) opaque = opaques.next();
      if (!opaque.done && opaque.value.span.start <= match.index) {
        heads.lastIndex = opaque.value.span.end;
        continue;
      }
    }
    found.add(name);
  }
  return found;
}

/** Letters outside ASCII, and the quote of x' that is part of a name. */
const isNamePart = (unit: number): boolean => unit === 0x27 || unit >= 0xc0;
const backquote = 0x60;

function isUse(
  text: string,
  name: string,
  start: number,
  wanted: WantedNames,
  isInterface: boolean,
): boolean {
  const end = start + name.length;
  const before = start === 0 ? 0 : text.charCodeAt(start - 1);
  if (isNamePart(before) || before === backquote || (end < text.length && isNamePart(text.charCodeAt(end))))
    return false;
  if (name === "external") return isWantedExternal(text, start, wanted);
  if (wanted.modules.has(name)) {
    pathPart.lastIndex = end;
    return pathPart.test(text) || isModuleItself(text, start, end);
  }
  if (wanted.valueModules.has(name) || ofStdlib.has(name)) return isModuleUse(text, name, start, wanted);
  return !isInterface && isPlainUse(text, name, start, wanted);
}

const externalDeclaration = /external\s+(?:\([^()"]*\)|[\w']+)\s*:[^="]*=\s*((?:"[\w%.]*"\s*)+)(?!["\w])/y;

/** One that can't be read by its words alone is wanted, whatever it is. */
function isWantedExternal(text: string, start: number, { isWantedPrimitive }: WantedNames): boolean {
  externalDeclaration.lastIndex = start;
  const primitives = externalDeclaration.exec(text)?.[1]?.match(/[\w%.]+/g);
  return primitives?.some(isWantedPrimitive) ?? true;
}

const pathPart = /\s*\.\s*([A-Za-z_][\w']*)/y;

/** `Sys.getcwd`; or the module itself, of which any name may then be used. */
function isModuleUse(text: string, name: string, start: number, wanted: WantedNames): boolean {
  let module = ofStdlib.has(name) ? "" : name;
  let at = start + name.length;
  for (;;) {
    pathPart.lastIndex = at;
    const part = pathPart.exec(text)?.[1];
    if (part === undefined) break;
    if (!/^[A-Z]/.test(part)) return matters(text, wanted, module, part);
    module = module === "" ? part : `${module}.${part}`;
    if (!wanted.valueModules.has(module)) return false;
    at = pathPart.lastIndex;
  }
  if (!isModuleItself(text, start, at)) return false;
  // What is only opened is not there for other files.
  return !isOpened(text, start, at) || hasWord(text, namesWithin(module, wanted));
}

const beforeOpened = /\bopen(?:\s*!)?(?:\s*\[[^\]]*\])?\s*$/;
const afterOpened = /\s*\.\s*[([{]/y;

/** `open Sys`, `let open Sys in`, `Sys.(…)`. */
function isOpened(text: string, start: number, end: number): boolean {
  afterOpened.lastIndex = end;
  return afterOpened.test(text) || beforeOpened.test(text.slice(Math.max(0, start - 60), start));
}

const within = new WeakMap<WantedNames, Map<string, ReadonlySet<string>>>();

/** Names of the wanted values of a module and of those in it; all of them for Stdlib. */
function namesWithin(module: string, wanted: WantedNames): ReadonlySet<string> {
  const known = within.get(wanted) ?? new Map<string, ReadonlySet<string>>();
  within.set(wanted, known);
  const isIn = (other: string): boolean =>
    module === "" || other === module || other.startsWith(`${module}.`);
  const names =
    known.get(module) ??
    new Set([...wanted.values].flatMap(([other, values]) => (isIn(other) ? [...values.keys()] : [])));
  known.set(module, names);
  return names;
}

function matters(text: string, wanted: WantedNames, module: string, name: string): boolean {
  const names = wanted.values.get(module);
  if (names === undefined || !names.has(name)) return false;
  const alongside = names.get(name);
  return alongside === undefined || hasWord(text, alongside);
}

const patterns = new WeakMap<ReadonlySet<string>, RegExp>();

function hasWord(text: string, words: ReadonlySet<string>): boolean {
  const pattern = patterns.get(words) ?? wordPattern(words);
  patterns.set(words, pattern);
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Where names of constructors stand and those of modules never do: after `|`, `,` and the like, and after words. */
const beforeConstructor =
  /(?:[|,;[{+*/<@^&]|\b(?:when|then|else|match|try|if|do|with|function|fun|return|raise))\s*$/;
const beforeDefinition = /\bmodule(?:\s+rec|\s+type)?\s*$/;

/** A dot, or a comment that one may come after. */
const beforeRest = /\s*(?:\.|\(\*)/y;

/** Whether a path of modules that no name follows may be more than a constructor or the name of a module that is defined there. */
function isModuleItself(text: string, start: number, end: number): boolean {
  beforeRest.lastIndex = end;
  if (beforeRest.test(text)) return true;
  const before = text.slice(Math.max(0, start - 40), start);
  if (beforeDefinition.test(before)) return /\(\s*module\s*$/.test(before);
  if (beforeConstructor.test(before)) return false;
  return !/->\s*$/.test(before) || /\bfunctor\b/.test(text);
}

const beforeBinding =
  /\b(?:let|let\s+rec|and|val|fun|method|method!|as|for|external|type|mutable|private|inherit)\s+$/;
const beforeMember = /(?:#|(?<![\w'])[A-Za-z_][\w']*\s*\.|[)\]}]\s*\.)\s*$/;

/** Whether a name without a module may be a value that is used there: no label, field, method, or name in a binding. */
function isPlainUse(text: string, name: string, start: number, wanted: WantedNames): boolean {
  if (!matters(text, wanted, "", name)) return false;
  const before = text.slice(Math.max(0, start - 24), start);
  const end = start + name.length;
  if (/[~?]$/.test(before)) return text.charAt(end) !== ":";
  if (/\{\s*$/.test(before)) return !/^\s*[:=]/.test(text.slice(end, end + 40));
  return !beforeBinding.test(before) && !beforeMember.test(before);
}
