import type { Node } from "web-tree-sitter";
import { lexemeAt } from "../syntax/c/lexemes.ts";
import type { Span } from "../syntax/span.ts";
import { largestParsedText, rememberedQuery, type TreeSitter } from "../syntax/tree-sitter.ts";

/** A name as a C file writes it. */
export interface NamedSpan {
  readonly name: string;
  readonly span: Span;
}

/** What the compiled text of one C file says. */
export interface CFacts {
  readonly path: string;
  /** Calls by name, in order; a macro that looks like a call is one. */
  readonly calls: readonly NamedSpan[];
  readonly definitions: readonly NamedSpan[];
  /** The first stretch that could not be read; what stands elsewhere was. */
  readonly unread?: Span;
}

/** Macros before or after a declaration that the grammar, which expands nothing, would trip over. */
const qualifiers =
  /\b(?:CAML(?:prim|export|extern|weakdef|noret|noreturn|noreturn_start|noreturn_end|thread_local|unused|unused_start|unused_end|no_tsan|no_tsan_for_perf|no_asan)|Noreturn|__extension__)\b(?!\s*\()/g;

/** Assembler statements: how they begin and the qualifiers between the name and the parenthesis. */
const assembler =
  /\b(?:__asm__|__asm|asm)\b(?:\s*(?:__volatile__|__volatile|volatile|goto|inline|__inline__|__inline))*\s*(?=\()/g;

const queryText = `
  (call_expression function: (identifier) @call)
  (function_definition declarator: (_) @declarator)
`;

const queryOf = rememberedQuery(queryText);

/**
 * Calls and function definitions in `aliveText`, the text that preprocessing left. Spans are offsets in it.
 * A text too large to parse gives no facts, and all of it as `unread`.
 */
export function cFacts(path: string, aliveText: string, treeSitter: TreeSitter): CFacts {
  const whole: Span = { start: 0, end: aliveText.length };
  if (aliveText.length > largestParsedText) return { path, calls: [], definitions: [], unread: whole };
  const tree = treeSitter.parse("c", readable(aliveText));
  try {
    const calls: NamedSpan[] = [];
    const definitions: NamedSpan[] = [];
    for (const { name, node } of queryOf(treeSitter.language("c")).captures(tree.rootNode)) {
      const found = name === "call" ? node : declaredName(node);
      if (found === undefined) continue;
      const named = { name: found.text, span: { start: found.startIndex, end: found.endIndex } };
      (name === "call" ? calls : definitions).push(named);
    }
    const unread = firstError(tree.rootNode);
    return { path, calls, definitions, ...(unread === undefined ? {} : { unread }) };
  } finally {
    tree.delete();
  }
}

/** `text` with what the grammar can't read as spaces of the same length. */
function readable(text: string): string {
  const unqualified = text.replace(qualifiers, (found) => " ".repeat(found.length));
  const pieces: string[] = [];
  let at = 0;
  assembler.lastIndex = 0;
  for (let found = assembler.exec(unqualified); found !== null; found = assembler.exec(unqualified)) {
    const { end, closed } = parenthesis(unqualified, assembler.lastIndex);
    if (closed) {
      pieces.push(unqualified.slice(at, found.index), blank(unqualified.slice(found.index, end)));
      at = end;
    }
    assembler.lastIndex = end;
  }
  pieces.push(unqualified.slice(at));
  return pieces.join("");
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}

const longestAssembler = 20_000;

/** The offset after the parenthesis that closes the one at `open`, strings apart; where none does, how far it was looked for. */
function parenthesis(text: string, open: number): { readonly end: number; readonly closed: boolean } {
  let depth = 0;
  const stop = /[()"]/g;
  stop.lastIndex = open;
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    if (found.index > open + longestAssembler) return { end: found.index, closed: false };
    if (found[0] === "(") depth++;
    else if (found[0] === ")" && --depth === 0) return { end: stop.lastIndex, closed: true };
    else if (found[0] === '"') stop.lastIndex = lexemeAt(text, found.index).end;
  }
  return { end: text.length, closed: false };
}

/** The identifier inside pointer, function and parenthesised declarators. */
function declaredName(declarator: Node): Node | undefined {
  let node: Node | null = declarator;
  for (let depth = 0; node !== null && depth < deepestDeclarator; depth++) {
    if (node.type === "identifier") return node;
    node = node.childForFieldName("declarator") ?? node.namedChild(0);
  }
  return undefined;
}

const deepestDeclarator = 50;

function firstError(root: Node): Span | undefined {
  if (!root.hasError) return undefined;
  let node = root;
  for (let depth = 0; depth < deepestError; depth++) {
    if (node.isError || node.isMissing) break;
    const inside = node.children.find((child) => child?.hasError || child?.isMissing);
    if (inside === null || inside === undefined) break;
    node = inside;
  }
  return { start: node.startIndex, end: node.endIndex };
}

const deepestError = 10_000;
