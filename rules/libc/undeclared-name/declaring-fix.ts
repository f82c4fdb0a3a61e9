import { identifierSpans, includeLines } from "../../../src/edits/c-edits.ts";
import type { Fix } from "../../../src/edits/edit.ts";

interface Undeclared {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  /** The header of the target that declares it. */
  readonly header: string | undefined;
  /** What the runtime calls it now. */
  readonly today: string | undefined;
}

/** The headers of C11, threads.h aside. */
const ofEverySystem: ReadonlySet<string> = new Set(
  (
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic " +
    "stdbool stddef stdint stdio stdlib stdnoreturn string tgmath time uchar wchar wctype"
  )
    .split(" ")
    .map((name) => `${name}.h`),
);

/** Has a source call a name as the runtime does today, or include the header that declares it; undefined where there is neither. */
export function declaringFix({ file, text, name, header, today }: Undeclared): Fix | undefined {
  if (today !== undefined) {
    const edits = identifierSpans(text, name).map((span) => ({ file, span, text: today }));
    return edits.length === 0 ? undefined : { safety: "safe", title: `write ${today}`, edits };
  }
  const includes = includeLines(text);
  const last = includes.findLast(({ unconditional }) => unconditional);
  if (header === undefined || last === undefined) return undefined;
  const isEverywhere = header.startsWith("caml/") || ofEverySystem.has(header);
  // Where a condition decides on it already, or on Windows, that has a reason.
  const isDecided = includes.some((line) => line.header === header);
  if (isDecided || (!isEverywhere && /\b_(?:WIN32|MSC_VER)\b/.test(text))) return undefined;
  const { end } = last.directive;
  return {
    safety: isEverywhere ? "safe" : "unsafe",
    title: `#include <${header}>`,
    edits: [{ file, span: { start: end, end }, text: `\n#include <${header}>` }],
  };
}
