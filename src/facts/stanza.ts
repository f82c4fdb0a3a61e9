import type { Span } from "../syntax/span.ts";
import type { Condition } from "./condition.ts";
import type { Name, OrderedSet } from "./ordered-set.ts";

export type LibraryDependency =
  | { readonly kind: "library"; readonly name: Name; readonly reExport: boolean }
  | { readonly kind: "select"; readonly result: Name; readonly choices: readonly SelectChoice[] };

/** `(unix !is_solo5 -> file.unix.ml)`: taken where every literal holds. */
export interface SelectChoice {
  readonly literals: readonly { readonly name: Name; readonly negated: boolean }[];
  readonly file: Name;
}

export type ForeignLanguage = "c" | "cxx";

/** The C or C++ sources of one stanza, in dune 1.x (`c_names`) or later (`foreign_stubs`) spelling. */
export interface ForeignStubs {
  readonly span: Span;
  readonly language: ForeignLanguage;
  readonly names: OrderedSet;
  readonly flags: OrderedSet;
  readonly includeDirs: readonly IncludeDirectory[];
}

/** An entry of `include_dirs`: a directory, or the sources of a library. */
export interface IncludeDirectory {
  readonly kind: "directory" | "library";
  readonly name: Name;
}

/** `; mirage-lint: unix-only -- reason`, in or right above a stanza. */
export interface UnixOnlyComment {
  readonly reason: string | undefined;
  readonly span: Span;
}

/** What libraries and executables have in common. */
export interface Buildable {
  readonly span: Span;
  /** The stanza's first word: where a finding about the whole stanza points. */
  readonly head: Span;
  readonly package: Name | undefined;
  readonly libraries: readonly LibraryDependency[];
  readonly enabledIf: Condition | undefined;
  readonly modules: OrderedSet | undefined;
  readonly modulesWithoutImplementation: OrderedSet | undefined;
  /** Modules that `-open` in the compiler's flags puts into every module's scope. */
  readonly openedByFlags: readonly string[];
  readonly ppx: readonly Name[];
  /** `(preprocess (action …))`: what the compiler sees is not what stands in the file. */
  readonly preprocessedByAction: boolean;
  readonly stubs: readonly ForeignStubs[];
  readonly foreignArchives: readonly Name[];
  readonly extraObjects: readonly Name[];
  /** The field `ctypes`: dune makes stubs by a C program that it runs. */
  readonly ctypes: Span | undefined;
  /** Words for the C linker: `c_library_flags`, and what follows `-cclib` and `-ccopt` in the flags of OCaml's linker. */
  readonly linkerWords: readonly Name[];
  /**
   * Files that dune makes before it compiles or links the stanza: `preprocessor_deps`, `extra_deps`, what flags include or
   * `%{read:…}`, what a preprocessing action needs, and the files of `foreign_archives` and `extra_objects`.
   */
  readonly neededFiles: readonly Name[];
  readonly unixOnly: UnixOnlyComment | undefined;
}

export interface LibraryStanza extends Buildable {
  readonly kind: "library";
  readonly name: Name | undefined;
  readonly publicName: Name | undefined;
  readonly libraryKind: "normal" | "ppx_rewriter" | "ppx_deriver";
  readonly ppxRuntimeLibraries: readonly Name[];
  readonly optional: boolean;
  readonly wrapped: boolean;
  readonly virtualModules: OrderedSet | undefined;
  readonly implements: Name | undefined;
  readonly defaultImplementation: Name | undefined;
  readonly inlineTests: boolean;
  readonly installedHeaders: readonly Name[];
}

export interface ExecutablesStanza extends Buildable {
  readonly kind: "executables";
  readonly test: boolean;
  readonly names: readonly Name[];
  readonly publicNames: readonly Name[];
  readonly optional: boolean;
}

export interface ForeignLibraryStanza {
  readonly kind: "foreign-library";
  readonly span: Span;
  readonly archiveName: Name | undefined;
  readonly stubs: ForeignStubs;
  readonly enabledIf: Condition | undefined;
}

export interface RuleStanza {
  readonly kind: "rule";
  readonly span: Span;
  /** Files that the rule makes, as far as they are named or follow from the action. */
  readonly targets: readonly Name[];
  /** Plain copies: the target's content is the source's. */
  readonly copies: readonly { readonly source: Name; readonly target: Name }[];
  /** What the rule needs before it runs, as its deps and its action name it. */
  readonly inputs: readonly RuleInput[];
  /** The programs that its action runs: a path, or a word for one that is installed. */
  readonly runs: readonly Name[];
  readonly commands: readonly Command[];
  readonly enabledIf: Condition | undefined;
}

/** A program that an action runs, or a text for a shell. */
export interface Command {
  readonly kind: "run" | "shell";
  readonly at: Name;
  /** The program and its arguments; of a text for a shell all its words. */
  readonly words: readonly string[];
  /** `NAME=value` of every `(setenv …)` around it. */
  readonly settings: readonly string[];
}

/** A file beside the rule, or (`%{lib:name:file}`) one that a library installs. */
export type RuleInput =
  | { readonly kind: "file"; readonly file: Name }
  | { readonly kind: "library-file"; readonly library: string; readonly file: Name };

/** `(install (section lib) (files config.h (gen.h as config.h)))`: files that `%{lib:name:file}` finds by their installed names. */
export interface InstallStanza {
  readonly kind: "install";
  readonly section: string;
  readonly package: Name | undefined;
  readonly files: readonly { readonly source: Name; readonly installedAs: string }[];
}

export type DirectorySelection = "dirs" | "data_only_dirs" | "vendored_dirs" | "ignored_subdirs";

export type Stanza =
  | LibraryStanza
  | ExecutablesStanza
  | ForeignLibraryStanza
  | RuleStanza
  | { readonly kind: "copy-files"; readonly glob: Name; readonly enabledIf: Condition | undefined }
  | { readonly kind: "include"; readonly file: Name }
  | { readonly kind: "dynamic-include"; readonly span: Span }
  | { readonly kind: "subdir"; readonly directory: Name; readonly stanzas: readonly Stanza[] }
  | { readonly kind: "directories"; readonly selection: DirectorySelection; readonly set: OrderedSet }
  | { readonly kind: "include-subdirs"; readonly mode: string }
  | InstallStanza
  | { readonly kind: "deprecated-library-name"; readonly oldName: Name; readonly newName: Name }
  /** ocamllex, ocamlyacc, menhir: modules whose sources are made on the host. */
  | { readonly kind: "generated-modules"; readonly modules: readonly Name[] }
  | {
      readonly kind: "other";
      readonly span: Span;
      readonly name: string;
      readonly enabledIf: Condition | undefined;
    };
