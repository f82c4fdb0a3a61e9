import type { Edit } from "../../../src/edits/edit.ts";
import { testsWithout } from "../../../src/facts/c-renamed-macro.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { baseName } from "../../../src/workspace/paths.ts";

interface RenamedMacro {
  readonly file: string;
}

const old = "__ocaml_freestanding__";
const renamed = "__ocaml_solo5__";

export default defineRule<RenamedMacro>({
  id: "libc/renamed-macro",
  phase: "compile",
  severity: "warning",
  porting: true,
  fixes: ["safe"],
  summary: "a C stub tests __ocaml_freestanding__, which ocaml-solo5 no longer defines",
  message: ({ file }) =>
    `${file} tests ${old} and not ${renamed}: since ocaml-solo5 0.8.0 only the latter is defined, and what is meant for unikernels is left out`,
  help: () => `test both: #if defined(${old}) || defined(${renamed})`,
  check({ workspace, code, report }) {
    const reported = new Set<string>();
    for (const { stub, seen } of code.stubs) {
      if (seen === undefined || seen.preprocessed.macros.has(old)) continue;
      for (const file of [seen.source, ...seen.preprocessed.files.map(({ path }) => path)]) {
        // A header of a library elsewhere is no file.
        if (reported.has(file) || !workspace.sources.vfs.has(file)) continue;
        reported.add(file);
        const text = workspace.sources.text(file) ?? "";
        for (const { span } of testsWithout(text, old, renamed)) {
          const edits = editsIn(text.slice(span.start, span.end), span.start, file);
          report({
            at: { file, span },
            owner: { kind: "stub", stub },
            symbol: old,
            data: { file: baseName(file) },
            ...(edits.length === 0 ? {} : { fix: { safety: "safe", title: "test both macros", edits } }),
          });
        }
      }
    }
  },
});

/** `#ifdef X` and `#ifndef X` become an `#if` of both; in an `#if` each `defined(X)` does. None where it is tested otherwise. */
function editsIn(directive: string, offset: number, file: string): readonly Edit[] {
  const edit = (start: number, length: number, text: string): Edit => ({
    file,
    span: { start: offset + start, end: offset + start + length },
    text,
  });
  const whole = new RegExp(`^#([ \\t]*)if(n?)def([ \\t]+)${old}(?![\\w$])`).exec(directive);
  if (whole !== null) {
    const [written, blanks = "", not = "", gap = " "] = whole;
    const both =
      not === "" ? `defined(${old}) || defined(${renamed})` : `!defined(${old}) && !defined(${renamed})`;
    return [edit(0, written.length, `#${blanks}if${gap}${both}`)];
  }
  const tests = [
    ...directive.matchAll(new RegExp(`\\bdefined[ \\t]*(?:\\([ \\t]*${old}[ \\t]*\\)|${old}\\b)`, "g")),
  ];
  const others = directive.split(old).length - 1;
  if (tests.length !== others) return [];
  return tests.map((test) => edit(test.index, test[0].length, `(${test[0]} || defined(${renamed}))`));
}
