import data from "../../data/library-index.json" with { type: "json" };
import type { KnownLibrary } from "./known-libraries.ts";

/** What a source tree said of one of its public libraries. */
export interface IndexedLibrary {
  /** The findlib name. */
  readonly name: string;
  readonly package: string;
  readonly kind: "normal" | "virtual" | "ppx_rewriter" | "ppx_deriver";
  readonly verdict: "portable" | "not-portable";
  /** Libraries outside all trees that it needs, of which nothing is known. */
  readonly assumes?: readonly string[];
  /** What a rewriter gives its users. */
  readonly runtime?: readonly string[];
  /** The next three for what is not portable, as in `KnownLibrary`. */
  readonly fails?: KnownLibrary["fails"];
  readonly because?: string;
  readonly through?: string;
  /** `OWNER/NAME path/dune`. */
  readonly evidence: string;
}

export interface LibraryIndex {
  readonly stamp: { readonly trees: string; readonly ocamlSolo5: string; readonly ocaml: string };
  readonly libraries: readonly IndexedLibrary[];
}

/** The index that ships with the tool: made by `mirage-lint index libraries`. */
export const libraryIndex = data as LibraryIndex;
