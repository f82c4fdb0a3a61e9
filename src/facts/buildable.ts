import type { Comment, List, Sexp } from "../syntax/sexp.ts";
import { readCondition } from "./condition.ts";
import { type Field, fieldsOf, nameOf, namesOf, valuesOf, wordOf } from "./fields.ts";
import { libraryDependencies } from "./libraries-field.ts";
import { elementsOf, includedFiles, type Name, type OrderedSet, orderedSet } from "./ordered-set.ts";
import { inputsOfAction } from "./rule-stanza.ts";
import type {
  Buildable,
  ExecutablesStanza,
  ForeignLanguage,
  ForeignLibraryStanza,
  ForeignStubs,
  IncludeDirectory,
  LibraryStanza,
  UnixOnlyComment,
} from "./stanza.ts";

export function libraryStanza(
  list: List,
  fields: readonly Field[],
  comments: readonly Comment[],
): LibraryStanza {
  const kind = wordOf(fields, "kind")?.text ?? kindOfFirstList(fields);
  return {
    kind: "library",
    ...buildable(list, fields, comments),
    name: wordOf(fields, "name"),
    publicName: wordOf(fields, "public_name"),
    libraryKind: kind === "ppx_rewriter" || kind === "ppx_deriver" ? kind : "normal",
    ppxRuntimeLibraries: namesOf(valuesOf(fields, "ppx_runtime_libraries")),
    optional: isSet(fields, "optional"),
    wrapped: wordOf(fields, "wrapped")?.text !== "false",
    virtualModules: setOf(fields, "virtual_modules"),
    implements: wordOf(fields, "implements"),
    defaultImplementation: wordOf(fields, "default_implementation"),
    inlineTests: fields.some((field) => field.name === "inline_tests"),
    installedHeaders: [
      ...namesOf(valuesOf(fields, "install_c_headers")),
      ...namesOf(valuesOf(fields, "public_headers")),
    ],
  };
}

/** `(kind (ppx_rewriter …))`, as a ppx with cookies has it. */
function kindOfFirstList(fields: readonly Field[]): string | undefined {
  return fieldsOf(valuesOf(fields, "kind"))[0]?.name;
}

export function executablesStanza(
  list: List,
  fields: readonly Field[],
  comments: readonly Comment[],
  test: boolean,
): ExecutablesStanza {
  return {
    kind: "executables",
    ...buildable(list, fields, comments),
    test,
    names: namesOf([...valuesOf(fields, "name"), ...valuesOf(fields, "names")]),
    publicNames: namesOf([...valuesOf(fields, "public_name"), ...valuesOf(fields, "public_names")]),
    optional: isSet(fields, "optional"),
  };
}

export function foreignLibraryStanza(list: List, fields: readonly Field[]): ForeignLibraryStanza {
  return {
    kind: "foreign-library",
    span: list.span,
    archiveName: wordOf(fields, "archive_name"),
    stubs: foreignStubs(list, fields),
    enabledIf: conditionOf(fields),
  };
}

function buildable(list: List, fields: readonly Field[], comments: readonly Comment[]): Buildable {
  const preprocess = fieldsOf(valuesOf(fields, "preprocess"));
  return {
    span: list.span,
    head: list.items[0]?.span ?? list.span,
    package: wordOf(fields, "package"),
    libraries: libraryDependencies(valuesOf(fields, "libraries")),
    enabledIf: conditionOf(fields),
    modules: setOf(fields, "modules"),
    modulesWithoutImplementation: setOf(fields, "modules_without_implementation"),
    openedByFlags: openedByFlags(fields),
    ppx: ppxOf(preprocess),
    preprocessedByAction: mentions(valuesOf(fields, "preprocess"), "action"),
    stubs: stubsOf(fields),
    foreignArchives: namesOf(valuesOf(fields, "foreign_archives")),
    extraObjects: namesOf(valuesOf(fields, "extra_objects")),
    ctypes: fields.find(({ name }) => name === "ctypes")?.list.span,
    linkerWords: linkerWords(fields),
    neededFiles: neededFiles(fields),
    unixOnly: unixOnlyComment(comments),
  };
}

function conditionOf(fields: readonly Field[]) {
  const value = valuesOf(fields, "enabled_if")[0];
  return value === undefined ? undefined : readCondition(value);
}

function openedByFlags(fields: readonly Field[]): readonly string[] {
  const words = ["flags", "ocamlc_flags", "ocamlopt_flags"].flatMap((name) =>
    elementsOf(setOf(fields, name) ?? { kind: "union", sets: [] }).map(({ text }) => text),
  );
  return words.filter((_, at) => words[at - 1] === "-open");
}

const flagFields: ReadonlySet<string> = new Set([
  "flags",
  "ocamlc_flags",
  "ocamlopt_flags",
  "link_flags",
  "library_flags",
  "c_library_flags",
  "c_flags",
  "cxx_flags",
]);

function neededFiles(fields: readonly Field[]): readonly Name[] {
  const foreign = fields
    .filter(({ name }) => name === "foreign_stubs")
    .flatMap(({ values }) => fieldsOf(values));
  return [...fields, ...foreign].flatMap(({ name, values }): readonly Name[] => {
    if (flagFields.has(name)) return [...includedFiles(orderedSet(values)), ...filesReadBy(values)];
    if (name === "foreign_archives") return namesOf(values).map(archiveFile);
    if (name === "extra_objects")
      return namesOf(values).map(({ text, span }) => ({ text: `${text}.o`, span }));
    if (name === "preprocess") return filesReadBy(values);
    return name === "preprocessor_deps" || name === "extra_deps" ? namesOf(values) : [];
  });
}

/** `%{dep:…}` and `%{read:…}` among the values, however deep. */
const filesReadBy = (values: readonly Sexp[]): readonly Name[] =>
  values.flatMap(inputsOfAction).flatMap((input) => (input.kind === "file" ? [input.file] : []));

/** `sub/foo` is the archive `sub/libfoo.a`. */
function archiveFile({ text, span }: Name): Name {
  const slash = text.lastIndexOf("/") + 1;
  return { text: `${text.slice(0, slash)}lib${text.slice(slash)}.a`, span };
}

function linkerWords(fields: readonly Field[]): readonly Name[] {
  const atomsIn = (name: string): readonly Name[] =>
    elementsOf(setOf(fields, name) ?? { kind: "union", sets: [] });
  const passedOn = ["link_flags", "library_flags", "ocamlopt_flags"].flatMap((name) =>
    atomsIn(name).flatMap((atom, at, atoms) => {
      const whole = passesOn(atoms[at - 1]?.text);
      return wordsOf(atom).filter((_, index, words) => whole || passesOn(words[index - 1]?.text));
    }),
  );
  return [...atomsIn("c_library_flags").flatMap(wordsOf), ...passedOn];
}

/** Whether OCaml's linker hands what comes next to the C linker. */
const passesOn = (flag: string | undefined): boolean => flag === "-cclib" || flag === "-ccopt";

const wordsOf = ({ text, span }: Name): readonly Name[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => ({ text: word, span }));

function setOf(fields: readonly Field[], name: string): OrderedSet | undefined {
  return fields.some((field) => field.name === name) ? orderedSet(valuesOf(fields, name)) : undefined;
}

/** `(optional)` and, since dune 3, `(optional true)`. */
function isSet(fields: readonly Field[], name: string): boolean {
  const field = fields.find((candidate) => candidate.name === name);
  return field !== undefined && nameOf(field.values[0])?.text !== "false";
}

/** Whether a list that begins with `word` is among the values, however deep. */
function mentions(values: readonly Sexp[], word: string): boolean {
  return values.some((value) => {
    if (value.kind !== "list") return false;
    const [head] = value.items;
    return (head?.kind === "atom" && head.text === word) || mentions(value.items, word);
  });
}

/** Names in `(pps …)`, also below `per_module` and `staged_pps`; flags and what follows `--` are none. */
function ppxOf(preprocess: readonly Field[]): readonly Name[] {
  return preprocess.flatMap((field): readonly Name[] => {
    if (field.name === "pps" || field.name === "staged_pps") {
      const names = namesOf(field.values);
      const end = names.findIndex((name) => name.text === "--");
      return (end === -1 ? names : names.slice(0, end)).filter((name) => !name.text.startsWith("-"));
    }
    // (per_module ((pps a) modules…)): the pair is a list whose head is a list.
    const pairs = field.values.flatMap((value) => (value.kind === "list" ? value.items : []));
    return ppxOf(fieldsOf([...field.values, ...pairs]));
  });
}

function stubsOf(fields: readonly Field[]): readonly ForeignStubs[] {
  const found: ForeignStubs[] = [];
  for (const field of fields) {
    if (field.name === "foreign_stubs") found.push(foreignStubs(field.list, fieldsOf(field.values)));
    else if (field.name === "c_names") found.push(namedStubs("c", field, fields));
    else if (field.name === "cxx_names") found.push(namedStubs("cxx", field, fields));
  }
  return found;
}

function foreignStubs(list: List, fields: readonly Field[]): ForeignStubs {
  return {
    span: list.span,
    language: languageOf(wordOf(fields, "language")?.text),
    names: orderedSet(valuesOf(fields, "names")),
    flags: orderedSet(valuesOf(fields, "flags")),
    includeDirs: valuesOf(fields, "include_dirs").flatMap(includeDirectory),
  };
}

function includeDirectory(value: Sexp): readonly IncludeDirectory[] {
  const [field] = fieldsOf([value]);
  const name = field?.name === "lib" ? nameOf(field.values[0]) : nameOf(value);
  return name === undefined ? [] : [{ kind: field === undefined ? "directory" : "library", name }];
}

function languageOf(word: string | undefined): ForeignLanguage {
  return word === "cxx" ? "cxx" : "c";
}

function namedStubs(language: ForeignLanguage, field: Field, fields: readonly Field[]): ForeignStubs {
  const flags = valuesOf(fields, language === "c" ? "c_flags" : "cxx_flags");
  return {
    span: field.list.span,
    language,
    names: orderedSet(field.values),
    flags: orderedSet(flags),
    includeDirs: [],
  };
}

const unixOnlyForm = /^mirage-lint:\s*unix-only\s*(?:--\s*(?<reason>.*\S))?\s*$/;

function unixOnlyComment(comments: readonly Comment[]): UnixOnlyComment | undefined {
  for (const comment of comments) {
    const match = unixOnlyForm.exec(comment.text);
    if (match !== null) return { reason: match.groups?.reason, span: comment.span };
  }
  return undefined;
}
