/** An element of a document, with its attributes and what stands in it: elements, or text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** XML 1.0, production 2; an unpaired surrogate is none of them. */
const notCharacters = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const tag = /<(?<close>\/?)(?<name>[a-z][a-z-]*)(?<attributes>(?: [a-z]+="[^"<]*")*)(?<empty>\/?)>/y;
const attribute = / (?<name>[a-z]+)="(?<value>[^"<]*)"/g;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Reads the XML of a report, strictly: throws where it is not well-formed, or has more than such reports need. */
export function readXml(document: string): XmlElement {
  if (!document.startsWith(declaration)) throw new Error("no XML declaration");
  if (notCharacters.test(document)) throw new Error("a character that XML 1.0 does not have");
  const root: Open = { name: "", attributes: {}, children: [], text: "" };
  const open: Open[] = [root];
  for (let at = declaration.length; at < document.length; ) {
    const inside = open.at(-1);
    if (inside === undefined) throw new Error("more ends than starts");
    const next = document.indexOf("<", at);
    const until = next === -1 ? document.length : next;
    inside.text += unescaped(document.slice(at, until));
    at = until;
    if (next === -1) break;
    tag.lastIndex = next;
    const { close, name = "", attributes = "", empty } = tag.exec(document)?.groups ?? {};
    if (name === "") throw new Error(`no tag at ${next}: ${document.slice(next, next + 40)}`);
    at = tag.lastIndex;
    if (close === "/") {
      if (inside.name !== name || attributes !== "") throw new Error(`</${name}> in <${inside.name}>`);
      open.pop();
    } else {
      const started: Open = { name, attributes: attributesIn(attributes), children: [], text: "" };
      inside.children.push(started);
      if (empty !== "/") open.push(started);
    }
  }
  const [document_] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || document_ === undefined || root.text.trim() !== "")
    throw new Error("not one element");
  return document_;
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(attribute)].map(
    ({ groups }) => [groups?.name ?? "", unescaped(groups?.value ?? "")] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error("an attribute twice");
  return Object.fromEntries(pairs);
}

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&(?<name>[a-z]*);?/g, (whole, name: string) => {
    const character = entities[name];
    if (character === undefined || !whole.endsWith(";")) throw new Error(`no entity: ${whole}`);
    return character;
  });
}
