import type { Span } from "../syntax/span.ts";
import type { NamedSpan } from "./c.ts";
import type { PlacedToken } from "./c-expanded.ts";
import type { CompilerCall } from "./c-expression-calls.ts";

export type FileNameKind = "function" | "variable" | "type" | "constant";

/** A name that a file declares outside of functions. A tag is written with its keyword: `struct tm`. */
export interface FileName extends NamedSpan {
  readonly kind: FileNameKind;
  /** It stands there whole: with a body, a value, or its members. */
  readonly defines: boolean;
  /** Nobody else sees it, and what nobody uses of it is not compiled: a function that is `static` or `inline`. */
  readonly isLocal: boolean;
}

/** A name that is used and that no block, parameter or earlier declaration of the file accounts for. */
export interface FreeName extends NamedSpan {
  /** `value`: in an expression, not called: a variable, a constant, or a function whose address is taken. `tag`: `struct x` whose members are needed may be meant. */
  readonly as: "call" | "value" | "type" | "tag";
  /** The macro in whose body it stands; the span is that of the macro's use then. */
  readonly through?: string;
  /** The file declares it further down. */
  readonly declaredLater: boolean;
}

/** A name of the file's own scope or of elsewhere, where the code reads it; types and tags aside. */
export interface UsedName extends Pick<FreeName, "name" | "span" | "through"> {
  readonly as: "call" | "value";
  /** The function in whose body it stands. */
  readonly within: string | undefined;
}

export interface CNames {
  readonly path: string;
  readonly declared: readonly FileName[];
  /** In order. What stands in a stretch that could not be read is left out. */
  readonly free: readonly FreeName[];
  /** Names of `typedef struct {…} name;` that a macro turns into a type of the language, so that nothing can be declared by them. */
  readonly taken: readonly NamedSpan[];
  /** Those of `free` and those that the file declares outside of functions, in order. */
  readonly used: readonly UsedName[];
  readonly compilerCalls: readonly CompilerCall[];
  /** Variables of thread-local storage, at the keyword. */
  readonly threadLocals: readonly NamedSpan[];
  /** Stretches that the grammar could not read. */
  readonly unread: readonly Span[];
  /** Macros expand to too much, or the text is too large or nested too deep: nothing was read. */
  readonly isTooLarge: boolean;
}

export const noNames: Omit<CNames, "path"> = {
  declared: [],
  free: [],
  taken: [],
  used: [],
  compilerCalls: [],
  threadLocals: [],
  unread: [],
  isTooLarge: false,
};

const ownType = /^(?:_Complex|_Bool|_Imaginary|char|double|float|int|long|short|signed|unsigned|void)$/;

/** Names of `typedef struct {…} name;` that a macro turns into a type of the language. */
export function takenNames(tokens: readonly PlacedToken[]): readonly NamedSpan[] {
  return tokens.flatMap(({ text, through, span }, at) =>
    through !== undefined &&
    ownType.test(text) &&
    tokens[at - 1]?.text === "}" &&
    tokens[at + 1]?.text === ";"
      ? [{ name: through, span }]
      : [],
  );
}
