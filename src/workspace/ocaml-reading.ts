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
  const { modules } = wanted;
  const questionsOf = (
    file: ModuleFile,
    part: Interest | undefined,
    asked: Wanted,
  ): readonly OcamlQuestion[] => {
    const text = sources.text(file.path);
    return text === undefined ? [] : [questionOf(file, text, asked, part)];
  };
  const read = (file: ModuleFile, part: Interest | undefined, asked: Wanted): OcamlFacts | undefined => {
    const [question] = questionsOf(file, part, asked);
    return question && answers(question);
  };
  const usesOfWords = (words: readonly ReadonlySet<string>[], heads = modules): Interest | undefined =>
    interest === undefined ? undefined : { kind: "uses", words, modules: heads };
  const wordsFor = ({ path }: ModuleFile): readonly ReadonlySet<string>[] => {
    const known = interest?.get(path);
    return known?.kind === "uses" ? known.words : [];
  };
  const pathOf = ({ path }: ModuleFile): string => path;
  const usesOf = remembered(
    (file: ModuleFile) => read(file, interest?.get(file.path) ?? usesOfWords([]), wanted),
    pathOf,
  );
  const exportsOf = remembered((file: ModuleFile) => read(file, { kind: "exports" }, wanted), pathOf);
  const aboutNames = new Map<string, OcamlFacts | undefined>();
  const keyOf = (file: ModuleFile, name: string): string => `${file.path}\n${name}`;
  const partNaming = (names: ReadonlySet<string>): Interest | undefined =>
    names.has("") ? undefined : usesOfWords([names]);
  const learn = ({ file, names }: NamesInFile): void => {
    const facts = read(file, partNaming(names), wanted);
    for (const name of names) aboutNames.set(keyOf(file, name), facts);
  };
  const unknownNames = (definitions: readonly DefinitionInFile[]): readonly NamesInFile[] => {
    const groups = new Map<string, { readonly file: ModuleFile; readonly names: Set<string> }>();
    for (const { file, start } of definitions) {
      const name = nameAt(file, start, sources);
      if (interest === undefined || aboutNames.has(keyOf(file, name))) continue;
      const key = keyOf(file, name === "" ? "all" : "");
      const group = groups.get(key) ?? { file, names: new Set() };
      groups.set(key, group);
      group.names.add(name);
    }
    return [...groups.values()];
  };
  const partOfValues = (words: ReadonlySet<string>): Interest => ({
    kind: "uses",
    words: [words],
    modules: none,
  });
  const isUsedAt = (file: ModuleFile, start: number): boolean =>
    !isNamedOnce(nameAt(file, start, sources), sources.text(file.path) ?? "");
  const aboutNameAt = (file: ModuleFile, start: number): OcamlFacts | undefined => {
    if (interest === undefined) return usesOf(file);
    for (const unknown of unknownNames([{ file, start }])) learn(unknown);
    return aboutNames.get(keyOf(file, nameAt(file, start, sources)));
  };
  /** Of a file that is read anyway. */
  const readBefore = (file: ModuleFile): OcamlFacts | undefined =>
    interest === undefined || interest.get(file.path)?.kind === "uses" ? usesOf(file) : undefined;
  return {
    usesOf,
    exportsOf: interest === undefined ? usesOf : exportsOf,
    usesAsking: (file, heads) =>
      read(file, usesOfWords([...wordsFor(file), heads], heads), { ...wanted, modules: heads }),
    valuesNamed: ({ file, names, words }) => read(file, partOfValues(words), onlyValues(names))?.values ?? [],
    definitionAt: (file, start) =>
      definedAt(readBefore(file), start) ?? definedAt(aboutNameAt(file, start), start),
    localUsesOf: (file, start) => {
      if (!isUsedAt(file, start)) return [];
      return (aboutNameAt(file, start)?.localUses ?? []).filter(({ definition }) => definition === start);
    },
    readTogether: (definitions) => unknownNames(definitions).forEach(learn),
    async prepare({ definitions, values }) {
      const unknown = unknownNames(
        definitions.filter(
          ({ file, start }) => isUsedAt(file, start) || definedAt(readBefore(file), start) === undefined,
        ),
      );
      await answerAhead?.([
        ...unknown.flatMap(({ file, names }) => questionsOf(file, partNaming(names), wanted)),
        ...values.flatMap(({ file, names, words }) =>
          questionsOf(file, partOfValues(words), onlyValues(names)),
        ),
      ]);
      unknown.forEach(learn);
    },
    mayDefine: (file, name) => mayDefine(sources.text(file.path) ?? "", name),
    opensOf: (file) => (readBefore(file) ?? exportsOf(file))?.opens ?? [],
    isAllWritten: (file) => isAllWritten(sources.text(file.path) ?? ""),
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

const onlyValues = (names: ReadonlySet<string>): Wanted => ({
  modules: none,
  values: { names, modules: none },
});

const definedAt = (facts: OcamlFacts | undefined, start: number): Definition | undefined =>
  facts?.definitions.find(({ span }) => span.start === start);

/** Such a name has no use in the text. */
const isNamedOnce = (name: string, text: string): boolean =>
  name !== "" && text.indexOf(name) === text.lastIndexOf(name);

/** Of a value, class or functor, or an operator. */
function nameAt(file: ModuleFile, start: number, sources: Sources): string {
  const name = /(?:let|and)[!$%&*+\-./:<=>?@^|~]+|[\w']+|[!$%&*+\-./:<=>?@^|~#]+/y;
  name.lastIndex = start;
  return name.exec(sources.text(file.path) ?? "")?.[0] ?? "";
}

/** How a module's file is to be read. */
export function optionsOf(file: ModuleFile): Pick<OcamlFactsOptions, "interface" | "generator"> {
  const ending = endingOf(file.path);
  if (ending === "mll") return { interface: false, generator: "ocamllex" };
  return ending === "mly" ? { interface: false, generator: "ocamlyacc" } : { interface: file.interface };
}
