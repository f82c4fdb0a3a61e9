import type { LetBinding } from "./ocaml-bindings.ts";
import { type CircumstancesStack, circumstancesStack } from "./ocaml-circumstances.ts";
import type { Definition } from "./ocaml-definition.ts";
import type { OutlineNode } from "./ocaml-outline.ts";
import type { WrittenName } from "./ocaml-paths.ts";
import type { ModulePath, Scope } from "./ocaml-scope.ts";
import { actionAt, type GeneratedCode, type MadeFunction } from "./ocaml-sections.ts";
import type { LocalUse, ValueUse } from "./ocaml-value-use.ts";

/** Which uses of values are wanted. */
export interface WantedValues {
  /** Last components of their paths, whatever module they are of; or all values. */
  readonly names: ReadonlySet<string> | "all";
  /** Modules of which every value is wanted: first components of paths, through the file's aliases. */
  readonly modules: ReadonlySet<string>;
}

export interface ValueWalk {
  /** Comments and preprocessor lines are blank. */
  readonly text: string;
  readonly scope: Scope;
  readonly wanted: WantedValues;
  /** Operators matter: the file defines one, or one is wanted by its name. */
  readonly seesOperators: boolean;
  readonly circumstances: CircumstancesStack;
  /** What a generator makes of the source, if one does. */
  readonly generated: GeneratedCode | undefined;
  /** Functions that it makes, by name. */
  readonly made: ReadonlyMap<string, MadeFunction>;
  readonly values: ValueUse[];
  readonly localUses: LocalUse[];
  readonly definitions: Definition[];
  readonly bindings: Map<OutlineNode, LetBinding>;
  /** Names of the parameters that are being walked through. */
  readonly ofParameters: { readonly parameter: OutlineNode; readonly name: WrittenName }[];
  /** Functions that are the body of what a `let` defines. */
  readonly ownFunctions: Set<OutlineNode>;
  /** Of structures that something outside the file can name. */
  readonly pathOfStructure: Map<OutlineNode, ModulePath>;
}

// Longer ones would let paths grow with the square of the nesting.
const longestPath = 32;

export interface ValueSource {
  readonly text: string;
  readonly values: WantedValues;
  readonly generated: GeneratedCode | undefined;
  readonly isConditional: (offset: number) => boolean;
}

const operatorDefinition = /\b(?:let|and|rec|external)\s*\(\s*(?:let|and)?[!$%&*+\-./:<=>?@^|~#]/;
const word = /^[\p{XID_Continue}']*$/u;

function seesOperators(text: string, { names }: WantedValues): boolean {
  return operatorDefinition.test(text) || (names !== "all" && [...names].some((name) => !word.test(name)));
}

function madeDefinition({ name, start, arity }: MadeFunction): Definition {
  return { span: { start, end: start + name.length }, path: [name], arity, optional: [] };
}

export function valueWalk({ text, values, generated, isConditional }: ValueSource, scope: Scope): ValueWalk {
  const surroundings = {
    isConditional,
    actionAt: (offset: number) => (generated === undefined ? undefined : actionAt(generated.actions, offset)),
  };
  return {
    text,
    scope,
    wanted: values,
    seesOperators: seesOperators(text, values),
    circumstances: circumstancesStack(surroundings),
    generated,
    made: new Map(generated?.functions.map((made) => [made.name, made])),
    values: [],
    localUses: [],
    definitions: generated?.functions.map(madeDefinition) ?? [],
    bindings: new Map(),
    ofParameters: [],
    ownFunctions: new Set(),
    pathOfStructure: new Map(),
  };
}

/** How others name what `item` of a structure defines; undefined where they can't. */
export function pathOfItem(walk: ValueWalk, item: OutlineNode, name: string): ModulePath | undefined {
  const { parent } = item;
  if (parent === undefined || parent.type === "compilation_unit") return [name];
  const path = walk.pathOfStructure.get(parent);
  return path === undefined || path.length >= longestPath ? undefined : [...path, name];
}

export function bindLocal({ scope }: ValueWalk, { name, start }: WrittenName): void {
  if (name !== "_") scope.bindValue(name, { kind: "local", start }, "local");
}

/** A function without a name, and all else that runs only when something asks for it. */
export function enterClosure({ circumstances }: ValueWalk, node: OutlineNode): void {
  circumstances.push(node, { evaluation: "deferred", certain: false });
}

export function enterUncertain({ circumstances }: ValueWalk, node: OutlineNode): void {
  circumstances.push(node, { certain: false });
}
