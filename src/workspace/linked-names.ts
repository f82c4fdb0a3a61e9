import type { NamedSpan } from "../facts/c.ts";
import type { CompilerCall } from "../facts/c-expression-calls.ts";
import type { CNames, UsedName } from "../facts/c-names.ts";
import type { ChainStep, IncludedFile } from "../syntax/c/preprocess-types.ts";
import type { Span } from "../syntax/span.ts";

/** Where something stands in what is compiled of a stub. */
export interface LinkedPlace {
  /** In the stub: the name, or the `#include` of the file that uses it. */
  readonly at: Span;
  /** The way to the file that uses it, and the name in it last; the name alone where the stub does. */
  readonly chain: readonly ChainStep[];
}

/** A name that the stub's object file refers to. */
export interface LinkedUse extends LinkedPlace, Pick<UsedName, "name" | "as" | "through"> {}

/** What a stub's object file needs and has, as far as it can be read. */
export interface LinkedStub {
  /** In order, the stub's own first. What stands in a function that is local and not used is left out. */
  readonly uses: readonly LinkedUse[];
  readonly compilerCalls: readonly (LinkedPlace & Pick<CompilerCall, "call" | "through">)[];
  /** Variables of thread-local storage, at the keyword. */
  readonly threadLocals: readonly (LinkedPlace & Pick<NamedSpan, "name">)[];
  /** The stub's own, where they stand. */
  readonly definitions: readonly NamedSpan[];
  /** Functions and variables that the stub and the files of the tree which it includes define. */
  readonly defined: ReadonlySet<string>;
  /** Those that they declare and don't define. */
  readonly declared: ReadonlySet<string>;
  /** False where some stretch of them could not be read. */
  readonly isWhole: boolean;
}

/** A stub, or a file of the tree that it includes, as it was read. */
export interface ReadFile {
  readonly names: CNames;
  readonly uncertain: readonly Span[];
  readonly path: string;
  readonly text: string;
  /** Undefined for the stub itself. */
  readonly included: IncludedFile | undefined;
}

/** Undefined where the stub's own text is too large to read. */
export function linkedStub(own: ReadFile, headers: readonly ReadFile[]): LinkedStub | undefined {
  if (own.names.isTooLarge) return undefined;
  const files = [own, ...headers];
  const isCompiled = compiledFunctions(files);
  const placed = <Use extends { readonly span: Span; readonly within: string | undefined }, Placed>(
    usesOf: (names: CNames) => readonly Use[],
    place: (use: Use, at: LinkedPlace) => Placed,
  ): readonly Placed[] =>
    files.flatMap((file) =>
      usesOf(file.names)
        .filter(({ span, within }) => isCompiled(within) && !isWithin(span, file.uncertain))
        .map((use) => place(use, placeOf(use.span, file))),
    );
  const objects = files.flatMap(({ names }) =>
    names.declared.filter(({ kind }) => kind === "function" || kind === "variable"),
  );
  const defined = new Set(objects.flatMap(({ defines, name }) => (defines ? [name] : [])));
  return {
    uses: placed(
      ({ used }) => used,
      ({ name, as, through }, at) => ({ name, as, ...at, ...(through === undefined ? {} : { through }) }),
    ),
    compilerCalls: placed(
      ({ compilerCalls }) => compilerCalls,
      ({ call, through }, at) => ({ call, ...at, ...(through === undefined ? {} : { through }) }),
    ),
    threadLocals: placed(
      ({ threadLocals }) => threadLocals.map((each) => ({ ...each, within: undefined })),
      ({ name }, at) => ({ name, ...at }),
    ),
    defined,
    definitions: own.names.declared.flatMap(({ defines, kind, name, span }) =>
      defines && (kind === "function" || kind === "variable") ? [{ name, span }] : [],
    ),
    declared: new Set(objects.flatMap(({ name }) => (defined.has(name) ? [] : [name]))),
    isWhole: files.every(({ names }) => !names.isTooLarge && names.unread.length === 0),
  };
}

/** Where a place in one of the files is, seen from the stub. */
export function placeOf(span: Span, { included, path }: ReadFile): LinkedPlace {
  if (included === undefined) return { at: span, chain: [{ path, span }] };
  return { at: included.use.at, chain: [...included.use.chain, { path, span }] };
}

export const isWithin = (span: Span, spans: readonly Span[]): boolean =>
  spans.some(({ start, end }) => start <= span.start && span.end <= end);

/** Whether gcc compiles what stands in a function: a local one only where something that is compiled uses it. */
function compiledFunctions(files: readonly ReadFile[]): (within: string | undefined) => boolean {
  const locals = new Set(
    files.flatMap(({ names }) => names.declared.flatMap(({ isLocal, name }) => (isLocal ? [name] : []))),
  );
  const bodies = new Map<string, Set<string>>();
  const pending: string[] = [];
  for (const { names } of files)
    for (const { name, within } of names.used) {
      if (!locals.has(name)) continue;
      if (within === undefined || !locals.has(within)) pending.push(name);
      else bodies.set(within, (bodies.get(within) ?? new Set()).add(name));
    }
  const reached = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    pending.push(...(bodies.get(name) ?? []));
  }
  return (within) => within === undefined || !locals.has(within) || reached.has(within);
}
