import { commentSpansOf } from "../syntax/c/lexemes.ts";
import { readOpamFile } from "../syntax/opam-file.ts";
import { readSexps } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import { opaqueTextsOf } from "./ocaml-tokens.ts";

/** By how its comments are written; lockfiles of opam are as opam files, lock directories of dune as dune files. */
export type CommentLanguage = "dune" | "opam" | "ocaml" | "c";

const languagesByName: readonly (readonly [RegExp, CommentLanguage])[] = [
  [/^(?:dune|dune-project|dune-workspace(?:\..+)?|jbuild|lock\.dune|.+\.pkg)$/, "dune"],
  [/^(?:opam|.+\.opam(?:\.template)?|.+\.locked)$/, "opam"],
  [/\.ml[ily]?(?:[.-][^.]*)?$/, "ocaml"],
  [/\.(?:c|h|cc|cpp|cxx|hh|hpp|hxx|inc|S|s)(?:\.in)?$/, "c"],
];

/** Undefined for a file that is of none of them by its name, the last part of its path. */
export const languageOfName = (name: string): CommentLanguage | undefined =>
  languagesByName.find(([form]) => form.test(name))?.[1];

/** Where the comments of a file stand, in its order; a comment without end is none. */
export function commentSpans(text: string, language: CommentLanguage): readonly Span[] {
  switch (language) {
    case "dune":
      return readSexps(text).comments.map(({ span }) => span);
    case "opam":
      return readOpamFile(text).comments.map(({ span }) => span);
    case "ocaml":
      return [...opaqueTextsOf(text)]
        .filter(({ kind, error }) => kind === "comment" && error === undefined)
        .map(({ span }) => span);
    case "c":
      return commentSpansOf(text);
  }
}
