import { cNames, type FreeName } from "../facts/c-names.ts";
import type { PreprocessResult } from "../syntax/c/preprocess.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { headerNames } from "../target/declared-names.ts";
import { headerMacros } from "../target/header-macros.ts";
import type { Target } from "../target/target.ts";
import type { Sources } from "./sources.ts";

/** The compiler knows these without a declaration. */
const builtIn =
  /^(?:__(?:builtin|sync|atomic)_\w+|__(?:u?int128|float128)(?:_t)?|__(?:func|FUNCTION|PRETTY_FUNCTION)__|__auto_type|_Bool|bool|true|false|NULL|va_list|_Float\d+x?)$/;

/** Finds the names of a stub that no header which it reaches declares; of none where not all of them can be seen. */
export function undeclaredNameFinder(sources: Sources, target: Target, treeSitter: TreeSitter) {
  const words = new Map<string, ReadonlySet<string>>();
  // What a header of the tree declares depends on its own conditions: a name that it mentions at all counts as declared.
  const wordsOf = (path: string): ReadonlySet<string> => {
    const known = words.get(path) ?? new Set((sources.text(path) ?? "").match(/[A-Za-z_]\w*/g));
    words.set(path, known);
    return known;
  };
  return (path: string, preprocessed: PreprocessResult): readonly FreeName[] => {
    const text = sources.text(path);
    if (text === undefined || !seesAllHeaders(preprocessed)) return [];
    const { includes, alive, macros } = preprocessed;
    const internals = macros.has("CAML_INTERNALS");
    const headers = includes.flatMap(({ name, outcome }) => (outcome === "header" ? [name.name] : []));
    const files = includes.flatMap(({ path: included }) => included ?? []);
    const left = new Set(headers.flatMap((header) => [...headerMacros(target, header, internals).keys()]));
    const isLeft = (name: string): boolean => left.has(name) && standsForValue(name, macros);
    const { free } = cNames(path, { text, alive, macros, isLeft }, treeSitter);
    return free.filter(
      ({ name, as, declaredLater }) =>
        as !== "tag" &&
        !declaredLater &&
        !macros.has(name) &&
        !builtIn.test(name) &&
        !headers.some((header) => headerNames(target, header, internals).has(name)) &&
        !files.some((file) => wordsOf(file).has(name)),
    );
  };
}

function seesAllHeaders({ includes }: PreprocessResult): boolean {
  return includes.every(
    ({ outcome, condition }) => condition === "yes" && (outcome === "header" || outcome === "file"),
  );
}

/** A macro whose expansion declares nothing is no concern of the stub's. */
function standsForValue(name: string, macros: PreprocessResult["macros"]): boolean {
  const macro = macros.get(name);
  if (macro === undefined || typeof macro === "string") return false;
  return (
    macro.parameters !== undefined ||
    !/^(?:extern|static|inline|__inline|__attribute__.*|\s)*$/.test(macro.body)
  );
}
