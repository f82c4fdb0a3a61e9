import type { Node } from "web-tree-sitter";
import type { TreeSitter } from "../syntax/tree-sitter.ts";

/** Names that a preprocessed C text declares outside of functions, each list without repeats, as they stand. */
export interface Declarations {
  /** Functions with a prototype or an external definition. */
  readonly functions: readonly string[];
  /** Functions whose body stands in the text, with the words that say who may link to them: `static`, `extern`, `inline`. */
  readonly bodies: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of `typedef`, and tags of what is laid out: `struct tm`, `union u`, `enum e`. */
  readonly types: readonly string[];
  readonly variables: readonly string[];
  /** Variables that the text defines for others to link to. */
  readonly definedVariables: readonly string[];
  readonly constants: readonly string[];
  /** Functions with a declaration that isn't `inline`: a body of theirs is there for others, whatever it says itself. */
  readonly plainlyDeclared: ReadonlySet<string>;
  /** Functions that a declaration before their body keeps to the file. */
  readonly staticallyDeclared: ReadonlySet<string>;
  /** Stretches that could not be read. */
  readonly unread: readonly string[];
}

interface Draft {
  readonly functions: Set<string>;
  readonly bodies: Map<string, ReadonlySet<string>>;
  readonly types: Set<string>;
  readonly variables: Set<string>;
  readonly definedVariables: Set<string>;
  readonly constants: Set<string>;
  readonly plainlyDeclared: Set<string>;
  readonly staticallyDeclared: Set<string>;
  readonly unread: string[];
}

const deepestDeclarator = 60;
const deepestType = 200;

/** `__attribute__((…))`, labels in assembler and words that change no name; the grammar trips over some. */
const decorations =
  /\b(?:__attribute__|__attribute|__asm__|__asm|asm|_Alignas|__declspec)\s*(?:(?:__volatile__|volatile)\s*)?(?=\()|\b(?:__extension__|_Noreturn|__restrict__|__restrict|restrict|__signed__|__signed|_Thread_local|__thread)\b/g;
const spelled: readonly (readonly [RegExp, string])[] = [
  [/\b__(?:inline__|inline)\b/g, "inline"],
  [/\b__(?:const__|const)\b/g, "const"],
  [/\b__(?:volatile__|volatile)\b/g, "volatile"],
];

/** `text`, for the grammar: without what it cannot read and what says nothing about names. */
function plain(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  decorations.lastIndex = 0;
  for (let found = decorations.exec(text); found !== null; found = decorations.exec(text)) {
    pieces.push(text.slice(at, found.index));
    at = text[decorations.lastIndex] === "(" ? closing(text, decorations.lastIndex) : decorations.lastIndex;
    decorations.lastIndex = at;
  }
  pieces.push(text.slice(at));
  return spelled.reduce((left, [word, usual]) => left.replace(word, usual), pieces.join(" "));
}

/** The offset after the parenthesis that closes the one at `open`. */
function closing(text: string, open: number): number {
  const stop = /[()]|"(?:[^"\\\n]|\\.)*"/g;
  stop.lastIndex = open;
  let depth = 0;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    if (found[0] === "(") depth++;
    else if (found[0] === ")" && --depth === 0) return stop.lastIndex;
  }
  return text.length;
}

/** Reads the declarations of a text that is already preprocessed. What the grammar can't read is in `unread`. */
export function readDeclarations(text: string, treeSitter: TreeSitter): Declarations {
  const draft: Draft = {
    functions: new Set(),
    bodies: new Map(),
    types: new Set(),
    variables: new Set(),
    definedVariables: new Set(),
    constants: new Set(),
    plainlyDeclared: new Set(),
    staticallyDeclared: new Set(),
    unread: [],
  };
  const tree = treeSitter.parse("c", plain(text));
  try {
    for (const node of tree.rootNode.namedChildren) if (node !== null) readItem(node, draft);
  } finally {
    tree.delete();
  }
  return {
    ...draft,
    functions: [...draft.functions],
    types: [...draft.types],
    variables: [...draft.variables],
    definedVariables: [...draft.definedVariables],
    constants: [...draft.constants],
  };
}

function readItem(node: Node, draft: Draft): void {
  switch (node.type) {
    case "function_definition":
      readFunction(node, draft);
      return;
    case "declaration":
      readDeclaration(node, draft);
      return;
    case "type_definition":
      for (const declarator of node.childrenForFieldName("declarator")) {
        const declared = declarator === null ? undefined : declaredName(declarator);
        if (declared !== undefined) draft.types.add(declared.name);
      }
      readType(node.childForFieldName("type"), draft, 0);
      break;
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
      readType(node, draft, 0);
      break;
    case "expression_statement": {
      // No expression stands outside of functions: `t (*hook)(void) = 0` only looks like one.
      const hook = /^\w+\s*\(\s*\*\s*(\w+)\s*\)\s*\(/.exec(node.text)?.[1];
      if (hook === undefined) draft.unread.push(node.text);
      else {
        draft.variables.add(hook);
        draft.definedVariables.add(hook);
      }
      return;
    }
  }
  if (node.hasError) draft.unread.push(node.text);
}

function wordsOf(node: Node): ReadonlySet<string> {
  return new Set(
    node.children.flatMap((child) =>
      child?.type === "storage_class_specifier" || child?.type === "type_qualifier" ? [child.text] : [],
    ),
  );
}

function readFunction(node: Node, draft: Draft): void {
  readType(node.childForFieldName("type"), draft, 0);
  const declarator = node.childForFieldName("declarator");
  const declared = declarator === null ? undefined : declaredName(declarator);
  if (declared === undefined || declared.kind !== "function") {
    draft.unread.push(node.text.slice(0, 200));
    return;
  }
  draft.bodies.set(declared.name, wordsOf(node));
}

function readDeclaration(node: Node, draft: Draft): void {
  readType(node.childForFieldName("type"), draft, 0);
  const words = wordsOf(node);
  for (const declarator of node.childrenForFieldName("declarator")) {
    const declared = declarator === null ? undefined : declaredName(declarator);
    if (declarator === null || declared === undefined) continue;
    if (declared.kind === "function") {
      draft.functions.add(declared.name);
      if (!words.has("inline") || words.has("extern")) draft.plainlyDeclared.add(declared.name);
      if (words.has("static")) draft.staticallyDeclared.add(declared.name);
      continue;
    }
    draft.variables.add(declared.name);
    const isLaidOut = !words.has("extern") || declarator.type === "init_declarator";
    if (isLaidOut && !words.has("static")) draft.definedVariables.add(declared.name);
  }
  if (node.hasError) draft.unread.push(node.text);
}

/** Tags that are laid out, and the constants of enumerations, in a type and in the types of its members. */
function readType(type: Node | null, draft: Draft, depth: number): void {
  if (type === null || depth > deepestType) return;
  const keyword = /^(struct|union|enum)_specifier$/.exec(type.type)?.[1];
  const body = keyword === undefined ? null : type.childForFieldName("body");
  if (keyword === undefined || body === null) return;
  const tag = type.childForFieldName("name");
  if (tag !== null) draft.types.add(`${keyword} ${tag.text}`);
  for (const member of body.namedChildren) {
    if (member?.type === "enumerator") {
      const name = member.childForFieldName("name");
      if (name !== null) draft.constants.add(name.text);
    } else if (member?.type === "field_declaration") {
      readType(member.childForFieldName("type"), draft, depth + 1);
    }
  }
}

/** The name inside a declarator, and what stands right around it: parameters make it a function. */
function declaredName(
  declarator: Node,
): { readonly kind: "function" | "object"; readonly name: string } | undefined {
  let node: Node | null = declarator;
  let kind: "function" | "object" = "object";
  for (let depth = 0; node !== null && depth < deepestDeclarator; depth++) {
    switch (node.type) {
      case "identifier":
      case "type_identifier":
      case "primitive_type":
        return { kind, name: node.text };
      case "function_declarator":
        kind = "function";
        node = node.childForFieldName("declarator");
        break;
      case "pointer_declarator":
      case "array_declarator":
        kind = "object";
        node = node.childForFieldName("declarator");
        break;
      default:
        node = node.childForFieldName("declarator") ?? node.namedChild(0);
    }
  }
  return undefined;
}
