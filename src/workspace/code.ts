import type { CFacts } from "../facts/c.ts";
import type { ExternalDeclaration, ModuleReference, OcamlFacts } from "../facts/ocaml.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";
import type { PreprocessResult } from "../syntax/c/preprocess.ts";
import type { ParseError } from "../syntax/span.ts";
import type { EveryCase } from "./every-case.ts";
import type { LinkedStub } from "./linked-names.ts";
import type { Component } from "./model.ts";
import type { ModuleFile, Modules } from "./modules.ts";
import type { InitialisationRun } from "./ocaml-initialisation.ts";
import type { ResolvedUse } from "./ocaml-uses.ts";
import type { StdlibUse } from "./stdlib-uses.ts";
import type { Stub } from "./stubs.ts";
import type { TakenName, UndeclaredName } from "./undeclared-names.ts";
import type { UnixUsers } from "./unix-users.ts";

/** A module of target code in which some word of interest stands outside comments. */
export interface ModuleReading {
  readonly component: Component;
  readonly file: ModuleFile;
  readonly facts: OcamlFacts;
}

/** `external` of a module of target code. */
export interface ExternalReading {
  readonly component: Component;
  readonly file: ModuleFile;
  readonly external: ExternalDeclaration;
}

/** A stub as the target's preprocessor would see it. */
export interface StubReading {
  readonly stub: Stub;
  /** Undefined where the source can't be seen, or is host code. */
  readonly seen: SeenStub | undefined;
}

export interface SeenStub {
  /** Where its text stands; where a rule makes it, the path that dune builds it as. */
  readonly source: string;
  /** As far as it is known, where a rule makes it. */
  readonly text: string;
  readonly preprocessed: PreprocessResult;
  /** What stops the compiler whatever the macros are that can't be seen. */
  readonly everyCase: EveryCase | undefined;
  /** Some of its compiler flags are in a file that a rule makes. */
  readonly flagsPartlyUnseen: boolean;
  /** Calls and definitions in what the target compiles of it; undefined where no stub was parsed. */
  readonly facts: CFacts | undefined;
  /** What its object file refers to; undefined where not all of its headers can be seen. */
  readonly linked: LinkedStub | undefined;
  /** Names that no header which it reaches declares; none where not all headers can be seen. */
  readonly undeclared: readonly UndeclaredName[];
  /** Names that it declares and that a macro of a header stands in the way of. */
  readonly taken: readonly TakenName[];
}

/** A source that no compiler would get past. */
export interface MalformedSource {
  readonly file: string;
  readonly error: ParseError;
  readonly owner: Component | Stub;
}

/** Whether macros that can't be seen decide what is compiled of a stub: what stands in it may be left out on the target. */
export function dependsOnUnseenMacros({ preprocessed, flagsPartlyUnseen }: SeenStub): boolean {
  return flagsPartlyUnseen || preprocessed.includes.some(({ outcome }) => outcome === "unseen");
}

/** What the sources of target code say. */
export interface Code {
  readonly modules: readonly ModuleReading[];
  readonly externals: readonly ExternalReading[];
  /** Uses of the modules of OCaml's unix and systhreads libraries, and of what is in them. */
  readonly references: readonly ResolvedUse<ModuleReference>[];
  /** Uses of values of OCaml's own libraries, as far as rules ask for them. */
  readonly uses: readonly ResolvedUse<ValueUse>[];
  readonly stubs: readonly StubReading[];
  readonly malformed: readonly MalformedSource[];
  /**
   * For each of some of `uses` the ways in which the initialisation of a module runs it, certain ones and short ones first; none where it
   * only runs when somebody else calls it, or where that can't be followed. Sources are read for it: ask once, for all that matter.
   */
  initialisationRuns(
    uses: readonly ResolvedUse<ValueUse>[],
  ): Promise<ReadonlyMap<ResolvedUse<ValueUse>, readonly InitialisationRun[]>>;
  /** Those of `uses` that do something else on the target. */
  readonly stdlibUses: readonly StdlibUse[];
  modulesOf(component: Component): Modules;
  /** Which modules need the Unix libraries that a library names; only for those that may be wanted portable. */
  unixUsersOf(component: Component): UnixUsers | undefined;
}
