import { matches, type Pattern, readPattern } from "./wildmatch.ts";

/** One .gitattributes, and the directory that it stands in: empty, or ended with `/`. */
export interface AttributesFile {
  readonly directory: string;
  readonly content: Buffer;
}

/** `true` set, `false` unset, undefined unspecified; a value in words counts as neither set nor unset. */
type Value = true | false | undefined | string;

interface Assignment {
  readonly name: string;
  readonly value: Value;
}

interface Line {
  readonly directory: string;
  readonly pattern: Pattern;
  /** Without a slash a pattern is asked of the last part of a path. */
  readonly ofName: boolean;
  readonly directoriesOnly: boolean;
  readonly assignments: readonly Assignment[];
}

interface Attributes {
  /** What decides comes first. */
  readonly lines: readonly Line[];
  readonly macros: ReadonlyMap<string, readonly Assignment[]>;
}

/** git compares bytes; here each is one character. */
const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
const byteOrderMark = /^\u00ef\u00bb\u00bf/;

const longestLine = 2048;
const mostLines = 10_000;
const blank = /[ \t\r\n]+/;
const validName = /^[A-Za-z0-9_.][-A-Za-z0-9_.]*$/;
const macroPrefix = "[attr]";

/** Reads what .gitattributes files say, as git's attr.c does: a deeper file decides before one above it, and a later line before an earlier. */
function readAttributes(files: readonly AttributesFile[]): Attributes {
  const lines: Line[] = [];
  const macros = new Map<string, readonly Assignment[]>();
  const depth = ({ directory }: AttributesFile): number => directory.split("/").length;
  for (const file of files.toSorted((a, b) => depth(b) - depth(a)))
    for (const text of file.content.toString("latin1").replace(byteOrderMark, "").split("\n").reverse()) {
      if (text.length >= longestLine || lines.length >= mostLines) continue;
      const { pattern, rest } = splitLine(text.replace(/^[ \t\r]+/, ""));
      if (pattern.startsWith(macroPrefix) && pattern.length > macroPrefix.length)
        readMacro(file, `${pattern.slice(macroPrefix.length)} ${rest}`, macros);
      else lines.push(...readLine(file, pattern, rest));
    }
  return { lines, macros };
}

function splitLine(text: string): { readonly pattern: string; readonly rest: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (quoted !== null) {
    const pattern = unquoted(quoted[1] ?? "");
    if (pattern !== undefined) return { pattern, rest: text.slice(quoted[0].length) };
  }
  if (text.startsWith("#")) return { pattern: "", rest: "" };
  const [pattern = ""] = text.split(blank, 1);
  return { pattern, rest: text.slice(pattern.length) };
}

const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/** As git's unquote_c_style; undefined for an escape that it does not know. */
function unquoted(text: string): string | undefined {
  let bad = false;
  const plain = text.replace(/\\([0-3][0-7]{2}|[\s\S])/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code, 8));
    const character = escapes[code];
    if (character === undefined) bad = true;
    return character ?? "";
  });
  return bad ? undefined : plain;
}

/** Only the top directory's file may define macros. */
function readMacro(file: AttributesFile, text: string, macros: Map<string, readonly Assignment[]>): void {
  const [name = "", ...words] = text.split(blank).filter((word) => word !== "");
  const assignments = readAssignments(words);
  if (file.directory === "" && validName.test(name) && assignments !== undefined && !macros.has(name))
    macros.set(name, assignments);
}

function readLine({ directory }: AttributesFile, text: string, rest: string): readonly Line[] {
  const assignments = readAssignments(rest.split(blank).filter((word) => word !== ""));
  if (text === "" || text.startsWith("!") || assignments === undefined || assignments.length === 0) return [];
  const directoriesOnly = text.endsWith("/");
  const path = directoriesOnly ? text.slice(0, -1) : text;
  const ofName = !path.includes("/");
  const pattern = readPattern(path.startsWith("/") ? path.slice(1) : path);
  return pattern === undefined
    ? []
    : [{ directory: bytesOf(directory), pattern, ofName, directoriesOnly, assignments }];
}

/** Undefined where one of the names is none: git then takes no notice of the line. */
function readAssignments(words: readonly string[]): readonly Assignment[] | undefined {
  const assignments = words.map((word): Assignment => {
    if (word.startsWith("-")) return { name: word.slice(1), value: false };
    if (word.startsWith("!")) return { name: word.slice(1), value: undefined };
    const equals = word.indexOf("=");
    if (equals === -1) return { name: word, value: true };
    return { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
  return assignments.every(({ name }) => validName.test(name)) ? assignments : undefined;
}

/** Whether `git archive` leaves out an entry itself; a directory's path ends in `/`. */
function isExportIgnored(attributes: Attributes, path: string): boolean {
  const directory = path.endsWith("/");
  const bare = bytesOf(directory ? path.slice(0, -1) : path);
  const values = new Map<string, Value>();
  for (const line of attributes.lines) {
    if (!appliesTo(line, bare, directory)) continue;
    assign(line.assignments, attributes, values);
    if (values.has("export-ignore")) return values.get("export-ignore") === true;
  }
  return false;
}

function appliesTo(line: Line, path: string, directory: boolean): boolean {
  if ((line.directoriesOnly && !directory) || !path.startsWith(line.directory)) return false;
  const below = path.slice(line.directory.length);
  return matches(line.pattern, line.ofName ? below.slice(below.lastIndexOf("/") + 1) : below);
}

/** What was said first stands; within a line the last word counts. */
function assign(
  assignments: readonly Assignment[],
  attributes: Attributes,
  values: Map<string, Value>,
): void {
  for (const { name, value } of assignments.toReversed()) {
    if (values.has(name)) continue;
    values.set(name, value);
    const macro = value === true ? attributes.macros.get(name) : undefined;
    if (macro !== undefined) assign(macro, attributes, values);
  }
}

/** Whether `git archive` leaves out a path, or a directory above it; a directory's path ends with `/`. */
export function exportFilter(files: readonly AttributesFile[]): (path: string) => boolean {
  const attributes = readAttributes(files);
  const known = new Map<string, boolean>([["", false]]);
  const ofDirectory = (directory: string): boolean => {
    let answer = known.get(directory);
    if (answer === undefined) {
      answer = ofDirectory(above(directory)) || isExportIgnored(attributes, directory);
      known.set(directory, answer);
    }
    return answer;
  };
  return (path) => ofDirectory(above(path)) || isExportIgnored(attributes, path);
}

/** The directory that a path, or a directory itself, stands in: empty, or ended by `/`. */
const above = (path: string): string => path.slice(0, path.lastIndexOf("/", path.length - 2) + 1);
