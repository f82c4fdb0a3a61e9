import type { Node } from "web-tree-sitter";
import type { PlacedToken } from "./c-expanded.ts";
import {
  type CompilerCall,
  type CompilerCallUse,
  deepestNode,
  type Reading,
  visit,
} from "./c-expression-calls.ts";
import type { GrammarText } from "./c-grammar-text.ts";
import {
  type Declared,
  declaredBy,
  parametersOf,
  readModeAttributes,
  specifiedType,
  type TypeScope,
  unknownType,
} from "./c-types.ts";

const touching =
  /\b(?:unsigned __int128|__u?int128(?:_t)?|__float128|_Float128|__builtin_(?:popcount|cpu_|powi)\w*|__(?:atomic|sync)_\w+)\b/;

/**
 * What gcc may leave to libgcc in one file. Declarations of the files that the compiler reads before it are in `scope`, and
 * those of this one are added. A file without any of the types and builtins in question costs a look at its text.
 */
export function compilerCalls(
  root: Node,
  written: GrammarText,
  tokens: readonly PlacedToken[],
  scope: TypeScope,
): readonly CompilerCall[] {
  readModeAttributes(tokens, scope);
  const cloned = tokens.flatMap(clonedFunction);
  if (!scope.isTouched && !touching.test(written.text)) return cloned;
  scope.isTouched = true;
  const reading: Reading = {
    scope,
    written,
    calls: [...cloned],
    within: undefined,
    returns: unknownType,
    locals: new Map(),
    depth: 0,
  };
  for (const node of root.descendantsOfType([
    "type_definition",
    "field_declaration",
    "declaration",
    "function_definition",
  ]))
    if (node.type === "function_definition") readFunction(reading, node);
    else if (node.type === "field_declaration") declareMembers(reading, node);
    else if (node.type === "type_definition") declareTypes(reading, node);
    else if (!isInFunction(node)) visit(reading, node);
  return hasTargetAttribute(tokens) ? reading.calls.filter(({ call }) => !isPopcount(call)) : reading.calls;
}

/** `__attribute__((target_clones(…)))`: the version is chosen when the program starts. */
function clonedFunction({ text, span, through }: PlacedToken): readonly CompilerCall[] {
  if (text !== "target_clones" && text !== "__target_clones__") return [];
  const call: CompilerCallUse = { use: "attribute", name: "target_clones" };
  return [{ call, span, within: undefined, ...(through === undefined ? {} : { through }) }];
}

/** `__attribute__((target("popcnt")))` on some function: it may be the one that counts bits. */
function hasTargetAttribute(tokens: readonly PlacedToken[]): boolean {
  return tokens.some(
    ({ text }, at) =>
      (text === "target" || text === "__target__") &&
      tokens[at + 2]?.kind === "string" &&
      /popcnt|sse4|avx|arch=/.test(tokens[at + 2]?.text ?? ""),
  );
}

const isPopcount = (call: CompilerCallUse): boolean =>
  call.use === "builtin" && call.name.startsWith("__builtin_popcount");

function isInFunction(node: Node): boolean {
  let step = node.parent;
  for (let depth = 0; step !== null && depth < deepestNode; depth++) {
    if (step.type === "function_definition") return true;
    step = step.parent;
  }
  return false;
}

/** What the declarators of a declaration declare, each with its own type. */
function* declaredIn(node: Node, scope: TypeScope): Generator<Declared, void, undefined> {
  const base = specifiedType(node.childForFieldName("type"), scope);
  for (const declarator of node.childrenForFieldName("declarator")) {
    const declared = declaredBy(declarator, base, scope);
    if (declared !== undefined) yield declared;
  }
}

function declareTypes({ scope }: Reading, node: Node): void {
  for (const { name, type } of declaredIn(node, scope)) {
    // One with a mode is what its attribute says.
    if (type.kind !== "number" || !scope.types.has(name)) scope.types.set(name, type);
  }
}

function declareMembers({ scope }: Reading, node: Node): void {
  for (const { name, type } of declaredIn(node, scope)) {
    const known = scope.members.get(name);
    const isOther = known !== undefined && JSON.stringify(known) !== JSON.stringify(type);
    scope.members.set(name, isOther ? unknownType : type);
  }
}

function readFunction(reading: Reading, node: Node): void {
  const { scope } = reading;
  const base = specifiedType(node.childForFieldName("type"), scope);
  const declarator = node.childForFieldName("declarator");
  const declared = declaredBy(declarator, base, scope);
  reading.locals = new Map();
  if (declared !== undefined) scope.names.set(declared.name, declared.type);
  reading.within = declared?.name;
  reading.returns = declared?.type.kind === "function" ? declared.type.returns : unknownType;
  const [functionDeclarator] =
    declarator === null
      ? []
      : [declarator, ...declarator.descendantsOfType("function_declarator")].filter(
          ({ type }) => type === "function_declarator",
        );
  for (const parameter of functionDeclarator === undefined ? [] : parametersOf(functionDeclarator)) {
    const named = declaredBy(
      parameter.childForFieldName("declarator"),
      specifiedType(parameter.childForFieldName("type"), scope),
      scope,
    );
    if (named !== undefined) reading.locals.set(named.name, named.type);
  }
  const body = node.childForFieldName("body");
  if (body !== null) visit(reading, body);
  reading.within = undefined;
  reading.returns = unknownType;
  reading.locals = new Map();
}
