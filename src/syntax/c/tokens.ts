/** A preprocessing token. */
export interface Token {
  readonly kind: "identifier" | "number" | "character" | "string" | "punctuator" | "other";
  readonly text: string;
  /** Whether blanks stand before it. */
  readonly spaced: boolean;
  /** Offset in the text it was read from. */
  readonly at: number;
}

const patterns = new RegExp(
  [
    String.raw`(?<character>(?:u8|[LuU])?'(?:[^'\\\n]|\\[^])*')`,
    String.raw`(?<string>(?:u8|[LuU])?"[^"\\\n]*(?:\\[^][^"\\\n]*)*")`,
    String.raw`(?<identifier>[\p{ID_Start}_$][\p{ID_Continue}$]*)`,
    String.raw`(?<number>\.?\d(?:[eEpP][+-]|'(?=\w)|[\w.])*)`,
    String.raw`(?<punctuator><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||##|[-+*/%&|^]=|[-+*/%&|^!~<>=?:,;.()[\]{}#])`,
    String.raw`(?<blank>\s+)`,
    "(?<other>[^])",
  ].join("|"),
  "uy",
);

const kinds = ["identifier", "punctuator", "number", "string", "character"] as const;

/** Splits logical text into tokens; at most `limit` of them, for which `complete` says whether that was all. */
export function tokensOf(text: string, limit: number): { tokens: readonly Token[]; complete: boolean } {
  const tokens: Token[] = [];
  let spaced = false;
  let at = 0;
  while (at < text.length) {
    if (tokens.length === limit) return { tokens, complete: text.slice(at).trim() === "" };
    patterns.lastIndex = at;
    const groups = patterns.exec(text)?.groups ?? {};
    const end = Math.max(patterns.lastIndex, at + 1);
    if (groups.blank === undefined) {
      const kind = kinds.find((candidate) => groups[candidate] !== undefined) ?? "other";
      tokens.push({ kind, text: text.slice(at, end), spaced, at });
      spaced = false;
    } else spaced = true;
    at = end;
  }
  return { tokens, complete: true };
}

/** The tokens as one would write them, with single spaces where there were blanks. */
export function spelling(tokens: readonly Pick<Token, "text" | "spaced">[]): string {
  return tokens.map((token, index) => (index > 0 && token.spaced ? ` ${token.text}` : token.text)).join("");
}
