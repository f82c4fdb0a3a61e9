import { withoutWord } from "../../../src/edits/dune-edits.ts";
import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { foreignFlags } from "../../../src/workspace/foreign-flags.ts";

interface NativeCpu {
  readonly owner: string;
  readonly flag: string;
}

export default defineRule<NativeCpu>({
  id: "libc/native-cpu",
  phase: "run",
  severity: "warning",
  porting: true,
  fixes: ["unsafe"],
  summary: "C stubs are compiled for the processor of the machine that builds them",
  message: ({ owner, flag }) =>
    flag.startsWith("-mtune")
      ? `${owner} has ${flag}: the same sources give another unikernel on another machine`
      : `${owner} has ${flag}: the unikernel runs on another machine than the one that builds it, and stops at the first instruction that is not there`,
  help: () =>
    "name the extension that a source needs (-mssse3, -maes) and ask the processor at run time, as mirage-crypto and digestif do",
  check({ workspace, report }) {
    for (const { component, flags } of foreignFlags(workspace))
      for (const { text, span } of flags) {
        if (!/^-m(?:arch|cpu|tune)=native$/.test(text)) continue;
        const { file } = component.at;
        const edits = withoutWord(file, workspace.sources.text(file) ?? "", span);
        report({
          at: { file, span },
          owner: { kind: "component", component },
          symbol: text,
          data: { owner: describe(component), flag: text },
          ...(text.startsWith("-mtune") ? { severity: "note" as const } : {}),
          ...(edits === undefined
            ? {}
            : { fix: { safety: "unsafe", title: `take ${text} out of the flags`, edits } }),
        });
      }
  },
});
