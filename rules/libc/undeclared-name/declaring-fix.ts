import { identifierSpans, includeLines } from "../../../src/edits/c-edits.ts";
import type { Fix } from "../../../src/edits/edit.ts";
import { posixHeader } from "../../../src/target/posix-names.ts";

interface Undeclared {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  /** The header of the target that declares it. */
  readonly header: string | undefined;
  /** What the runtime calls it now. */
  readonly today: string | undefined;
}

/** Has a source call a name as the runtime does today, or include the header that declares it; undefined where there is neither. */
export function declaringFix({ file, text, name, header, today }: Undeclared): Fix | undefined {
  if (today !== undefined) {
    const edits = identifierSpans(text, name).map((span) => ({ file, span, text: today }));
    return edits.length === 0 ? undefined : { safety: "safe", title: `write ${today}`, edits };
  }
  const last = includeLines(text).findLast(({ unconditional }) => unconditional);
  if (header === undefined || last === undefined) return undefined;
  const { end } = last.directive;
  return {
    // What POSIX and OCaml have there is there on Unix; other headers may not be.
    safety: posixHeader(name) === header || header.startsWith("caml/") ? "safe" : "unsafe",
    title: `#include <${header}>`,
    edits: [{ file, span: { start: end, end }, text: `\n#include <${header}>` }],
  };
}
