const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  b: "\b",
  r: "\r",
  " ": " ",
  "\\": "\\",
  '"': '"',
  "'": "'",
};
const escapeSequence =
  /\\(?:([ntbr "'\\])|([0-9]{3})|x([0-9a-fA-F]{2})|o([0-3][0-7]{2})|u\{([0-9a-fA-F]{1,6})\}|\r?\n[ \t]*)/g;

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** The value of a string literal, given with its quotes; a byte escape gives the character of that code. */
export function stringValue(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(
      escapeSequence,
      (_, letter?: string, decimal?: string, hex?: string, octal?: string, unicode?: string) => {
        if (letter !== undefined) return escapes[letter] ?? letter;
        if (decimal !== undefined) return fromCode(Number.parseInt(decimal, 10));
        if (hex !== undefined) return fromCode(Number.parseInt(hex, 16));
        if (octal !== undefined) return fromCode(Number.parseInt(octal, 8));
        return unicode === undefined ? "" : fromCode(Number.parseInt(unicode, 16));
      },
    );
}
