import { expandedTokens } from "../facts/c-expanded.ts";
import type { CNames, FreeName } from "../facts/c-names.ts";
import { outlineOf } from "../facts/c-outline.ts";
import { cNames } from "../facts/c-parsed-names.ts";
import { newTypeScope } from "../facts/c-types.ts";
import { aliveText, type PreprocessResult } from "../syntax/c/preprocess.ts";
import type { CompiledFile } from "../syntax/c/preprocess-types.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { allNames, headerNames } from "../target/declared-names.ts";
import { headerMacros } from "../target/header-macros.ts";
import { posixHeader } from "../target/posix-names.ts";
import type { Target } from "../target/target.ts";
import {
  isWithin,
  type LinkedPlace,
  type LinkedStub,
  linkedStub,
  placeOf,
  type ReadFile,
} from "./linked-names.ts";
import { parserNeed } from "./parser-need.ts";

/** A name that a stub, or a header of the tree that it includes, uses and that nothing declares. */
export interface UndeclaredName extends LinkedPlace, Pick<FreeName, "name" | "as" | "through"> {}

/** A name that a stub, or a header of the tree, declares and that a macro of a target's header has taken. */
export interface TakenName extends LinkedPlace {
  readonly name: string;
  /** The header of the target that is included and defines the macro. */
  readonly header: string;
}

/** What is wrong with the names of a stub, and what its object file refers to. */
export interface StubNames {
  readonly undeclared: readonly UndeclaredName[];
  readonly taken: readonly TakenName[];
  /** Undefined where not all headers can be seen. */
  readonly linked: LinkedStub | undefined;
}

/** The compiler knows these without a declaration. */
const builtIn =
  /^(?:__(?:builtin|sync|atomic)_\w+|__(?:u?int128|float128)(?:_t)?|__(?:func|FUNCTION|PRETTY_FUNCTION)__|_Pragma|__(?:FILE|LINE|DATE|TIME|COUNTER|BASE_FILE|INCLUDE_LEVEL|TIMESTAMP|FILE_NAME)__|__auto_type|_Bool|bool|true|false|NULL|va_list|_Float\d+x?)$/;

/** Finds the names of a stub that no header which it reaches declares; of none where not all of them can be seen. */
export function undeclaredNameFinder(target: Target, treeSitter: TreeSitter) {
  return (
    entry: Pick<CompiledFile, "path" | "text">,
    preprocessed: PreprocessResult,
    flagsPartlyUnseen: boolean,
  ): StubNames => {
    if (!seesAllHeaders(preprocessed)) return { undeclared: [], taken: [], linked: undefined };
    const scope = scopeOf(entry.text, preprocessed, target);
    const types = newTypeScope();
    const { alive, macros, skipped, uncertain } = preprocessed;
    const { isLeft } = scope;
    const tokens = expandedTokens({ ...entry, alive, macros, skipped, uncertain, isLeft });
    const files = preprocessed.files.map((file) => ({
      file,
      tokens: expandedTokens({ ...file, alive: aliveText(file), macros, isLeft }),
    }));
    const needsParser = parserNeed(
      [tokens, ...files.map((each) => each.tokens)].flatMap((each) => (each === undefined ? [] : [each])),
      scope.knows,
      target,
    );
    // The compiler reads headers before what follows their includes, and they tell types.
    const headers = files.map(({ file, tokens }): ReadFile => {
      const { path, text, uncertain } = file;
      const isParsed = tokens === undefined || needsParser(tokens);
      const names = isParsed ? cNames(path, tokens, treeSitter, types) : outlineOf(path, tokens);
      return { path, text, uncertain, names, included: file };
    });
    const own: ReadFile = {
      ...{ ...entry, uncertain, included: undefined },
      names: cNames(entry.path, tokens, treeSitter, types),
    };
    const read = [own, ...headers];
    const declared = declaredWords(read);
    // A flag that can't be seen may define a macro, but no function of the C library.
    const mayBeMeant = (name: string): boolean =>
      !flagsPartlyUnseen ||
      posixHeader(name) !== undefined ||
      allNames(target).has(name) ||
      allNames(target).has(prefixed(name));
    const isUndeclared = ({ name, as, declaredLater }: FreeName): boolean =>
      as !== "tag" && !declaredLater && !declared.has(name) && !scope.knows(name) && mayBeMeant(name);
    return {
      undeclared: read.flatMap((file) =>
        file.included?.isRepeated === true
          ? []
          : file.names.free
              .filter((free) => isUndeclared(free) && !isWithin(free.span, file.uncertain))
              .map(({ name, as, through, span }) => ({
                ...{ name, as, ...placeOf(span, file) },
                ...(through === undefined ? {} : { through }),
              })),
      ),
      taken: read.flatMap((file) =>
        file.names.taken.flatMap(({ name, span }) =>
          takenBy(name, placeOf(span, file), preprocessed, target),
        ),
      ),
      linked: linkedStub(own, headers),
    };
  };
}

/** The header that is included before `place`, and that defines `name` as a macro. */
function takenBy(
  name: string,
  place: LinkedPlace,
  { includes, macros }: PreprocessResult,
  target: Target,
): readonly TakenName[] {
  const internals = macros.has("CAML_INTERNALS");
  const before = includes.find(
    (use) =>
      use.outcome === "header" &&
      use.condition === "yes" &&
      use.at.start < place.at.start &&
      headerMacros(target, use.name.name, internals).has(name),
  );
  return before === undefined ? [] : [{ name, header: before.name.name, ...place }];
}

/** How OCaml 5 calls a function of the runtime that older ones also knew without the prefix. */
export const prefixed = (name: string): string => `caml_${name}`;

/** What is declared before any file of the tree says a word. */
interface Scope {
  knows(name: string): boolean;
  isLeft(name: string): boolean;
}

function scopeOf(text: string, { files, includes, macros }: PreprocessResult, target: Target): Scope {
  // Some define it for a few headers alone, and take it back.
  const internals =
    macros.has("CAML_INTERNALS") || [{ text }, ...files].some((file) => definesInternals.test(file.text));
  const headers = includes.flatMap(({ name, outcome }) => (outcome === "header" ? [name.name] : []));
  const left = new Set(headers.flatMap((header) => [...headerMacros(target, header, internals).keys()]));
  return {
    knows: (name) =>
      macros.has(name) ||
      builtIn.test(name) ||
      headers.some((header) => headerNames(target, header, internals).has(name)),
    isLeft: (name) => left.has(name) && standsForValue(name, macros),
  };
}

const definesInternals = /^[ \t]*#[ \t]*define[ \t]+CAML_INTERNALS\b/m;

/** Names that files declare; in a stretch that could not be read, any word may be one. */
function declaredWords(
  files: readonly { readonly text: string; readonly names: CNames }[],
): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text, names } of files) {
    for (const { name } of names.declared) words.add(name);
    const unread = names.isTooLarge ? [{ start: 0, end: text.length }] : names.unread;
    for (const { start, end } of unread)
      for (const word of text.slice(start, end).match(/[A-Za-z_]\w*/g) ?? []) words.add(word);
  }
  return words;
}

/** A header that is missing stops the compiler before any name is looked for. */
function seesAllHeaders({ includes }: PreprocessResult): boolean {
  return includes.every(
    ({ outcome, condition }) =>
      outcome === "header" || outcome === "file" || (outcome === "missing" && condition === "unknown"),
  );
}

/** Words of a declaration: a macro that is none of them declares nothing, and is no concern of the stub's. */
const declares =
  /^(?:extern|static|inline|__inline|_Complex|_Bool|char|double|float|int|long|short|signed|unsigned|void|__attribute__.*|\s)*$/;

function standsForValue(name: string, macros: PreprocessResult["macros"]): boolean {
  const macro = macros.get(name);
  if (macro === undefined || typeof macro === "string") return false;
  return macro.parameters !== undefined || !declares.test(macro.body);
}
