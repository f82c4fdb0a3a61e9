import type { Exports, ModuleContent } from "../facts/ocaml-definition.ts";
import type { DefinedByFile } from "../facts/ocaml-plain-exports.ts";
import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ModuleFile } from "./modules.ts";
import {
  type Confidence,
  type Lookup,
  leastConfidence,
  type ModuleMeaning,
  type Resolved,
  through,
  type ValueMeaning,
} from "./ocaml-meaning.ts";
import type { OcamlReader } from "./ocaml-reading.ts";
import type { Unit } from "./ocaml-units.ts";

/** Where a name stands: what is visible there, and from which file. */
export interface Position {
  readonly unit: Unit;
  readonly file: ModuleFile;
  /** Modules opened, outermost first; an empty path is one that can't be seen into. */
  readonly opened: readonly ModulePath[];
  /** The file binds the first name itself, further out than what is opened: only that can bring another. */
  readonly isBound?: boolean;
  /** It is in the compiler's flags, of which those before it are `opened`. */
  readonly isInFlags?: boolean;
}

/** What a module of the tree has, asked of its files. */
export interface Members {
  module(unit: Unit, within: ModulePath, name: string): Lookup<ModuleMeaning>;
  value(unit: Unit, within: ModulePath, name: string): Lookup<ValueMeaning>;
}

/** What looking into a module asks back: what a path that stands in it means. */
export interface PathLookups {
  moduleAt(position: Position, path: ModulePath): Resolved<ModuleMeaning>;
  moduleIn(meaning: ModuleMeaning, name: string): Lookup<ModuleMeaning>;
  valueIn(meaning: ModuleMeaning, name: string): Lookup<ValueMeaning>;
}

const absent = { kind: "absent" } as const;
// A rule makes it, or a functor: such a module hardly ever has a name of the standard library.
const unlikely = { kind: "unknown", confidence: "medium" } as const;

export function membersOf(reader: OcamlReader, paths: PathLookups): Members {
  const modules = rememberedLookups<ModuleMeaning>((unit, within, name) =>
    moduleLookup({ unit, within, name }, reader, paths),
  );
  const values = rememberedLookups<ValueMeaning>((unit, within, name) =>
    valueLookup({ unit, within, name }, reader, paths),
  );
  return { module: modules, value: values };
}

type LookUp<Meaning> = (unit: Unit, within: ModulePath, name: string) => Lookup<Meaning>;

/** What asks for itself again, as modules that include each other would, is not known. */
function rememberedLookups<Meaning>(compute: LookUp<Meaning>): LookUp<Meaning> {
  const known = new Map<Unit, Map<string, Lookup<Meaning>>>();
  return (unit, within, name) => {
    const ofUnit = known.get(unit) ?? new Map<string, Lookup<Meaning>>();
    known.set(unit, ofUnit);
    const key = [...within, name].join(".");
    const remembered = ofUnit.get(key);
    if (remembered !== undefined) return remembered;
    ofUnit.set(key, unlikely);
    const found = compute(unit, within, name);
    ofUnit.set(key, found);
    return found;
  };
}

interface Question {
  readonly unit: Unit;
  readonly within: ModulePath;
  readonly name: string;
}

function moduleLookup(question: Question, reader: OcamlReader, paths: PathLookups): Lookup<ModuleMeaning> {
  const { unit, within, name } = question;
  return inFiles(question, reader, {
    own: ({ modules }) => lastNamed(modules, name),
    meaningOf: ({ start, content }, file, facts) =>
      moduleMeaning({ unit, within, name, start }, content, file, facts, paths),
    included: (meaning) => paths.moduleIn(meaning, name),
    paths,
  });
}

function moduleMeaning(
  { unit, within, name, start }: Question & { readonly start: number },
  content: ModuleContent,
  file: ModuleFile,
  facts: DefinedByFile,
  paths: PathLookups,
): Resolved<ModuleMeaning> {
  switch (content.kind) {
    case "structure":
      return certain({ kind: "unit", unit, within: [...within, name] });
    case "opaque":
      return certain({ kind: "opaque" });
    case "alias": {
      const at = { file: file.path, span: { start, end: start + name.length } };
      const meaning = paths.moduleAt({ unit, file, opened: openedAt(facts, start) }, content.path);
      return through([{ how: "alias", name: [unit.name, ...within, name].join("."), at }], meaning);
    }
  }
}

function valueLookup(question: Question, reader: OcamlReader, paths: PathLookups): Lookup<ValueMeaning> {
  const { unit, within, name } = question;
  return inFiles(question, reader, {
    own: ({ values }) => lastNamed(values, name),
    meaningOf: ({ start }) => certain({ kind: "unit", unit, within, name, start }),
    included: (meaning) => paths.valueIn(meaning, name),
    paths,
  });
}

const certain = <Meaning>(meaning: Meaning): Resolved<Meaning> => ({
  meaning,
  through: [],
  confidence: "high",
});

interface Kind<Item extends { readonly start: number }, Meaning> {
  own(exports: Exports): Item | undefined;
  meaningOf(item: Item, file: ModuleFile, facts: DefinedByFile): Resolved<Meaning>;
  included(meaning: ModuleMeaning): Lookup<Meaning>;
  readonly paths: PathLookups;
}

/** Visible is what the interface has; what it means the implementation says, where there is one. */
function inFiles<Item extends { readonly start: number }, Meaning>(
  question: Question,
  reader: OcamlReader,
  kind: Kind<Item, Meaning>,
): Lookup<Meaning> {
  const { implementation, interface: signature } = question.unit;
  const visible = signature === undefined ? undefined : inFile(question, signature, reader, kind);
  if (visible?.kind === "absent") return visible;
  const meant = implementation === undefined ? undefined : inFile(question, implementation, reader, kind);
  if (meant?.kind === "found") return meant;
  return visible ?? meant ?? unlikely;
}

function inFile<Item extends { readonly start: number }, Meaning>(
  { unit, within, name }: Question,
  file: ModuleFile,
  reader: OcamlReader,
  kind: Kind<Item, Meaning>,
): Lookup<Meaning> {
  if (within.length === 0 && !reader.mayDefine(file, name))
    return reader.isAllWritten(file) ? absent : unlikely;
  const facts = reader.exportsOf(file);
  const exports = facts === undefined ? undefined : exportsWithin(facts.exports, within);
  if (facts === undefined || exports === undefined) return unlikely;
  const item = kind.own(exports);
  const later = exports.includes.filter(({ start }) => item === undefined || start > item.start);
  let doubt: Confidence = exports.seesAll || item !== undefined ? "high" : "medium";
  for (const { path, start } of later.sort((a, b) => b.start - a.start)) {
    const included = kind.paths.moduleAt({ unit, file, opened: openedAt(facts, start) }, path);
    const found = kind.included(included.meaning);
    if (found.kind === "found") {
      const at = { file: file.path, span: { start, end: start + 1 } };
      const steps = [{ how: "include" as const, name: path.join("."), at }, ...included.through];
      return {
        kind: "found",
        resolved: through(steps, found.resolved, leastConfidence(doubt, included.confidence)),
      };
    }
    if (found.kind === "unknown") doubt = "medium";
  }
  if (item !== undefined)
    return { kind: "found", resolved: through([], kind.meaningOf(item, file, facts), doubt) };
  return doubt === "high" ? absent : unlikely;
}

/** Of two with one name the later one counts. */
function lastNamed<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  return items.findLast((item) => item.name === name);
}

/** What a structure in the file has; undefined where it is no structure there. */
function exportsWithin(exports: Exports, within: ModulePath): Exports | undefined {
  let found: Exports | undefined = exports;
  for (const name of within) {
    const content: ModuleContent | undefined =
      found === undefined ? undefined : lastNamed(found.modules, name)?.content;
    found = content?.kind === "structure" ? content.exports : undefined;
  }
  return found;
}

/** Modules that are open in a place of the file, outermost first. */
export function openedAt({ opens }: Pick<DefinedByFile, "opens">, at: number): readonly ModulePath[] {
  return opens.filter(({ scope }) => scope.start <= at && at < scope.end).map(({ path }) => path);
}
