import { identifierSpans, includeLines } from "../../../src/edits/c-edits.ts";
import type { Edit, Fix } from "../../../src/edits/edit.ts";
import { lineOf } from "../../../src/edits/layout.ts";

const threads = "caml/threads.h";
const signals = "caml/signals.h";

/** Macros of caml/threads.h, and the functions of caml/signals.h that they stand for: OCaml's otherlibs/systhreads/caml/threads.h. */
const functions: ReadonlyMap<string, string> = new Map([
  ["caml_release_runtime_system", "caml_enter_blocking_section"],
  ["caml_acquire_runtime_system", "caml_leave_blocking_section"],
]);

/** What else there is in it is of no other header. */
const ofThreadsAlone = /\bcaml_(?:c_)?thread_\w+/;

/** Has a source that includes caml/threads.h itself do with caml/signals.h; undefined where it needs more of it. */
export function threadsFix(file: string, text: string): Fix | undefined {
  const includes = includeLines(text);
  const asked = includes.filter(({ header }) => header === threads);
  if (asked.length === 0 || ofThreadsAlone.test(text)) return undefined;
  const isThere = includes.some(({ header, unconditional }) => header === signals && unconditional);
  const ofIncludes = asked.map(({ name, directive }): Edit => {
    const isBare = text[name.end + 1] === undefined || name.end + 1 === directive.end;
    return isThere && isBare
      ? { file, span: lineOf(text, directive), text: "" }
      : { file, span: name, text: signals };
  });
  const ofCalls = [...functions].flatMap(([macro, called]) =>
    identifierSpans(text, macro).map((span): Edit => ({ file, span, text: called })),
  );
  return { safety: "safe", title: "include caml/signals.h in its place", edits: [...ofIncludes, ...ofCalls] };
}
