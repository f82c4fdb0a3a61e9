const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** From here on code units are no ASCII. */
export const FIRST_NON_ASCII = 128;

const codesWithout = (excluded: string): Uint8Array => {
  const allowed = new Uint8Array(FIRST_NON_ASCII);
  for (let code = 33; code < 127; code++)
    if (!excluded.includes(String.fromCharCode(code))) allowed[code] = 1;
  return allowed;
};
const atomCodes = codesWithout(';()"');
const variableNameCodes = codesWithout(';()":%{}');

/** Whether dune allows this code unit in an atom; false for `NaN`, the code past the end of a text. */
export const isAtomCode = (code: number): boolean => atomCodes[code] === 1;

/** Whether dune allows this code unit in the name of a variable and in its payload. */
export const isVariableNameCode = (code: number): boolean => variableNameCodes[code] === 1;

/** The space, tab and form feed that dune skips between tokens. */
export const isBlankCode = (code: number): boolean => code === 32 || code === 9 || code === 12;

/** Offset after the `\n` or `\r\n` at `at`, or -1 when no line ends there. */
export function afterLineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === LINE_FEED) return at + 1;
  return code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : -1;
}

/** A printable name of the character at `at`: itself in quotes when ASCII, else its code point. */
export function characterAt(text: string, at: number): { readonly name: string; readonly end: number } {
  const code = text.codePointAt(at) ?? 0;
  const end = at + (code > 0xffff ? 2 : 1);
  if (code >= 32 && code < 127) return { name: `'${text.slice(at, end)}'`, end };
  return { name: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`, end };
}
