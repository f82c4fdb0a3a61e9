import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { largestParsedText, rememberedQuery, spanOf, type TreeSitter } from "../syntax/tree-sitter.ts";
import { compilerCalls } from "./c-compiler-calls.ts";
import type { PlacedToken } from "./c-expanded.ts";
import { type GrammarText, grammarText, isShallow } from "./c-grammar-text.ts";
import {
  type CNames,
  type FileName,
  type FileNameKind,
  type FreeName,
  noNames,
  takenNames,
  type UsedName,
} from "./c-names.ts";
import { threadLocals } from "./c-thread-locals.ts";
import { newTypeScope, type TypeScope } from "./c-types.ts";

const queryText = `
  (translation_unit) @file
  (function_definition) @body
  (compound_statement) @scope
  (for_statement) @scope
  (parameter_list) @scope
  (enumerator name: (identifier) @constant)
  (function_declarator declarator: (identifier) @function)
  (function_declarator declarator: (parenthesized_declarator (identifier) @function))
  (declaration declarator: (identifier) @object)
  (init_declarator declarator: (identifier) @object)
  (pointer_declarator declarator: (identifier) @object)
  (array_declarator declarator: (identifier) @object)
  (parameter_declaration declarator: (identifier) @object)
  (parameter_list (identifier) @object)
  (function_definition declarator: (identifier) @object)
  (type_definition declarator: (_) @typedef)
  (assignment_expression
    left: (call_expression function: (identifier) arguments: (argument_list . (pointer_expression) @object .)))
  (struct_specifier name: (type_identifier) @struct)
  (union_specifier name: (type_identifier) @union)
  (enum_specifier name: (type_identifier) @enum)
  (call_expression function: (identifier) @call)
  (identifier) @name
  (type_identifier) @type
  (primitive_type) @type
  (ERROR) @error
`;

const queryOf = rememberedQuery(queryText);

/**
 * Names that a file declares, and those that it uses and takes from elsewhere, from what `expandedTokens` makes of it; a macro
 * that it leaves shows as a name like any other. Bad input, and undefined, give less, never an exception.
 * `types` knows the types of files that the compiler reads before, and learns those of this one.
 */
export function cNames(
  path: string,
  tokens: readonly PlacedToken[] | undefined,
  treeSitter: TreeSitter,
  types: TypeScope = newTypeScope(),
): CNames {
  const written = tokens === undefined || !isShallow(tokens) ? undefined : grammarText(tokens);
  if (tokens === undefined || written === undefined || written.text.length > largestParsedText)
    return { ...noNames, path, isTooLarge: true };
  const tree = treeSitter.parse("c", written.text);
  try {
    return {
      path,
      ...readNames(queryOf(treeSitter.language("c")).captures(tree.rootNode), written),
      taken: takenNames(tokens),
      compilerCalls: compilerCalls(tree.rootNode, written, tokens, types),
      threadLocals: threadLocals(tokens),
      isTooLarge: false,
    };
  } finally {
    tree.delete();
  }
}

interface Scope {
  readonly end: number;
  readonly names: Set<string>;
}

interface Reading {
  readonly written: GrammarText;
  readonly declared: FileName[];
  readonly ofFile: Set<string>;
  readonly free: Omit<FreeName, "declaredLater">[];
  readonly used: UsedName[];
  readonly scopes: Scope[];
  /** The function whose body is being read. */
  within: string | undefined;
}

/** Captures that say more of a name than that it stands there. */
const tellingCaptures = new Set([
  ...["constant", "function", "object", "typedef", "struct", "union", "enum", "call"],
]);

const kindOf = { function: "function", object: "variable", typedef: "type" } as const;

type Capture = { readonly name: string; readonly node: Node };

/** The capture of the name that a declarator is about. */
function nameCapture(capture: Capture): Capture {
  let { node } = capture;
  if (capture.name !== "typedef" && node.type !== "pointer_expression") return capture;
  for (let depth = 0; depth < deepestDeclarator && !isName(node); depth++) {
    const inside =
      node.childForFieldName("declarator") ?? node.childForFieldName("argument") ?? node.namedChild(0);
    if (inside === null) break;
    node = inside;
  }
  return { name: capture.name, node };
}

const isName = ({ type }: Node): boolean =>
  type === "identifier" || type === "type_identifier" || type === "primitive_type";

type NamesRead = Omit<CNames, "path" | "isTooLarge" | "taken" | "compilerCalls" | "threadLocals">;

function readNames(found: readonly Capture[], written: GrammarText): NamesRead {
  const captures = found.map(nameCapture);
  const reading: Reading = {
    written,
    declared: [],
    ofFile: new Set(),
    free: [],
    used: [],
    scopes: [],
    within: undefined,
  };
  const errors = captures.flatMap(({ name, node }) => (name === "error" ? [spanOf(node)] : []));
  const telling = new Set(
    captures.flatMap(({ name, node }) => (tellingCaptures.has(name) ? [node.startIndex] : [])),
  );
  let functionEnd = 0;
  let nextError = 0;
  let errorEnd = -1;
  for (const { name, node } of captures) {
    const at = node.startIndex;
    while ((errors[nextError]?.start ?? Number.POSITIVE_INFINITY) <= at)
      errorEnd = Math.max(errorEnd, errors[nextError++]?.end ?? -1);
    if (at >= functionEnd) reading.within = undefined;
    while ((reading.scopes.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= at) reading.scopes.pop();
    switch (name) {
      case "body":
        functionEnd = node.endIndex;
        reading.within = nameCapture({ name: "typedef", node }).node.text;
        break;
      case "scope":
        openScope(reading, node, functionEnd);
        break;
      case "name":
      case "type":
        if (at >= errorEnd && !telling.has(at)) use(reading, node, name === "name" ? "value" : "type");
        break;
      default:
        capture(reading, name, node, at < errorEnd);
    }
  }
  const later = reading.ofFile;
  return {
    declared: reading.declared,
    free: reading.free.map((each) => ({ ...each, declaredLater: later.has(each.name) })),
    used: reading.used,
    unread: errors.flatMap(({ start, end }) => fileSpan(written, start, end)),
  };
}

/** Parameters of a function with a body are known in all of it, those of a prototype nowhere else. */
function openScope(reading: Reading, node: Node, functionEnd: number): void {
  const isParameterList = node.type === "parameter_list";
  const hasBody = isParameterList && node.endIndex < functionEnd && reading.scopes.length === 0;
  reading.scopes.push({ end: hasBody ? functionEnd : node.endIndex, names: new Set() });
}

function capture(reading: Reading, name: string, node: Node, isInError: boolean): void {
  switch (name) {
    case "constant":
      declare(reading, node, node.text, "constant", "here");
      return;
    case "function":
    case "object":
    case "typedef": {
      const kind = kindOf[name];
      declare(reading, node, node.text, kind, kind === "type" ? "here" : undefined);
      return;
    }
    case "struct":
    case "union":
    case "enum": {
      const tag = `${name} ${node.text}`;
      if (node.parent?.childForFieldName("body") != null) declare(reading, node, tag, "type", "here");
      else if (!isInError) useNamed(reading, node, tag, "tag");
      return;
    }
    case "call":
      if (!isInError) use(reading, node, "call");
  }
}

/** Whether a declarator's declaration has a body or a value, or reserves room; and whether nobody else sees what it defines. */
function definitionOf(node: Node, kind: FileNameKind): Pick<FileName, "defines" | "isLocal"> {
  let step: Node | null = node.parent;
  for (let depth = 0; step !== null && depth < deepestDeclarator; depth++) {
    if (step.type === "function_definition") return { defines: true, isLocal: isLocal(step) };
    if (step.type === "init_declarator") return { defines: true, isLocal: false };
    if (step.type === "declaration")
      return { defines: kind === "variable" && !isExtern(step), isLocal: false };
    step = step.parent;
  }
  return { defines: false, isLocal: false };
}

function isLocal(definition: Node): boolean {
  const words = definition.children.flatMap((child) =>
    child?.type === "storage_class_specifier" ? [child.text] : [],
  );
  return words.includes("static") || (words.includes("inline") && !words.includes("extern"));
}

function isExtern(declaration: Node): boolean {
  return declaration.children.some(
    (child) => child?.type === "storage_class_specifier" && child.text === "extern",
  );
}

const deepestDeclarator = 50;

/** `whole`: it stands there whole, whatever its declarator says. */
function declare(
  reading: Reading,
  node: Node,
  name: string,
  kind: FileNameKind,
  whole: "here" | undefined,
): void {
  const scope = reading.scopes.at(-1);
  if (scope !== undefined) {
    scope.names.add(name);
    return;
  }
  reading.ofFile.add(name);
  const token = reading.written.tokenAt(node.startIndex);
  if (token === undefined) return;
  const definition = whole === "here" ? { defines: true, isLocal: false } : definitionOf(node, kind);
  reading.declared.push({ name, kind, ...definition, span: token.span });
}

/** The grammar takes `size_t`, `uint8_t` and their like for types of the language too. */
const languageTypes = new Set(["char", "double", "float", "int", "void", "_Bool"]);

function use(reading: Reading, node: Node, as: FreeName["as"]): void {
  const name = node.text;
  if (!languageTypes.has(name)) useNamed(reading, node, name, as);
}

function useNamed(reading: Reading, node: Node, name: string, as: FreeName["as"]): void {
  if (reading.scopes.some((scope) => scope.names.has(name))) return;
  const token = reading.written.tokenAt(node.startIndex);
  if (token === undefined) return;
  const { span, through } = token;
  const found = { name, span, ...(through === undefined ? {} : { through }) };
  if (as === "call" || as === "value") reading.used.push({ ...found, as, within: reading.within });
  if (!reading.ofFile.has(name)) reading.free.push({ ...found, as });
}

/** The stretch of the file between the first and the last token of a stretch of the written text. */
function fileSpan(written: GrammarText, start: number, end: number): readonly Span[] {
  const spans: PlacedToken["span"][] = [];
  for (let at = start; at < end && spans.length < 1; at++) {
    const token = written.tokenAt(at);
    if (token !== undefined) spans.push(token.span);
  }
  for (let at = end - 1; at >= start; at--) {
    const token = written.tokenAt(at);
    if (token === undefined) continue;
    spans.push(token.span);
    break;
  }
  const [first, last] = [spans[0], spans.at(-1)];
  return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }];
}
