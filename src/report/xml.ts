import { printable } from "./escape.ts";

/** Names and values of attributes; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element whose content is other elements, one a line. */
export function element(name: string, attributes: Attributes, content: readonly string[]): string {
  const start = `<${name}${attributesText(attributes)}`;
  if (content.length === 0) return `${start}/>`;
  return `${start}>\n${content.join("\n")}\n</${name}>`;
}

/** An element whose content is text of several lines. */
export function textElement(name: string, attributes: Attributes, lines: readonly string[]): string {
  return `<${name}${attributesText(attributes)}>${lines.map(escaped).join("\n")}</${name}>`;
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(`${value}`)}"`)
    .join("");
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** One line of text. What `printable` leaves are characters of XML 1.0, but for U+FFFE and U+FFFF. */
function escaped(line: string): string {
  return printable(line)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, (character) => entities.get(character) ?? character);
}
