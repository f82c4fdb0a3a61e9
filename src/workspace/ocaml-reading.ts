import type { OcamlFacts, OcamlFactsOptions } from "../facts/ocaml.ts";
import type { Interest } from "../facts/ocaml-abridged.ts";
import type { Definition } from "../facts/ocaml-definition.ts";
import { isAllWritten, mayDefine } from "../facts/ocaml-exports.ts";
import type { MentionedNames } from "../facts/ocaml-mentions.ts";
import type { ModuleOpen } from "../facts/ocaml-module-use.ts";
import type { DefinedByFile } from "../facts/ocaml-plain-exports.ts";
import type { OcamlAnswers, OcamlQuestion } from "../facts/ocaml-question.ts";
import type { LocalUse, ValueUse } from "../facts/ocaml-value-use.ts";
import type { ModuleFile } from "./modules.ts";
import { endingOf } from "./paths.ts";
import { remembered } from "./remembered.ts";
import type { Sources } from "./sources.ts";

/** The OCaml sources of the tree, each parsed when it is first asked for, and once for each question. */
export interface OcamlReader {
  /** What a file uses, as far as it has to do with its words of interest; undefined for one that can't be read. */
  usesOf(file: ModuleFile): OcamlFacts | undefined;
  exportsOf(file: ModuleFile): DefinedByFile | undefined;
  /** What it uses, with references that begin with `modules`; parsed anew. */
  usesAsking(file: ModuleFile, modules: ReadonlySet<string>): OcamlFacts | undefined;
  /** Its uses of the values called so; parsed anew. */
  valuesNamed(mentioned: ValuesInFile): readonly ValueUse[];
  /** What defines the name at `start`. */
  definitionAt(file: ModuleFile, start: number): Definition | undefined;
  /** All uses in the file of the name that is defined at `start`. */
  localUsesOf(file: ModuleFile, start: number): readonly LocalUse[];
  /** Whether it may define a value or module of this name for others; no parser is asked. */
  mayDefine(file: ModuleFile, name: string): boolean;
  /** Has each of the files read once for all of the definitions in it that will be asked for. */
  readTogether(definitions: readonly DefinitionInFile[]): void;
  /** Reads in as many threads as there are what will be asked for next. */
  prepare(next: NextQuestions): Promise<void>;
  /** Whether no preprocessor adds definitions. */
  isAllWritten(file: ModuleFile): boolean;
  /** Opens and includes of the file: those of its structure, and those that were met in what was read of it. */
  opensOf(file: ModuleFile): readonly ModuleOpen[];
}

/** By where its name starts. */
interface DefinitionInFile {
  readonly file: ModuleFile;
  readonly start: number;
}

interface NamesInFile {
  readonly file: ModuleFile;
  readonly names: ReadonlySet<string>;
}

type ValuesInFile = { readonly file: ModuleFile } & MentionedNames;

/** Of `definitionAt` and `localUsesOf`, and of `valuesNamed`. */
interface NextQuestions {
  readonly definitions: readonly DefinitionInFile[];
  readonly values: readonly ValuesInFile[];
}

export type Wanted = Pick<OcamlFactsOptions, "modules" | "values">;

/** What files are read for, by their paths; of other files only what they export is. */
export type InterestIn = ReadonlyMap<string, Interest>;

const none: ReadonlySet<string> = new Set();

interface ReaderOptions {
  /** Of all files all is read where this is left out. */
  readonly interest?: InterestIn;
  /** Has the questions answered, so that `answers` has them at hand. */
  readonly answerAhead?: (questions: readonly OcamlQuestion[]) => Promise<void>;
}

export function ocamlReader(
  sources: Sources,
  wanted: Wanted,
  answers: OcamlAnswers,
  { interest, answerAhead }: ReaderOptions = {},
): OcamlReader {
  const textOf = ({ path }: ModuleFile): string => sources.text(path) ?? "";
  const ask = questionsTo(sources, wanted, interest);
  const answer = (question: OcamlQuestion | undefined): OcamlFacts | undefined =>
    question && answers(question);
  const pathOf = ({ path }: ModuleFile): string => path;
  const usesOf = remembered((file: ModuleFile) => answer(ask.uses(file)), pathOf);
  const exportsOf = remembered((file: ModuleFile) => answer(ask.exports(file)), pathOf);
  const named = namesRead((asked) => answer(ask.names(asked)));
  const unknownNames = (definitions: readonly DefinitionInFile[]): readonly NamesInFile[] =>
    interest === undefined ? [] : named.unknown(definitions.map(nameOf));
  const nameOf = ({ file, start }: DefinitionInFile): NameInFile => ({
    file,
    name: nameAt(textOf(file), start),
  });
  const isUsed = ({ file, start }: DefinitionInFile): boolean =>
    !isNamedOnce(nameAt(textOf(file), start), textOf(file));
  const about = (definition: DefinitionInFile): OcamlFacts | undefined =>
    interest === undefined ? usesOf(definition.file) : named.about(nameOf(definition));
  /** Of a file that is read anyway. */
  const readBefore = (file: ModuleFile): OcamlFacts | undefined =>
    interest === undefined || interest.get(file.path)?.kind === "uses" ? usesOf(file) : undefined;
  return {
    usesOf,
    exportsOf: interest === undefined ? usesOf : exportsOf,
    usesAsking: (file, heads) => answer(ask.usesAsking(file, heads)),
    valuesNamed: (mentioned) => answer(ask.values(mentioned))?.values ?? [],
    definitionAt: (file, start) =>
      definedAt(readBefore(file), start) ?? definedAt(about({ file, start }), start),
    localUsesOf: (file, start) => {
      const uses = isUsed({ file, start }) ? about({ file, start })?.localUses : [];
      return (uses ?? []).filter(({ definition }) => definition === start);
    },
    readTogether: (definitions) => unknownNames(definitions).forEach(named.learn),
    async prepare({ definitions, values }) {
      const needed = definitions.filter(
        ({ file, start }) => isUsed({ file, start }) || definedAt(readBefore(file), start) === undefined,
      );
      const unknown = unknownNames(needed);
      const questions = [...unknown.map(ask.names), ...values.map(ask.values)];
      await answerAhead?.(questions.filter((question) => question !== undefined));
      unknown.forEach(named.learn);
    },
    mayDefine: (file, name) => mayDefine(textOf(file), name),
    opensOf: (file) => (readBefore(file) ?? exportsOf(file))?.opens ?? [],
    isAllWritten: (file) => isAllWritten(textOf(file)),
  };
}

interface NameInFile {
  readonly file: ModuleFile;
  readonly name: string;
}

/** Facts about names of files: those of several names that were asked for together are the same. */
function namesRead(read: (asked: NamesInFile) => OcamlFacts | undefined) {
  const known = new Map<string, OcamlFacts | undefined>();
  const keyOf = (file: ModuleFile, name: string): string => `${file.path}\n${name}`;
  const learn = (asked: NamesInFile): void => {
    const facts = read(asked);
    for (const name of asked.names) known.set(keyOf(asked.file, name), facts);
  };
  const unknown = (wanted: readonly NameInFile[]): readonly NamesInFile[] => {
    const groups = new Map<string, { readonly file: ModuleFile; readonly names: Set<string> }>();
    for (const { file, name } of wanted) {
      if (known.has(keyOf(file, name))) continue;
      // For what has no name the whole file is read.
      const key = keyOf(file, name === "" ? "" : "named");
      const group = groups.get(key) ?? { file, names: new Set() };
      groups.set(key, group);
      group.names.add(name);
    }
    return [...groups.values()];
  };
  const about = ({ file, name }: NameInFile): OcamlFacts | undefined => {
    for (const asked of unknown([{ file, name }])) learn(asked);
    return known.get(keyOf(file, name));
  };
  return { about, learn, unknown };
}

/** The questions of a reader; undefined about a file that can't be read. */
function questionsTo(sources: Sources, wanted: Wanted, interest: InterestIn | undefined) {
  const { modules } = wanted;
  const about = (file: ModuleFile, part: Interest | undefined, asked = wanted): OcamlQuestion | undefined => {
    const text = sources.text(file.path);
    return text === undefined ? undefined : questionOf(file, text, asked, part);
  };
  const usesOf = (words: readonly ReadonlySet<string>[], heads = modules): Interest | undefined =>
    interest === undefined ? undefined : { kind: "uses", words, modules: heads };
  return {
    uses: (file: ModuleFile) => about(file, interest?.get(file.path) ?? usesOf([])),
    exports: (file: ModuleFile) => about(file, { kind: "exports" }),
    usesAsking(file: ModuleFile, heads: ReadonlySet<string>) {
      const known = interest?.get(file.path);
      const words = known?.kind === "uses" ? known.words : [];
      return about(file, usesOf([...words, heads], heads), { ...wanted, modules: heads });
    },
    names: ({ file, names }: NamesInFile) => about(file, names.has("") ? undefined : usesOf([names])),
    values({ file, names, words }: ValuesInFile) {
      const part: Interest = { kind: "uses", words: [words], modules: none };
      return about(file, part, { modules: none, values: { names, modules: none } });
    },
  };
}

/** What a reader asks of a file of interest, for who asks in advance. */
export function questionAbout(
  file: ModuleFile,
  text: string,
  wanted: Wanted,
  interest: InterestIn,
): OcamlQuestion {
  return questionOf(file, text, wanted, interest.get(file.path));
}

/** Of what a generator reads all is read. */
function questionOf(file: ModuleFile, text: string, wanted: Wanted, part?: Interest): OcamlQuestion {
  const options = optionsOf(file);
  const isAll = part === undefined || options.generator !== undefined;
  return { text, ...options, ...wanted, ...(isAll ? {} : { part }) };
}

const definedAt = (facts: OcamlFacts | undefined, start: number): Definition | undefined =>
  facts?.definitions.find(({ span }) => span.start === start);

/** Such a name has no use in the text. */
const isNamedOnce = (name: string, text: string): boolean =>
  name !== "" && text.indexOf(name) === text.lastIndexOf(name);

/** Of a value, class or functor, or an operator. */
function nameAt(text: string, start: number): string {
  const name = /(?:let|and)[!$%&*+\-./:<=>?@^|~]+|[\w']+|[!$%&*+\-./:<=>?@^|~#]+/y;
  name.lastIndex = start;
  return name.exec(text)?.[0] ?? "";
}

/** How a module's file is to be read. */
export function optionsOf(file: ModuleFile): Pick<OcamlFactsOptions, "interface" | "generator"> {
  const ending = endingOf(file.path);
  if (ending === "mll") return { interface: false, generator: "ocamllex" };
  return ending === "mly" ? { interface: false, generator: "ocamlyacc" } : { interface: file.interface };
}
