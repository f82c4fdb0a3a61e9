import type { BuildContext } from "../facts/dune-workspace.ts";
import type { ModuleReference } from "../facts/ocaml-module-use.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";
import type { OpamFacts } from "../facts/opam.ts";
import type { Name } from "../facts/ordered-set.ts";
import type { ExecutablesStanza, ForeignLibraryStanza, LibraryStanza } from "../facts/stanza.ts";
import type { Span } from "../syntax/span.ts";
import type { KnownLibrary } from "../target/known-libraries.ts";
import type { Truth } from "./conditions.ts";
import type { Views } from "./directory-files.ts";
import type { DuneTree } from "./dune-tree.ts";
import type { Lock } from "./locks.ts";
import type { Resolver } from "./resolve.ts";
import type { Place, Sources } from "./sources.ts";

/** Whether somebody wants it portable; decides severity and exit code, never the verdict. */
export type Intent = "wanted" | "unix-only" | "undecided";
/** Target code ends up in the unikernel, host code runs while it is built. */
export type Role = "target" | "host";
export type Mode = "package" | "unikernel" | "repository";

/** The scope of one dune-project file. */
export interface Project {
  readonly directory: string;
  readonly file: string | undefined;
  readonly name: string | undefined;
  readonly lang: string | undefined;
  readonly generatesOpamFiles: boolean;
}

export interface PackageDependency {
  readonly name: Name;
  readonly filters: readonly string[];
  readonly optional: boolean;
  /** One of several that would do. */
  readonly alternative: boolean;
  readonly at: Place;
}

export interface Package {
  readonly name: string;
  readonly project: Project | undefined;
  readonly opamFile: string | undefined;
  readonly opam: OpamFacts | undefined;
  /** Where the package is declared: in the opam file, else in dune-project. */
  readonly at: Place;
  readonly depends: readonly PackageDependency[];
  readonly vendored: boolean;
}

interface ComponentBase {
  /** Unique and stable: the dune file and the stanza's name. */
  readonly key: string;
  /** The name that a person knows it by: the public one, else the private one. */
  readonly name: string;
  readonly packageName: string | undefined;
  /** Where dune looks for its sources. */
  readonly directory: string;
  /** The stanza's first word. */
  readonly at: Place;
  readonly project: Project;
  readonly vendored: boolean;
}

export interface Library extends ComponentBase {
  readonly kind: "library";
  readonly privateName: string;
  readonly publicName: string | undefined;
  readonly stanza: LibraryStanza;
}

export interface Executables extends ComponentBase {
  readonly kind: "executables";
  readonly stanza: ExecutablesStanza;
}

export interface ForeignLibrary extends ComponentBase {
  readonly kind: "foreign-library";
  readonly stanza: ForeignLibraryStanza;
}

/** A MirageOS unikernel: a config.ml that registers a job, and the modules beside it. */
export interface Unikernel extends ComponentBase {
  readonly kind: "unikernel";
  readonly configFile: string;
  readonly packages: readonly UnikernelPackage[];
  /** Values that config.ml uses and does not bind itself. */
  readonly configValues: readonly ValueUse[];
  /** What objects and classes of config.ml inherit to be devices, as up to MirageOS 3. */
  readonly deviceObjects: readonly Span[];
  /** The version that a comment at the top of config.ml keeps mirage below. */
  readonly mirageBelow: string | undefined;
  /** What its sources use of modules that there were in MirageOS 3. */
  readonly ofMirage3: readonly { readonly file: string; readonly reference: ModuleReference }[];
}

interface UnikernelPackage {
  readonly name: Name;
  readonly sublibraries: readonly Name[];
  /** To a source of its own, which may be another one than is published. */
  readonly pinned: boolean;
}

export type Component = Library | Executables | ForeignLibrary | Unikernel;

/** What a library name leads to. */
export type Resolution =
  | { readonly kind: "workspace"; readonly library: Library }
  /** A generator that dune links for the target, since a rule names it as a file. */
  | { readonly kind: "generator"; readonly executables: Executables }
  /** A library of this tree that does not exist on the target. */
  | { readonly kind: "disabled"; readonly library: Library; readonly because: string }
  | { readonly kind: "sysroot" }
  /** One that comes with OCaml, and not with the target's. */
  | { readonly kind: "absent"; readonly why: string }
  | { readonly kind: "known"; readonly known: KnownLibrary }
  /** One from elsewhere: nothing is known of it, or the index knows it to be portable if what it `assumes` is. */
  | { readonly kind: "assumed"; readonly assumes: readonly string[] | undefined };

export interface Edge {
  readonly name: string;
  readonly at: Place;
  readonly via: "libraries" | "select" | "implements" | "ppx-runtime" | "package" | "build";
  readonly to: Resolution;
}

/** An intent, and in a few words what says so: `named mirage-*`. */
export interface StatedIntent {
  readonly intent: Intent;
  readonly reason: string;
}

/** What the user asked for beyond the directory. */
export interface Scope {
  /** Everything in the tree is wanted target code. */
  readonly all: boolean;
  /** Undecided code is taken as wanted. */
  readonly strict: boolean;
  /** `-p`: nothing else is judged; empty: all packages are judged. */
  readonly packages: ReadonlySet<string>;
  /** Packages that are said to be wanted portable; undefined: those that are judged where others are not. */
  readonly wanted?: ReadonlySet<string>;
  /** What the configuration says of intents. */
  readonly declared?: Declarations;
}

/** What a configuration says of intents: it goes before names and stanzas, and changes no verdict. */
export interface Declarations {
  /** Why nobody wants a library or program portable, by public or private name. */
  readonly libraries: ReadonlyMap<string, string>;
  /** Why nobody wants a package portable. */
  readonly packages: ReadonlyMap<string, string>;
  /** The glob that leaves the findings of a file out; undefined where none does. */
  ignoredBy(file: string): string | undefined;
  /** What says `all`, `strict` and `packages` where it is not the option of that name. */
  readonly says: Readonly<Record<"all" | "strict" | "packages", string | undefined>>;
  /** Where it says so; undefined where it does not stand in the checked tree. */
  readonly written:
    | { readonly file: string; readonly text: string; readonly names: readonly DeclaredName[] }
    | undefined;
}

/** A name that a configuration declares unix-only. */
export interface DeclaredName {
  readonly kind: "library" | "package";
  readonly name: string;
  readonly span: Span;
}

export interface PlacedContext {
  readonly file: string;
  readonly context: BuildContext;
}

export interface Workspace {
  readonly mode: Mode;
  readonly scope: Scope;
  readonly sources: Sources;
  readonly tree: DuneTree;
  readonly views: Views;
  readonly projects: readonly Project[];
  readonly packages: readonly Package[];
  readonly components: readonly Component[];
  readonly locks: readonly Lock[];
  /** jbuild files that dune no longer reads. */
  readonly jbuildFiles: readonly string[];
  /** What dune-workspace files at the root say of contexts. */
  readonly contexts: readonly PlacedContext[];
  readonly resolver: Resolver;
  roleOf(component: Component): Role;
  intentOf(owner: Component | Package): StatedIntent;
  packageOf(component: Component): Package | undefined;
}

/** Whether a stanza exists on the target, and what says that it doesn't. */
export interface Existence {
  readonly truth: Truth;
  /** It is `optional`, and something that it needs is missing: its sources are there all the same. */
  readonly hidden: boolean;
  readonly because: string | undefined;
  /** What an optional library is hidden for. */
  readonly lacking?: Lacking;
}

/** What an optional library asks for and does not get; `to` is undefined for a select of which no choice holds. */
export interface Lacking {
  readonly what: string;
  readonly name: Name;
  readonly to: Resolution | undefined;
}
