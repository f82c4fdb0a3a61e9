import { languageOfName } from "../facts/comments.ts";
import { malformedOcaml } from "../facts/malformed-code.ts";
import { readDirectives } from "../syntax/c/directives.ts";
import { readOpamFile } from "../syntax/opam-file.ts";
import { isOcamlSyntax, readSexps } from "../syntax/sexp.ts";
import type { ParseError } from "../syntax/span.ts";

/** What the readers of this program find wrong with a file that is called so; nothing where they don't read it. */
export function syntaxErrors(name: string, text: string): readonly ParseError[] {
  switch (languageOfName(name)) {
    case "dune":
      return isOcamlSyntax(text) ? [] : readSexps(text).errors;
    case "opam":
      return readOpamFile(text).errors;
    case "ocaml": {
      const error = malformedOcaml(text);
      return error === undefined ? [] : [error];
    }
    case "c":
      return readDirectives(text).errors;
    case undefined:
      return [];
  }
}
