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
        for (const { span } of testsWithout(workspace.sources.text(file) ?? "", old, renamed))
          report({
            at: { file, span },
            owner: { kind: "stub", stub },
            symbol: old,
            data: { file: baseName(file) },
          });
      }
    }
  },
});
