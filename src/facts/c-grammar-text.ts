import type { PlacedToken } from "./c-expanded.ts";

/** Text that the grammar can read, and where each part of it was. */
export interface GrammarText {
  readonly text: string;
  /** The token at an offset of `text`; undefined for what was put there for the grammar's sake. */
  tokenAt(offset: number): PlacedToken | undefined;
}

/** Words with a parenthesis after them that say nothing about names. */
const dropped =
  /^(?:__attribute__|__attribute|__asm__|__asm|asm|__declspec|_Alignas|alignas|_Static_assert|static_assert)$/;
const droppedWords =
  /^(?:__extension__|_Noreturn|noreturn|_Complex|_Imaginary|__restrict__|__restrict|restrict|__volatile__|__volatile|_Thread_local|__thread|register|__signed__|__signed|CAML(?:prim|export|extern|weakdef|noret|thread_local))$/;
const respelled: Readonly<Record<string, string>> = {
  __inline__: "inline",
  __inline: "inline",
  __const__: "const",
  __const: "const",
  __builtin_offsetof: "offsetof",
  __alignof__: "sizeof",
  _Alignof: "sizeof",
  __auto_type: "int",
  _Bool: "int",
};

/** The runtime's macros that declare or return. */
const localMacro = /^CAMLlocal(?:resN|[1-5N])$/;
const returnMacro = /^CAMLreturn(?:[0T])?$/;

const deepestBrackets = 500;
/** Tokens between two of `;`, `,`, `{` and `}`. */
const longestExpression = 5_000;

/** Whether the grammar's trees stay shallow: looking names up in them takes time by depth. */
export function isShallow(tokens: readonly PlacedToken[]): boolean {
  let depth = 0;
  let run = 0;
  for (const { text } of tokens) {
    if (text === "(" || text === "[" || text === "{") depth++;
    else if (text === ")" || text === "]" || text === "}") depth = Math.max(0, depth - 1);
    run = text === ";" || text === "," || text === "{" || text === "}" ? 0 : run + 1;
    if (depth > deepestBrackets || run > longestExpression) return false;
  }
  return true;
}

/** Writes tokens down as C that the grammar reads: without attributes and assembler, `CAMLlocal2 (a, b)` as `value a, b`. */
export function grammarText(tokens: readonly PlacedToken[]): GrammarText {
  const pieces: string[] = [];
  const starts: number[] = [];
  const placed: PlacedToken[] = [];
  let length = 0;
  const add = (text: string): void => {
    pieces.push(text, " ");
    length += text.length + 1;
  };
  const keep = (token: PlacedToken): void => {
    starts.push(length);
    placed.push(token);
    add(respelled[token.text] ?? token.text);
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const tableEnd = token.text === "{" ? numberTableEnd(tokens, index) : undefined;
    if (tableEnd !== undefined) {
      // Thousands of numbers declare nothing, and take the parser longer than all the rest.
      add("{ 0 }");
      index = tableEnd;
      continue;
    }
    const isCall = tokens[index + 1]?.text === "(";
    if (token.kind === "unknown") {
      const role = unknownRole(tokens, index);
      if (role === "type") add("int");
      else if (role === "name") keep(token);
    } else if (token.kind !== "identifier") keep(token);
    else if (droppedWords.test(token.text)) continue;
    else if (dropped.test(token.text)) {
      let open = index + 1;
      while (/^(?:volatile|__volatile__|__volatile|goto|inline)$/.test(tokens[open]?.text ?? "")) open++;
      if (tokens[open]?.text === "(") index = closing(tokens, open);
    } else if (isCall && localMacro.test(token.text)) {
      const end = closing(tokens, index + 1);
      const inside = tokens.slice(index + 2, end);
      add("value");
      for (const each of inside) {
        const separates = token.text === "CAMLlocalN" && each.text === ",";
        if (separates) add("[");
        else keep(each);
      }
      if (token.text === "CAMLlocalN") add("]");
      index = end;
    } else if (isCall && returnMacro.test(token.text)) {
      add("return");
      if (token.text === "CAMLreturnT") index = afterFirstArgument(tokens, index + 1);
    } else if (token.text === "CAMLreturn0") add("return");
    else if (isCall && /^(?:__builtin_)?va_arg$/.test(token.text)) {
      // `va_arg(list, T)` as `(T)(list)`: no expression holds a type's star.
      const end = closing(tokens, index + 1);
      const comma = afterFirstArgument(tokens, index + 1);
      add("(");
      for (const each of tokens.slice(comma + 1, end)) keep(each);
      add(") (");
      for (const each of tokens.slice(index + 2, comma)) keep(each);
      add(")");
      index = end;
    } else if (isCall && /^(?:__typeof__|__typeof|typeof)$/.test(token.text)) {
      add("int");
      index = closing(tokens, index + 1);
    } else if (isCall && token.text === "__builtin_types_compatible_p") {
      add("0");
      index = closing(tokens, index + 1);
    } else keep(token);
  }
  return {
    text: pieces.join(""),
    tokenAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const start = starts[middle] ?? 0;
        if (start === offset) return placed[middle];
        if (start < offset) low = middle + 1;
        else high = middle - 1;
      }
      return undefined;
    },
  };
}

const shortestTable = 64;

/** The brace that closes a long initialiser of nothing but numbers. */
function numberTableEnd(tokens: readonly PlacedToken[], open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) return undefined;
    if (token.text === "{") depth++;
    else if (token.text === "}" && --depth === 0) return index - open < shortestTable ? undefined : index;
    else if (token.kind !== "number" && token.text !== "," && token.text !== "-" && token.text !== "}")
      return undefined;
  }
  return undefined;
}

/** What a macro of unknown value is likely to stand for: beside the words of a declaration an attribute or a type, else a value. */
function unknownRole(tokens: readonly PlacedToken[], index: number): "attribute" | "type" | "name" {
  const isWord = (at: number): boolean => {
    const token = tokens[at];
    return token?.kind === "identifier" && token.text !== "return" && token.text !== "else";
  };
  if (!isWord(index + 1)) return "name";
  const isBeforeType = isWord(index + 2) || tokens[index + 2]?.text === "*";
  return isWord(index - 1) || tokens[index - 1]?.text === "*" || isBeforeType ? "attribute" : "type";
}

/** The index of the parenthesis that closes the one at `open`, or the last index. */
export function closing(tokens: readonly PlacedToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === "(") depth++;
    else if (text === ")" && --depth === 0) return index;
  }
  return tokens.length - 1;
}

/** The index of the comma after the first argument of a call whose parenthesis is at `open`; of its end where there is none. */
function afterFirstArgument(tokens: readonly PlacedToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === "(" || text === "[" || text === "{") depth++;
    else if (text === "]" || text === "}") depth--;
    else if (text === ")" && --depth === 0) return index;
    else if (text === "," && depth === 1) return index;
  }
  return tokens.length - 1;
}
