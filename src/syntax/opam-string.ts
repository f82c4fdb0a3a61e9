export interface EscapeReading {
  /** What the escape stands for; what stands after the backslash when the escape is illegal. */
  readonly value: string;
  /** The offset after the escape. */
  readonly end: number;
  readonly legal: boolean;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  '"': '"',
  "'": "'",
  " ": " ",
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
};

const lineBreak = /\r?\n[ \t]*/y;
const numericEscape = /\\(?:([0-9]{3})|x([0-9a-fA-F]{2}))/y;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const utf8Bytes = new TextEncoder();

/** The byte that `\ddd` or `\xhh` at `at` stands for, its end, or undefined when there is none. */
function byteAt(text: string, at: number): { readonly byte: number; readonly end: number } | undefined {
  numericEscape.lastIndex = at;
  const match = numericEscape.exec(text);
  if (match === null) return undefined;
  const byte = match[1] === undefined ? Number.parseInt(match[2] ?? "", 16) : Number.parseInt(match[1], 10);
  return byte > 255 ? undefined : { byte, end: numericEscape.lastIndex };
}

/**
 * Reads the escape whose backslash is at `at`. Numeric escapes stand for bytes, so a run of them is read at once
 * and decoded as UTF-8 (U+FFFD for what is not). A backslash before a line break drops it and the blanks after it.
 * Source: `escape` in opam-file-format's opamLexer.mll.
 */
export function readEscape(text: string, at: number): EscapeReading {
  const next = text.charAt(at + 1);
  const simple = simpleEscapes[next];
  if (simple !== undefined) return { value: simple, end: at + 2, legal: true };
  lineBreak.lastIndex = at + 1;
  if (lineBreak.test(text)) return { value: "", end: lineBreak.lastIndex, legal: true };
  const bytes: number[] = [];
  let end = at;
  for (let read = byteAt(text, at); read !== undefined; read = byteAt(text, end)) {
    bytes.push(read.byte);
    end = read.end;
  }
  if (bytes.length > 0) return { value: utf8.decode(Uint8Array.from(bytes)), end, legal: true };
  return { value: "", end: at + 1, legal: false };
}

const escapedOnOneLine = /["\\]|(?!\t)\p{Cc}/gu;
const escapedOnSeveralLines = /"(?="|$)|\\|(?![\t\n])\p{Cc}/gu;

function escapeOf(char: string): string {
  if (char === "\\" || char === '"') return `\\${char}`;
  return [...utf8Bytes.encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** The literal that reads back as `value`: `"…"`, or `"""…"""` when it has several lines. */
export function printString(value: string): string {
  if (value.includes("\n")) return `"""${value.replace(escapedOnSeveralLines, escapeOf)}"""`;
  return `"${value.replace(escapedOnOneLine, escapeOf)}"`;
}
