import type { OpaqueText } from "./ocaml-tokens.ts";

/** A definition, or another item, of a file or of a module or class in it; or what stands before the first one, after `struct`, `sig` or `object`. */
export interface StructureItem {
  readonly kind: "let" | "type" | "val" | "module" | "open" | "class" | "method" | "other" | "beginning";
  readonly start: number;
  readonly end: number;
  /** Where its `let` and each `and` stand. */
  readonly bindings: readonly number[];
  /** The module or class that it is an item of. */
  readonly parent: StructureItem | undefined;
}

/** The text for looking at its words and brackets alone: comments are blank, strings and characters stand as zeros. Offsets stay. */
export function codeOnly(text: string, opaques: readonly OpaqueText[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { kind, span } of opaques) {
    pieces.push(text.slice(at, span.start), (kind === "comment" ? " " : "0").repeat(span.end - span.start));
    at = span.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

const itemKinds: ReadonlyMap<string, StructureItem["kind"]> = new Map([
  ["let", "let"],
  ["type", "type"],
  ["exception", "type"],
  ["val", "val"],
  ["module", "module"],
  ["open", "open"],
  ["include", "open"],
  ["external", "other"],
  ["class", "class"],
  [";;", "other"],
  ["[%%", "other"],
  ["[@@@", "other"],
]);

const memberKinds: typeof itemKinds = new Map([
  ["method", "method"],
  ["val", "other"],
  ["inherit", "other"],
  ["initializer", "other"],
  ["constraint", "other"],
]);

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["{", "}"],
  ["[", "]"],
  ["[%%", "]"],
  ["[@@@", "]"],
  ["begin", "end"],
  ["object", "end"],
  ["sig", "end"],
  ["struct", "end"],
]);

const token =
  /(?<![\w'\\#%@\u00c0-\uffff])(?:let|in|and|struct|sig|object|begin|end|module|open|include|type|exception|external|class|val|method|inherit|initializer|constraint)(?![\w'\u00c0-\uffff])|;;|\[(?:%%|@@@)|[()[\]{}]/g;

/** After one of these an expression begins, not an item. */
const expectsMore: ReadonlySet<string> = new Set(
  (
    "and as assert begin class constraint do downto else exception external for fun function functor if in include " +
    "inherit initializer lazy let match method module mutable new nonrec object of open or private rec sig then to try " +
    "type val virtual when while with mod land lor lxor lsl lsr asr"
  ).split(" "),
);

interface Draft {
  readonly kind: StructureItem["kind"];
  readonly start: number;
  end: number;
  readonly bindings: number[];
  readonly parent: Draft | undefined;
}

interface ItemStart {
  readonly word: string;
  readonly at: number;
}

/** Whether what stands before a word in an item is complete, so that a `let` there is not part of an expression. */
function isComplete(code: string, { kind }: Draft, from: number, { word, at }: ItemStart): boolean {
  let end = at;
  while (end > from && isBlank(code.charCodeAt(end - 1))) end--;
  if (end === from) return true;
  const last = code.charAt(end - 1);
  if (/[)\]}]/.test(last)) return true;
  // The type of an object, and one without constructors.
  if (last === ">" || last === "|") return kind === "type" || kind === "val";
  if (last === ";") return word !== "let" || code.charAt(end - 2) === ";";
  // A number, or a case that never comes.
  if (last === ".") return /(?:[\d_.]|->\s*)$/.test(code.slice(Math.max(from, end - 40), end - 1));
  let start = end;
  while (start > from && isNamePart(code.charCodeAt(start - 1))) start--;
  return start < end && !expectsMore.has(code.slice(start, end));
}

const isBlank = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);

/** Letters, digits, `_` and the quote; letters outside ASCII too. */
const isNamePart = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x30 && unit <= 0x39) ||
  unit === 0x5f ||
  unit === 0x27 ||
  unit >= 0xc0;

interface Frame {
  readonly closer: string;
  readonly start: number;
  /** The item that is being read, where the frame is a file, or a module or class whose items count. */
  item: Draft | undefined;
  /** Of the items in it. */
  readonly kinds: typeof itemKinds;
  readonly owner: Draft | undefined;
  /** `let` of expressions whose `in` is still to come. */
  lets: number;
}

/**
 * The items of a source, also those of modules and functors in it, by its words and brackets alone; in order of their starts. Undefined where
 * they do not add up. `code` is what `codeOnly` gives.
 */
export function structureItemsOf(code: string): readonly StructureItem[] | undefined {
  const items: Draft[] = [];
  const frames: Frame[] = [];
  const begin = (frame: Frame, kind: Draft["kind"], start: number): void => {
    if (frame.item !== undefined) frame.item.end = start;
    frame.item = {
      kind,
      start,
      end: code.length,
      bindings: kind === "let" ? [start] : [],
      parent: frame.owner,
    };
    items.push(frame.item);
  };
  const push = (closer: string, start: number): void => {
    frames.push({ closer, start, item: undefined, kinds: itemKinds, owner: undefined, lets: 0 });
  };
  const enterItems = (closer: string, start: number, owner: Draft | undefined, kinds = itemKinds): void => {
    const frame: Frame = { closer, start, item: undefined, kinds, owner, lets: 0 };
    frames.push(frame);
    begin(frame, "beginning", start);
  };
  enterItems("", 0, undefined);
  token.lastIndex = 0;
  for (let match = token.exec(code); match !== null; match = token.exec(code)) {
    const [word] = match;
    const at = match.index;
    const frame = frames.at(-1);
    if (frame === undefined) return undefined;
    const { item } = frame;
    const closer = closers.get(word);
    const kind = item === undefined ? undefined : frame.kinds.get(word);
    if (
      item !== undefined &&
      kind !== undefined &&
      (!/^\w/.test(word) || frame.kinds === memberKinds || isComplete(code, item, frame.start, { word, at }))
    ) {
      if (frame.lets !== 0) return undefined;
      begin(frame, kind, at);
    } else if (item !== undefined && word === "let") frame.lets++;
    else if (item !== undefined && word === "in" && --frame.lets < 0) return undefined;
    else if (item?.kind === "let" && word === "and" && frame.lets === 0) item.bindings.push(at);
    if (closer !== undefined) {
      const start = at + word.length;
      const module = word === "struct" || word === "sig" ? moduleAround(frames) : undefined;
      if (module !== undefined) enterItems(closer, start, module);
      else if (word === "object" && item?.kind === "class") enterItems(closer, start, item, memberKinds);
      else push(closer, start);
    } else if (word === ")" || word === "]" || word === "}" || word === "end") {
      if (frame.closer !== word || frame.lets !== 0) return undefined;
      if (item !== undefined) item.end = at;
      frames.pop();
    }
  }
  return frames.length === 1 && frames[0]?.lets === 0 ? items : undefined;
}

/** The item that a `struct` or `sig` is part of, where that is a module and not an expression. */
function moduleAround(frames: readonly Frame[]): Draft | undefined {
  const item = frames.findLast((frame) => frame.item !== undefined)?.item;
  return item?.kind === "module" || item?.kind === "open" ? item : undefined;
}

/** Attributes behind a keyword or an item, for a regular expression: without brackets in them. */
export const attributes = String.raw`(?:\s*\[@[^[\]]*\])*`;
const letKeyword = String.raw`(?:let(?:%[\w.]+)?|and)${attributes}\s+(?:rec\s+)?`;

/** A pattern for the place of a binding that begins there and goes on with `rest`. */
export const bindingWith = (rest: string): RegExp => new RegExp(`${letKeyword}${rest}`, "y");

const simpleBinding = bindingWith(
  String.raw`(?!(?:exception|lazy|module|open|rec)\b)([a-z_][\w']*)(?=\s+\w|\s*[~?([{]|\s*(?:=|:(?!:)))(?!\s+as\b)`,
);

export interface NameInCode {
  readonly name: string;
  readonly start: number;
}

/** The one name that the binding which begins at `start` has; undefined where that is not plain to see. */
export function nameOfBinding(code: string, start: number): NameInCode | undefined {
  const found = nameMatched(simpleBinding, code, start);
  return found?.name === "_" ? undefined : found;
}

/** What stands before the name that a `val` or `external` declares. */
export const declaring = String.raw`(?:val|external)(?:%[\w.]+)?${attributes}\s+`;
const declaredName = new RegExp(String.raw`${declaring}([a-z_][\w']*)(?=\s*:)`, "y");
const operator = new RegExp(
  String.raw`(?:let|and|val|external)${attributes}\s+(?:rec\s+)?\(\s*((?:let|and)?[!$%&*+\-./:<=>?@^|~#]+|mod|land|lor|lxor|lsl|lsr|asr|or)(?=\s*\))`,
  "y",
);

/** The name of the `val` or `external` at `start`; undefined where it is not plain to see. */
export const declaredNameAt = (code: string, start: number): NameInCode | undefined =>
  nameMatched(declaredName, code, start) ?? operatorAt(code, start);

/** The operator that the definition at `start` is of. */
export const operatorAt = (code: string, start: number): NameInCode | undefined =>
  nameMatched(operator, code, start);

/** What the first group of a sticky pattern finds, with nothing of the match after it. */
function nameMatched(pattern: RegExp, code: string, at: number): NameInCode | undefined {
  pattern.lastIndex = at;
  const name = pattern.exec(code)?.[1];
  return name === undefined ? undefined : { name, start: pattern.lastIndex - name.length };
}
