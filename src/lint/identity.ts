import { languageOfName } from "../facts/comments.ts";
import { type NamedDefinition, namedDefinitions } from "../facts/definition-names.ts";
import { lineStartsOf } from "../syntax/span.ts";
import { baseName } from "../workspace/paths.ts";
import type { Diagnostic, Location } from "./diagnostic.ts";
import type { Run } from "./run.ts";

/** Which finding it is, wherever in its file it stands. What does not apply is empty. */
export interface Identity {
  readonly file: string;
  readonly rule: string;
  /** The library, executable or unikernel that it is about. */
  readonly library: string;
  /** The package that it is about, where it is about nothing of those. */
  readonly package: string;
  readonly symbol: string;
  /** In C and OCaml the function or definition around it, elsewhere the word that asks for the symbol. */
  readonly within: string;
}

/** JSON keeps apart what only together would look alike. */
export const keyOf = (identity: Identity): string =>
  JSON.stringify([
    identity.file,
    identity.rule,
    identity.library,
    identity.package,
    identity.symbol,
    identity.within,
  ]);

/** What identities are told by, and whether what they name is still there. */
export interface Contents {
  hasFile(file: string): boolean;
  hasLibrary(name: string): boolean;
  hasPackage(name: string): boolean;
  /** Whether a C or OCaml source has a definition of that name. */
  defines(file: string, name: string): boolean;
  within(at: Location): string;
}

/** Reads the files that findings stand in, each once. */
export function contentsOf(run: Pick<Run, "linesOf" | "packages" | "libraries" | "unikernels">): Contents {
  const outlines = new Map<string, Outline | undefined>();
  const outlineOf = (file: string): Outline | undefined => {
    if (!outlines.has(file)) outlines.set(file, readOutline(file, run));
    return outlines.get(file);
  };
  const libraries = new Set([...run.libraries, ...run.unikernels].map(({ name }) => name));
  const packages = new Set(run.packages.map(({ name }) => name));
  return {
    hasFile: (file) => outlineOf(file) !== undefined,
    hasLibrary: (name) => libraries.has(name),
    hasPackage: (name) => packages.has(name),
    defines: (file, name) =>
      outlineOf(file)?.definitions.some((definition) => definition.name === name) ?? false,
    within: (at) => {
      const outline = outlineOf(at.file);
      if (outline === undefined) return "";
      return isSource(at.file) ? definitionAt(outline, at) : wordAt(outline, at);
    },
  };
}

interface Outline {
  readonly text: string;
  readonly lineStarts: readonly number[];
  readonly definitions: readonly NamedDefinition[];
}

const everyLine = { line: 1, column: 1, endLine: Number.MAX_SAFE_INTEGER, endColumn: 1 };

function readOutline(file: string, { linesOf }: Pick<Run, "linesOf">): Outline | undefined {
  const text = linesOf({ file, ...everyLine })?.join("\n");
  if (text === undefined) return undefined;
  const language = languageOfName(baseName(file));
  const definitions = language === undefined ? [] : namedDefinitions(text, language);
  return { text, lineStarts: lineStartsOf(text), definitions };
}

/** Whether places in a file are told apart by what it defines. */
export function isSource(file: string): boolean {
  const language = languageOfName(baseName(file));
  return language === "c" || language === "ocaml";
}

const offsetOf = ({ lineStarts }: Outline, line: number, column: number): number =>
  (lineStarts[line - 1] ?? 0) + column - 1;

function definitionAt(outline: Outline, { line, column }: Location): string {
  const offset = offsetOf(outline, line, column);
  const around = outline.definitions.findLast(({ span }) => span.start <= offset && offset < span.end);
  return around?.name ?? "";
}

const longestWord = 200;

/** Text of several words, such as a whole stanza, changes with what does not matter. */
function wordAt(outline: Outline, at: Location): string {
  const start = offsetOf(outline, at.line, at.column);
  const end = offsetOf(outline, at.endLine, at.endColumn);
  const text = outline.text.slice(start, end);
  return text.length <= longestWord && /^\S+$/.test(text) ? text : "";
}

/** Of a finding each place that it stands for, the one that is shown first. */
export function identitiesOf(
  diagnostic: Diagnostic,
  contents: Pick<Contents, "within">,
): readonly (Identity & { readonly at: Location })[] {
  const { rule, symbol = "", library = "", package: owner = "", at, also = [] } = diagnostic;
  return [{ symbol, at }, ...also].map((place) => {
    const within = contents.within(place.at);
    const named = place.symbol ?? symbol;
    return {
      ...{ file: place.at.file, rule, library, package: library === "" ? owner : "", symbol: named },
      within: within === named ? "" : within,
      at: place.at,
    };
  });
}
